"""What the night looks at, and what is told when something does not add up."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import text
from tests.attribution.factories import entries, running_campaign, sell
from tests.clocks import FixedClock
from tests.contexts import job_context
from tests.orders.factories import draft, make_product
from tests.web.clients import make_member

from souk.events.log import EventLog
from souk.kernel.db.urls import DatabaseUrls
from souk.kernel.work import Database
from souk.orders.actions.place import place_orders
from souk.orders.states import OrderStatus
from souk.readmodels.integrity import check_integrity, last_check
from souk.readmodels.tasks import check_every_tenant
from souk.tenancy.actions.settings import switch_feature
from souk.web.metrics import exposition


@pytest.fixture
async def an_hour_ago(urls: DatabaseUrls) -> AsyncIterator[Database]:
    """The same database, an hour earlier: what is done here, attribution must have heard of since."""
    clock = FixedClock(datetime.now(UTC) - timedelta(hours=1))
    database = Database(urls, sink=EventLog({}), clock=clock, pool_size=2, name="an hour ago")
    yield database
    await database.close()


@pytest.fixture
async def shop(an_hour_ago: Database, tenant_id: int) -> int:
    """An owner, a running campaign for what is sold, and a sale that was credited."""
    await make_member(an_hour_ago, tenant_id, "owner")
    async with an_hour_ago.work(tenant_id) as work:
        product_id = await make_product(work, "OLIVE-1", cost=400)
        await running_campaign(work, "Spring", [product_id])
        await sell(work)
    return tenant_id


async def broken(database: Database, tenant_id: int) -> dict[str, int]:
    findings = await check_integrity(database, tenant_id)
    return {finding.name: finding.broken for finding in findings if finding.broken}


async def notices(database: Database, tenant_id: int) -> list[Any]:
    async with database.reading(tenant_id) as work:
        found = await work.session.execute(
            text(
                "select title, text, details from notice where tenant_id = :t and kind = 'integrity_broken'"
            ),
            {"t": tenant_id},
        )
        return list(found)


async def test_a_night_without_findings_is_kept_and_tells_nobody(database: Database, shop: int) -> None:
    findings = await check_integrity(database, shop)

    assert {finding.name: finding.broken for finding in findings if finding.broken} == {}
    assert {"split_equals_sales", "ledger_against_orders", "order_totals"} <= {one.name for one in findings}
    async with database.reading(shop) as work:
        kept = await last_check(work)
    assert kept is not None
    assert kept.broken == {finding.name: 0 for finding in findings}
    assert await notices(database, shop) == []


async def test_a_rollup_that_differs_raises_one_notice_a_day_and_a_metric(
    database: Database, shop: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("souk.web.figures.TENANTS_MAX", 10_000)  # other tests' tenants are there too
    async with database.work(shop) as work:
        await work.session.execute(
            text(
                "update attribution_day set gross_revenue_full = gross_revenue_full + 1"
                " where tenant_id = :tenant_id"
            ),
            {"tenant_id": shop},
        )
        slug = work.scope.slug

    for _ in range(2):
        assert await broken(database, shop) == {"attribution_days": 1}

    (notice,) = await notices(database, shop)
    assert "the rollup by campaign and day is what the ledger adds up to" in notice.text
    assert notice.details["broken"] == 1
    shown = {
        (sample.name, sample.labels.get("check")): sample.value
        for family in text_string_to_metric_families((await exposition(database)).decode())
        for sample in family.samples
        if sample.labels.get("tenant") == slug
    }
    assert shown["souk_integrity_broken", "attribution_days"] == 1
    assert shown["souk_integrity_broken", "split_equals_sales"] == 0
    assert shown["souk_integrity_checked_timestamp_seconds", None] > 1.7e9


async def test_an_order_nobody_credited_is_found_and_left_to_somebody_to_look_at(
    database: Database, an_hour_ago: Database, shop: int
) -> None:
    """Its event was lost. The night sees what a recompute would write, and writes nothing itself."""
    async with an_hour_ago.work(shop) as work:
        await place_orders(work, [draft(status=OrderStatus.CONFIRMED, external_id="unheard of")])
        before = await entries(work)

    assert await broken(database, shop) == {"ledger_against_orders": 1}

    async with database.reading(shop) as work:
        assert await entries(work) == before


async def test_an_order_of_this_minute_is_left_to_attribution(database: Database, shop: int) -> None:
    async with database.work(shop) as work:
        await place_orders(work, [draft(status=OrderStatus.CONFIRMED, external_id="just now")])

    assert await broken(database, shop) == {}


async def test_while_attribution_is_off_the_orders_are_not_held_against_it(
    database: Database, an_hour_ago: Database, shop: int
) -> None:
    async with an_hour_ago.work(shop) as work:
        await switch_feature(work, "attribution", is_on=False)
        await place_orders(work, [draft(status=OrderStatus.CONFIRMED, external_id="while off")])

    assert await broken(database, shop) == {}


async def test_a_cost_that_became_known_later_is_no_alarm(
    database: Database, an_hour_ago: Database, tenant_id: int
) -> None:
    async with an_hour_ago.work(tenant_id) as work:
        product_id = await make_product(work, "OLIVE-1")
        await running_campaign(work, "Spring", [product_id])
        await sell(work)
        await work.session.execute(
            text(
                "insert into product_cost (tenant_id, product_id, unit_cost_minor, currency, valid_from)"
                " values (:tenant_id, :product_id, 400, 'EUR', '2000-01-01')"
            ),
            {"tenant_id": tenant_id, "product_id": product_id},
        )
    assert await broken(database, tenant_id) == {}


async def test_orders_from_before_attribution_was_switched_on_are_left_to_a_backfill(
    database: Database, an_hour_ago: Database, shop: int
) -> None:
    async with an_hour_ago.work(shop) as work:
        await place_orders(work, [draft(status=OrderStatus.CONFIRMED)])
    assert "ledger_against_orders" in await broken(database, shop)
    async with database.work(shop) as work:
        await switch_feature(work, "attribution", is_on=True)
    assert await broken(database, shop) == {}


async def test_every_tenant_gets_a_job_of_its_own(database: Database, tenant_id: int) -> None:
    context = job_context(database)
    for _ in range(2):
        await check_every_tenant(context)

    async with database.across_tenants() as system:
        jobs = await system.session.execute(
            text(
                "select count(*) from procrastinate_jobs"
                " where task_name = 'readmodels.check_tenant' and tenant_id = :tenant_id"
            ),
            {"tenant_id": tenant_id},
        )
        assert jobs.scalar_one() == 1
