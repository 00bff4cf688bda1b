"""What customers have told us is in no log, whatever the database says when a statement fails."""

import asyncio
import io
import logging
from collections.abc import Iterator, Sequence

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from tests.events.kitchen import cook, dispatching, hearing, stirred

from souk.events import Event
from souk.events.dispatch import turn as turn_module
from souk.kernel.log import configure_logging, get_logger
from souk.kernel.work import Database, Work

PHONE = "+34 600 123 987"
STATEMENTS = {
    "a duplicate": "with twin as (insert into tenant (slug, name, currency, timezone, locale)"
    " select slug, :phone, currency, timezone, locale from tenant limit 1 returning 1) select 1 from twin",
    "a check": "insert into tenant (slug, name, currency, timezone, locale)"
    " values (:phone, :phone, 'nothing', :phone, :phone)",
    "a conversion": "select cast(cast(:phone as text) as integer)",
    "no such function": "select no_such_function(cast(:phone as text))",
}


@pytest.fixture(params=[True, False], ids=["as JSON", "in words"])
def written(request: pytest.FixtureRequest) -> Iterator[io.StringIO]:
    """All that is logged, as it would be on standard error."""
    root = logging.getLogger()
    before = root.handlers[:]
    configure_logging("DEBUG", as_json=request.param)
    (handler,) = root.handlers
    assert isinstance(handler, logging.StreamHandler)
    log = io.StringIO()
    handler.setStream(log)
    yield log
    configure_logging("INFO", as_json=True)
    root.handlers[:] = before


async def _told(written: io.StringIO, event: str) -> None:
    async with asyncio.timeout(20):
        while event not in written.getvalue():  # noqa: ASYNC110 (a log calls nobody)
            await asyncio.sleep(0.01)


@pytest.mark.parametrize("statement", STATEMENTS.values(), ids=STATEMENTS.keys())
async def test_a_failed_statement_is_logged_without_its_values(
    database: Database, tenant_id: int, written: io.StringIO, statement: str
) -> None:
    async def fail() -> None:
        async with database.across_tenants() as work:
            await work.session.execute(text(statement), {"phone": PHONE})

    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(fail())
    except* DBAPIError as failures:
        get_logger("test").error("failed", exc_info=failures)
        get_logger("test").error("failed", exc_info=failures.exceptions[0])
        logging.getLogger("elsewhere").error("failed", exc_info=failures.exceptions[0])
    said = written.getvalue()
    assert said.count("sqlalchemy.exc.") >= 3
    assert PHONE not in said


async def test_a_turn_and_an_event_that_fail_are_logged_without_values(
    database: Database, tenant_id: int, written: io.StringIO
) -> None:
    async def write_down(work: Work, events: Sequence[Event]) -> None:
        await work.session.execute(text("select cast(cast(:phone as text) as integer)"), {"phone": PHONE})

    subscriber = hearing(write_down)
    async with dispatching(database, subscriber) as dispatcher:
        await cook(database, tenant_id, *stirred("soup", 1))
        stop = asyncio.Event()
        running = asyncio.create_task(dispatcher.run(stop))
        await _told(written, "event_failed")
        stop.set()
        await running
    assert PHONE not in written.getvalue()
    async with database.reading(tenant_id) as work:
        kept = (await work.session.execute(text("select error from event_set_aside"))).scalars().all()
        told = await work.session.execute(
            text("select payload ->> 'error' as error from event_log where type = 'event.set_aside'")
        )
        assert not [said for said in [*kept, *told.scalars()] if PHONE in (said or "")]


async def test_a_turn_that_ends_in_an_error_is_logged_without_values(
    database: Database, tenant_id: int, written: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def append(connection: object, _facts: object) -> None:
        await connection.execute(text("select cast(cast(:phone as text) as integer)"), {"phone": PHONE})  # type: ignore[attr-defined]

    async def listen(_work: Work, _events: Sequence[Event]) -> None:
        return

    subscriber = hearing(listen)
    async with dispatching(database, subscriber) as dispatcher:
        await cook(database, tenant_id, *stirred("soup", 1))
        monkeypatch.setattr(turn_module, "append", append)
        stop = asyncio.Event()
        running = asyncio.create_task(dispatcher.run(stop))
        await _told(written, "event_turn_failed")
        stop.set()
        await running
    assert "InvalidTextRepresentation" in written.getvalue()
    assert PHONE not in written.getvalue()
