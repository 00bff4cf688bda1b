"""What a benchmark says: a row for each thing measured, and the machine it was measured on."""

import os
import platform
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from souk.wiring.embedded.configuration import memory_bytes

_TOLD_SETTINGS = (
    "shared_buffers",
    "fsync",
    "synchronous_commit",
    "full_page_writes",
    "wal_compression",
    "max_wal_size",
)


@dataclass(frozen=True, slots=True)
class Goal:
    """A bound from `quality.md` on the value, or on the ratio to what it is measured against."""

    bound: float
    at_most: bool
    of: str = "value"

    def __str__(self) -> str:
        return f"{'≤' if self.at_most else '≥'} {self.bound:g}{' ×' if self.of == 'ratio' else ''}"

    def is_reached(self, value: float, ratio: float | None) -> bool | None:
        """None where what the goal is about was not measured."""
        told = ratio if self.of == "ratio" else value
        if told is None:
            return None
        return told <= self.bound if self.at_most else told >= self.bound


@dataclass(frozen=True, slots=True)
class Row:
    """One figure. `spread` is the lowest and the highest of the runs of which `value` is the median;
    `ratio` is the median of the ratios of each run to its pair.
    """

    work: str
    scale: str
    value: float
    unit: str
    against: str | None = None
    ratio: float | None = None
    goals: tuple[Goal, ...] = ()
    spread: tuple[float, float] | None = None

    def as_json(self) -> dict[str, Any]:
        reached = [goal.is_reached(self.value, self.ratio) for goal in self.goals]
        return {
            "work": self.work,
            "scale": self.scale,
            "value": _rounded(self.value),
            "unit": self.unit,
            "against": self.against,
            "ratio": None if self.ratio is None else _rounded(self.ratio),
            "goal": "; ".join(str(goal) for goal in self.goals) or None,
            "reached": None if not reached or None in reached else all(reached),
            "spread": None if self.spread is None else [_rounded(end) for end in self.spread],
        }


def _rounded(value: float) -> float:
    """Three significant digits and no fewer than the whole number."""
    return round(value) if abs(value) >= 1000 else float(f"{value:.3g}")


def spread_of(values: Sequence[float]) -> tuple[float, float]:
    return min(values), max(values)


def percentile(values: Sequence[float], part: float) -> float:
    """The value that `part` (0 to 1) of the values do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))]


def paired(ours: Sequence[float], theirs: Sequence[float]) -> float:
    """The median of ours ÷ theirs, run by run."""
    return statistics.median(one / other for one, other in zip(ours, theirs, strict=True))


def machine(admin_url: str) -> dict[str, Any]:
    """Processor, memory, versions, the server's settings that matter, and how busy it is besides."""
    with psycopg.connect(admin_url) as connection:
        server = {
            name: connection.execute("select current_setting(%s)", [name]).fetchone()
            for name in _TOLD_SETTINGS
        }
        version = connection.info.server_version
    return {
        "processor": _processor(),
        "cores": os.cpu_count(),
        "memory_gib": round(memory_bytes() / 1024**3, 1),
        "system": platform.platform(terse=True),
        "python": platform.python_version(),
        "postgresql": f"{version // 10000}.{version % 10000}",
        "settings": {name: value[0] if value else None for name, value in server.items()},
        "load": load(),
    }


def load() -> list[float]:
    """Processes that wanted a core, on average over 1, 5 and 15 minutes."""
    return [round(value, 2) for value in os.getloadavg()]


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()
