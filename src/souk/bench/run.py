"""Every benchmark by its name."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from souk.bench import api, attribution, leaderboard, orders
from souk.bench.rows import Row, load, machine
from souk.bench.scratch import server
from souk.kernel.errors import Invalid
from souk.kernel.settings import Settings

NAMES = ("attribution", "leaderboard", "orders", "api")

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Report:
    """`machine` says what it was measured on, and how busy that was before and after."""

    machine: dict[str, Any]
    rows: list[Row]

    def as_json(self) -> dict[str, Any]:
        return {"machine": self.machine, "rows": [row.as_json() for row in self.rows]}


async def run_benchmarks(
    names: Sequence[str],
    *,
    settings: Settings,
    database_url: str | None,
    scales: Sequence[int],
    data: Path | None,
    say: Say,
) -> Report:
    """Raises Invalid for a name there is none of."""
    unknown = [name for name in names if name not in NAMES]
    if unknown:
        raise Invalid(f"There is no benchmark {unknown[0]}; there are: {', '.join(NAMES)}, all.")
    rows: list[Row] = []
    begun = time.monotonic()
    with server(database_url, settings) as admin_url:
        told = machine(admin_url)
        for name in names:
            if name == "attribution":
                rows += await attribution.bench(admin_url, scales, data=data, say=say)
            elif name == "leaderboard":
                rows += await leaderboard.bench(admin_url, scales, say=say)
            elif name == "orders":
                rows += await orders.bench(admin_url, scales, say=say)
            else:
                rows += await api.bench(admin_url, scales, say=say)
    told |= {"load_after": load(), "minutes": round((time.monotonic() - begun) / 60, 1)}
    return Report(told, rows)
