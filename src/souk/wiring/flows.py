"""docs/flows.md, from the tables of this folder and the domains' state machines.

`python -m souk.wiring.flows docs/flows.md` writes it; a test says when that was forgotten.
"""

import importlib
import pkgutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import souk
from souk.events.event import Event
from souk.events.log import Handler
from souk.events.published import catalogue
from souk.jobs.schedules import Every, Standing
from souk.kernel.states import Machine
from souk.wiring.schedules import SCHEDULES
from souk.wiring.subscriptions import AFTER_COMMIT, IN_TRANSACTION

HEAD = """\
# What happens when

Made from `souk/wiring/subscriptions.py`, `souk/wiring/schedules.py` and the state machines by
`python -m souk.wiring.flows docs/flows.md`; changes belong there. How events travel is in
[Events](guide/events.md).
"""


def flows() -> str:
    """The whole page."""
    parts = [HEAD, *_events(), *_subscribers(), *_clock(), *_machines()]
    return "\n".join(parts).rstrip() + "\n"


def machines() -> list[Machine[Any, Any]]:
    """Every state machine of every `states` module."""
    found: dict[int, Machine[Any, Any]] = {}
    for module in pkgutil.walk_packages(souk.__path__, "souk."):
        if module.name.rpartition(".")[2] == "states" and module.name != "souk.kernel.states":
            for value in vars(importlib.import_module(module.name)).values():
                if isinstance(value, Machine):
                    found.setdefault(id(value), value)
    return sorted(found.values(), key=lambda machine: machine.name)


def _events() -> Iterator[str]:
    yield "## Events, and who hears them\n"
    yield "In the transaction: handled before the commit, and undone with it. After it: each subscriber at"
    yield "its own pace, at least once, in order per aggregate. All published ones also go to webhooks.\n"
    yield "| Event | In the transaction | After it | Published |"
    yield "|---|---|---|---|"
    for name, kind in catalogue().items():
        inside = ", ".join(f"`{_handler(each)}`" for each in IN_TRANSACTION.get(kind, ()))
        after = ", ".join(each.name for each in AFTER_COMMIT if _hears_by_name(each.hears, kind))
        yield f"| `{name}` | {inside} | {after} | {'yes' if kind.published else ''} |"
    yield ""


def _hears_by_name(hears: Any, kind: type[Event]) -> bool:
    """Whoever hears everything is named once, above the table."""
    return kind in hears and len(hears) < sum(each.published for each in catalogue().values())


def _subscribers() -> Iterator[str]:
    yield "## Subscribers\n"
    yield "| Name | Handler | A new one starts at the log's | Events at once |"
    yield "|---|---|---|---|"
    for each in AFTER_COMMIT:
        yield f"| {each.name} | `{_handler(each.handler)}` | {each.starts_at} | {each.batch} |"
    yield ""


def _handler(handler: Handler) -> str:
    return f"{handler.__module__.removeprefix('souk.')}.{handler.__name__}"


def _clock() -> Iterator[str]:
    yield "## By the clock\n"
    yield "| What | Task | When |"
    yield "|---|---|---|"
    for standing in SCHEDULES:
        yield f"| {standing.name} | `{standing.task.name}` | {_rhythm(standing)} |"
    yield ""


def _rhythm(standing: Standing) -> str:
    rhythm = standing.rhythm
    if not isinstance(rhythm, Every):
        return str(rhythm)
    every = rhythm.seconds
    for size, word in ((86_400, "day"), (3600, "hour"), (60, "minute")):
        if every % size == 0:
            count = every // size
            return f"every {word}" if count == 1 else f"every {count} {word}s"
    return f"every {every} seconds"


def _machines() -> Iterator[str]:
    yield "## States\n"
    for machine in machines():
        yield f"### {machine.name.capitalize()}\n"
        yield f"```mermaid\n{machine.mermaid()}\n```\n"


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(flows(), encoding="utf-8")
