"""What a domain offers so that its lists can be written to files."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from souk.kernel.lists import ListQuery
from souk.kernel.work import ReadWork


@dataclass(frozen=True, slots=True)
class Column:
    """One column of an export. Named as the import's field, so that an export can be imported again."""

    name: str
    description: str = ""


class Exporter(Protocol):
    """One kind of export. Lives in the domain's `exports.py`, listed in `wiring/exporters.py`."""

    @property
    def kind(self) -> str: ...

    @property
    def title(self) -> str: ...

    @property
    def capability(self) -> str:
        """What the person must be allowed to do (`catalog.read`)."""
        ...

    @property
    def columns(self) -> tuple[Column, ...]: ...

    @property
    def query(self) -> type[ListQuery]:
        """The list's own query: the export takes the same filters, sort and words (page is left out)."""
        ...

    def rows(self, work: ReadWork, query: Any) -> AsyncIterator[Sequence[Any]]:
        """Every row the filters leave, streamed, in the order of `columns`.

        Values: str, int, Decimal, bool, date, datetime, None; sequences are joined, mappings written as JSON.
        """
        ...
