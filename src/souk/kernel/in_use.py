"""What is in use cannot be deleted. Who uses it lives on higher floors, which say so through a port."""

from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Protocol

from sqlalchemy.exc import IntegrityError

from souk.kernel.errors import Conflict
from souk.kernel.work import ReadWork


class InUse(Conflict):
    """Something else rests on it; `details["used_by"]` says what and how often."""

    code = "in_use"
    title = "It is in use and cannot be deleted"


class UsageReader(Protocol):
    """Says what rests on things of a kind, named as their table: `{17: {"orders": 3}}`, or nothing."""

    async def __call__(
        self, work: ReadWork, kind: str, ids: Sequence[int]
    ) -> Mapping[int, Mapping[str, int]]: ...


_READERS: list[UsageReader] = []


def offer_usage_readers(readers: Iterable[UsageReader]) -> None:
    """Make known who can say what is used; wiring does, at start-up. Replaces those before."""
    _READERS[:] = readers


async def usage_of(work: ReadWork, kind: str, ids: Sequence[int]) -> dict[int, dict[str, int]]:
    """What rests on each of `ids`, by name and how often; those that nothing uses are left out."""
    usage: dict[int, dict[str, int]] = {}
    for reader in _READERS:
        for identity, counts in (await reader(work, kind, ids)).items():
            usage.setdefault(identity, {}).update({name: count for name, count in counts.items() if count})
    return {identity: counts for identity, counts in usage.items() if counts}


def in_use(what: str, counts: Mapping[str, int], instead: str) -> InUse:
    told = " and ".join(f"{count:,} {name}" for name, count in counts.items())
    return InUse(f"{what} is used by {told}. {instead}", details={"used_by": dict(counts)})


@asynccontextmanager
async def nothing_uses(what: str, instead: str) -> AsyncIterator[None]:
    """The database's own refusal, for what came to use it in the meantime or told no reader."""
    try:
        yield
    except IntegrityError as violation:
        table = getattr(getattr(violation.orig, "diag", None), "table_name", None)
        if table is None or getattr(violation.orig, "sqlstate", "") != "23503":
            raise
        words = table.replace("_", " ")
        raise InUse(
            f"{what} is used by {words}. {instead}", details={"used_by": {words: None}}
        ) from violation
