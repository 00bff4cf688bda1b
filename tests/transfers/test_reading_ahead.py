"""Exports hold connections only while they are read from the database, and never too many."""

import asyncio
import gc
import tempfile
from collections.abc import AsyncIterator, Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from starlette.types import Message
from tests.web.clients import make_member

from souk.events.log import EventLog
from souk.kernel.db.urls import DatabaseUrls
from souk.kernel.errors import Invalid
from souk.kernel.work import Database, ReadWork, Work
from souk.tenancy.access import Access
from souk.tenancy.http import Door
from souk.transfers.errors import TooManyExports
from souk.transfers.http import ExportResponse, streamed
from souk.transfers.writing import ahead
from souk.transfers.writing.formats import ExportFormat

MANY = 30_000
Rows = Callable[[ReadWork], AsyncIterator[Sequence[Any]]]


@pytest.fixture
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


@pytest.fixture
async def narrow(urls: DatabaseUrls) -> AsyncIterator[Database]:
    """Two connections: one export at a time."""
    database = Database(urls, sink=EventLog({}), pool_size=2, name="exports")
    yield database
    await database.close()


@pytest.fixture
async def door(narrow: Database, tenant_id: int) -> Door:
    member = await make_member(narrow, tenant_id, "owner")
    async with narrow.reading(tenant_id) as work:
        access = Access(member.user_id, "owner@olea.example", "owner", work.scope, frozenset())
    return Door(access, narrow, None)


def left_in(folder: Path) -> list[Path]:
    return list(folder.iterdir())


async def many(work: ReadWork) -> AsyncIterator[Sequence[Any]]:
    numbers = await work.session.execute(text("select generate_series(1, :many)"), {"many": MANY})
    for number in numbers.scalars():
        yield [number, "olive oil " * 5]


def until(gate: asyncio.Event) -> Rows:
    async def rows(work: ReadWork) -> AsyncIterator[Sequence[Any]]:
        async for row in many(work):
            yield row
        await gate.wait()

    return rows


async def export(door: Door, rows: Rows) -> ExportResponse:
    return await streamed(door, "numbers", ["no", "words"], rows, ExportFormat.CSV)


async def read(response: ExportResponse) -> bytes:
    return b"".join([bytes(piece) async for piece in response.body_iterator])  # type: ignore[arg-type]


async def connections_in_use(database: Database, count: int) -> None:
    """Until so many are."""
    async with asyncio.timeout(10):
        while database.app.pool.checkedout() != count:  # type: ignore[attr-defined]  # noqa: ASYNC110
            await asyncio.sleep(0.01)


async def test_who_reads_slowly_holds_no_connection(door: Door, narrow: Database, scratch: Path) -> None:
    response = await export(door, many)
    await connections_in_use(narrow, 0)
    whole = await read(response)
    assert len(whole.splitlines()) == MANY + 1
    assert whole.rstrip().endswith(f"{MANY},{'olive oil ' * 5}".encode().rstrip())
    assert left_in(scratch) == []


async def test_what_cannot_be_written_down_does_not_leave(
    door: Door, narrow: Database, scratch: Path
) -> None:
    async def note(work: Work) -> None:
        raise Invalid("The log is closed.")

    with pytest.raises(Invalid):
        await streamed(door, "numbers", ["no", "words"], many, ExportFormat.CSV, note=note)
    await connections_in_use(narrow, 0)
    assert left_in(scratch) == []


async def test_exports_take_half_of_the_connections_and_the_next_is_told_to_come_again(
    door: Door, narrow: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ahead, "WAIT_S", 0.05)
    gate = asyncio.Event()
    first = await export(door, until(gate))
    with pytest.raises(TooManyExports) as refused:
        await export(door, many)
    assert refused.value.details == {"retry_after_s": 10}
    gate.set()
    assert len((await read(first)).splitlines()) == MANY + 1
    assert len((await read(await export(door, many))).splitlines()) == MANY + 1


async def test_files_that_nobody_fetches_do_not_pile_up(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ahead, "UNREAD_MAX", 2)
    unread = [await export(door, many) for _ in range(2)]
    with pytest.raises(TooManyExports):
        await export(door, many)
    await read(unread[0])
    await read(await export(door, many))


async def test_a_refusal_comes_before_the_first_byte(door: Door, narrow: Database) -> None:
    async def refusing(_work: ReadWork) -> AsyncIterator[Sequence[Any]]:
        raise Invalid("There is no such filter.")
        yield []

    with pytest.raises(Invalid, match="no such filter"):
        await export(door, refusing)
    await connections_in_use(narrow, 0)


async def test_a_fault_halfway_breaks_the_file_off(door: Door) -> None:
    async def failing(work: ReadWork) -> AsyncIterator[Sequence[Any]]:
        async for row in many(work):
            yield row
        raise RuntimeError("the last page is torn")

    response = await export(door, failing)
    with pytest.raises(RuntimeError, match="torn"):
        await read(response)


async def test_when_the_reader_goes_away_all_is_let_go(door: Door, narrow: Database, scratch: Path) -> None:
    response = await export(door, until(asyncio.Event()))
    await connections_in_use(narrow, 1)

    async def receive() -> Message:
        return {"type": "http.disconnect"}

    async def send(_message: Message) -> None:
        await asyncio.sleep(0)

    async with asyncio.timeout(10):
        await response({"type": "http", "asgi": {"spec_version": "2.3"}}, receive, send)
    assert narrow.app.pool.checkedout() == 0  # type: ignore[attr-defined]
    gc.collect()
    assert left_in(scratch) == []
