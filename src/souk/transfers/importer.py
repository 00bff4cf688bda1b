"""What a domain offers so that its things can be read from files.

The framework reads the file, maps and types the cells, cuts batches, opens a transaction for each,
keeps the position and the counts in it, and reports rejected rows. The domain's importer does the rest:
it takes a batch of typed rows and says what became of them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

from souk.kernel.shapes import Draft
from souk.kernel.work import Work
from souk.transfers.fields import Field

BATCH_ROWS = 5_000
GROUP_ROWS_MAX = 20_000
"""Rows of one group beyond this are rejected: a batch must fit in memory."""


class ImportOptions(Draft):
    """What may be said when a run starts. A kind with options of its own derives from this."""


O_co = TypeVar("O_co", bound=ImportOptions, covariant=True)
O = TypeVar("O", bound=ImportOptions)  # noqa: E741 (the options of one kind)


@dataclass(frozen=True, slots=True)
class MappedRow:
    """One row of the file, typed. `line` is the physical line it begins on (the header is usually 1)."""

    line: int
    values: Mapping[str, Any]
    """By field name. Not there: the mapping does not bring the field. None: the cell was empty."""
    cells: Sequence[str]
    """The row as it stood in the file, for the report of rejected rows."""

    def __getitem__(self, name: str) -> Any:
        """The value, None when empty or not mapped."""
        return self.values.get(name)

    def __contains__(self, name: str) -> bool:
        """Whether the mapping brings the field at all."""
        return name in self.values


@dataclass(frozen=True, slots=True)
class Rejection:
    """A row that was not taken: `code` for programs, `message` says what is wrong and what to do."""

    line: int
    code: str
    message: str
    field: str | None = None


class RowRefused(Exception):
    """What is wrong with one field of a row; `of` makes the row's rejection of it."""

    def __init__(self, code: str, field: str, problem: str) -> None:
        super().__init__(problem)
        self.code, self.field, self.problem = code, field, problem

    def of(self, row: MappedRow) -> Rejection:
        return Rejection(row.line, self.code, f"{self.field}: {self.problem}", self.field)


@dataclass(frozen=True, slots=True)
class Note:
    """A row that was taken, with something a person should know (a write-off, a return without a sale)."""

    line: int
    code: str
    message: str
    field: str | None = None


@dataclass(slots=True)
class BatchOutcome:
    """What became of a batch. Counts are of the kind's own things (orders, not their lines)."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0
    rejections: list[Rejection] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    tallies: dict[str, int] = field(default_factory=dict)
    """Further counts by name, shown in the summary (`products_created`, `returns_matched`)."""


@dataclass(slots=True)
class ImportContext(Generic[O]):
    """The run a batch belongs to."""

    run_id: int
    kind: str
    options: O
    dry_run: bool
    """For wording only: a dry run is the same code in a transaction that is rolled back at the end."""
    file_name: str
    started_at: datetime
    memory: dict[str, Any] = field(default_factory=dict)
    """Plain JSON values kept from batch to batch, written in the same transaction as each batch."""


@dataclass(frozen=True, slots=True)
class Grouping:
    """Rows that must come in one batch: those with equal values in the fields `by`.

    Rows of a group may lie up to `window_rows` apart (0: they follow one another). A row that comes
    later than that is rejected as `scattered`, because its group has been applied already.
    A row whose `by` values are all empty is a group of its own.
    """

    by: tuple[str, ...]
    window_rows: int = 0


class Importer(Protocol[O]):
    """One kind of import. Lives in the domain's `imports.py`, listed in `wiring/importers.py`."""

    @property
    def kind(self) -> str:
        """The name in `souk import KIND` and in the API: plural, snake_case (`ad_campaigns`)."""
        ...

    @property
    def title(self) -> str: ...

    @property
    def capability(self) -> str:
        """What the person must be allowed to do (`catalog.create`)."""
        ...

    @property
    def feature(self) -> str | None:
        """The switch it works under, if any: while that is off, there is no such kind of import."""
        ...

    @property
    def fields(self) -> tuple[Field, ...]: ...

    @property
    def options(self) -> type[O]: ...

    @property
    def grouping(self) -> Grouping | None: ...

    @property
    def batch_rows(self) -> int: ...

    def as_table(self, path: Path, target: Path) -> bool:
        """Rewrite a file of a form of the kind's own (XML, an archive) as CSV into `target`.

        False where the file is a table already, and nothing was written. Raises a SoukError.
        """
        ...

    async def check_options(self, work: Work, options: O) -> None:
        """Refuse, before anything is read, options that name what the tenant does not have.

        Raises a SoukError, which ends the start.
        """
        ...

    async def apply(self, work: Work, rows: Sequence[MappedRow], run: ImportContext[O]) -> BatchOutcome:
        """Bring the rows in, set-wise, in the caller's transaction. Rows come in file order.

        Applying the same rows again changes nothing (they count as unchanged). What is wrong with single
        rows is returned as rejections; raising a SoukError fails the whole run with its words.
        """
        ...

    async def finish(self, work: Work, run: ImportContext[O]) -> BatchOutcome | None:
        """What can only be done when all rows are in (matching returns), one piece per call.

        Called again, each time in a transaction of its own, until it returns None.
        """
        ...

    def advice(self, memory: Mapping[str, Any]) -> list[str]:
        """What is left to do after a run, for a terminal, a line each; out of the run's memory."""
        ...


class PlainImporter:
    """The usual answers; an importer derives from it and states kind, title, capability, fields, apply."""

    feature: str | None = None
    options: type[Any] = ImportOptions
    grouping: Grouping | None = None
    batch_rows: int = BATCH_ROWS

    def as_table(self, path: Path, target: Path) -> bool:
        return False

    async def check_options(self, work: Work, options: Any) -> None:
        return None

    def advice(self, memory: Mapping[str, Any]) -> list[str]:
        return []

    async def finish(self, work: Work, run: ImportContext[Any]) -> BatchOutcome | None:
        return None
