"""One process's turn at a run, and what it needs for it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from souk.kernel.work import Actor, Database, Work
from souk.transfers.importer import ImportContext, Importer
from souk.transfers.limits import Limits
from souk.transfers.mapping.definition import Mapping
from souk.transfers.models import ImportRun
from souk.transfers.running.record import Books

Told = Callable[[str, int, int | None, int], None]
"""Progress for a terminal: phase, done, total, rejected."""


@dataclass(slots=True)
class Ride:
    """One process's turn at a run."""

    database: Database
    run: ImportRun
    actor: Actor
    importer: Importer[Any]
    mapping: Mapping
    context: ImportContext[Any]
    limits: Limits
    should_stop: Callable[[], bool]
    told: Told
    dry: Work | None = None
    """The transaction of a dry run: the whole file goes through it, and then it is rolled back.

    Not batch by batch: later rows rest on what earlier ones made (docs/adr/0009).
    """
    books: Books | None = field(default=None)

    def writing(self) -> Any:
        return self.database.work(self.run.tenant_id, self.actor, request_id=f"import-{self.run.id}")


def tracker_of(run: ImportRun) -> int:
    """The id of a started run's tracker."""
    if run.tracker_id is None:
        raise RuntimeError("a run that was started has a tracker")
    return run.tracker_id
