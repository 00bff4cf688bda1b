"""`souk attribution`, as it is typed."""

import pytest
from tests.attribution.factories import entries, running_campaign
from tests.orders.factories import draft, make_product
from tests.terminals import Terminal, opened_on

from souk.jobs.trackers import get_tracker
from souk.kernel.db.urls import DatabaseUrls
from souk.kernel.work import Database
from souk.orders.actions.place import place_orders
from souk.orders.states import OrderStatus
from souk.tenancy.public import load_scope


@pytest.fixture
async def terminal(
    database: Database, tenant_id: int, urls: DatabaseUrls, monkeypatch: pytest.MonkeyPatch
) -> Terminal:
    monkeypatch.setattr("souk.cli.attribution.opened", opened_on(urls))
    scope = await load_scope(database, tenant_id)
    assert scope is not None
    return Terminal(scope.slug)


MARCH = ("--from", "2026-03-01", "--to", "2026-03-31")


async def test_a_backfill_credits_a_period_and_writes_nothing_the_second_time(
    terminal: Terminal, database: Database, tenant_id: int
) -> None:
    async with database.work(tenant_id) as work:
        await running_campaign(work, "Spring", [await make_product(work, "OLIVE-1", cost=400)])
        await place_orders(work, [draft(status=OrderStatus.CONFIRMED) for _ in range(3)])
    first = await terminal.json("attribution", "backfill", *MARCH)
    assert (first["lines"], first["entries"]) == (3, 3)
    assert (await terminal.json("attribution", "backfill", *MARCH))["entries"] == 0
    rebuilt = await terminal.json("attribution", "rebuild")
    assert rebuilt["rows"] == 3, "a day of the campaign, of its product, and of what is credited"
    async with database.reading(tenant_id) as work:
        assert await entries(work) == 3
        for told in (first, rebuilt):
            assert (await get_tracker(work, told["tracker_id"])).status == "completed"


async def test_a_period_that_ends_before_it_begins_is_refused_and_starts_nothing(terminal: Terminal) -> None:
    refused = await terminal.type("attribution", "backfill", "--from", "2026-03-31", "--to", "2026-03-01")
    assert refused.exit_code == 1
    assert "'to' cannot be before 'from'" in refused.output
    assert (await terminal.json("attribution", "backfill", *MARCH))["lines"] == 0
