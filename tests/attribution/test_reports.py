"""What reports say of refunds by the day they happened, of taxes, of the past, of what does not add up."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import text
from tests.attribution.factories import STARTED, running_campaign, sell
from tests.orders.factories import PLACED, line, make_product

from souk.attribution.actions.campaigns import change_campaign
from souk.attribution.actions.credit import credit_orders, recompute_order
from souk.attribution.actions.spend import SpendDay, put_spend
from souk.attribution.handlers import on_rates_changed
from souk.attribution.reports.campaign import (
    Bucket,
    campaign_orders,
    campaign_summary,
    campaign_timeseries,
)
from souk.attribution.reports.changes import compare_modes, report_changes
from souk.attribution.reports.health import attribution_health
from souk.attribution.reports.leaderboard import Leaderboard, LeaderboardSort, leaderboard
from souk.attribution.reports.measures import Basis, Grain, Measured, Question, measure
from souk.attribution.reports.period import Period, days_between
from souk.attribution.rules import CreditMode
from souk.attribution.schemas import AdCampaignChange
from souk.events.pricing import ExchangeRatesChanged
from souk.kernel.work import ReadWork, Work
from souk.orders.actions.refund import refund_order
from souk.orders.drafts import RefundDraft, RefundLineDraft
from souk.pricing.actions.rates import RateGiven, put_rates
from souk.pricing.rules.rates import RateSource

FIRST, LAST = PLACED.date().replace(day=1), PLACED.date().replace(day=31)


def march(work: ReadWork, **rest: Any) -> Question:
    return Question(days_between(FIRST, LAST, work.scope.timezone), **rest)


def in_instants(question: Question) -> Question:
    """The same as instants a second short of whole days: the ledger answers, and the rollup cannot."""
    return Question(
        Period(question.period.start, question.period.end - timedelta(seconds=1), None),
        question.mode,
        question.basis,
        question.as_of,
        question.campaign_id,
        question.product_id,
    )


async def board(work: ReadWork, question: Question, **rest: Any) -> Leaderboard:
    asked = {"tax_excluded": False, "compare": False, "trend": False, "with_cac": False, **rest}
    return await leaderboard(work, question, sort=LeaderboardSort.REVENUE, platform=None, **asked)


def by_day(row: Measured) -> Any:
    return row.day


async def give_back(work: Work, order_id: int, at: datetime, **what: Any) -> None:
    back = RefundLineDraft(source_line_id="1", **what)
    await refund_order(work, order_id, RefundDraft(lines=(back,), refunded_at=at))
    await credit_orders(work, [order_id])


@pytest.fixture
async def olives(work: Work) -> int:
    return await make_product(work, "OLIVE-1", cost=400)


async def test_by_event_an_order_of_february_shows_what_came_back_in_march_and_nothing_else(
    work: Work, olives: int
) -> None:
    campaign = await running_campaign(work, "Long", [olives], starts_at=PLACED - timedelta(days=60))
    february = await sell(work, line("OLIVE-1", 3, 1000), placed_at=PLACED - timedelta(days=30))
    await give_back(work, february, PLACED, quantity=1)
    kept = await sell(work, line("OLIVE-1", 2, 1000))
    await give_back(work, kept, PLACED + timedelta(days=30), quantity=1)

    asked = march(work, basis=Basis.EVENT, campaign_id=campaign)
    page = await campaign_orders(work, asked, tax_excluded=False, cursor=None, per_page=10)
    rows = {row.order_id: row for row in page.data}
    assert (rows[february].gross.amount, rows[february].refunds.amount) == (0, -1000)
    assert (rows[february].units, rows[february].profit.amount) == (-1, -600)  # type: ignore[union-attr]
    assert (rows[kept].gross.amount, rows[kept].refunds.amount) == (2000, 0)
    assert (rows[kept].units, rows[kept].profit.amount) == (2, 1200)  # type: ignore[union-attr]

    (by_rollup,) = await measure(work, Grain.CAMPAIGN, asked)
    (by_ledger,) = await measure(work, Grain.CAMPAIGN, in_instants(asked))
    assert by_rollup == by_ledger
    assert by_rollup.gross_revenue + by_rollup.back_revenue == sum(r.net.amount for r in page.data)


async def test_day_by_day_the_ledger_says_what_the_rollup_says(work: Work, olives: int) -> None:
    campaign = await running_campaign(work, "Spring", [olives])
    whole = await sell(work, line("OLIVE-1", 2, 1000))
    await give_back(work, whole, PLACED + timedelta(days=2), quantity=2)
    later = await sell(work, line("OLIVE-1", 2, 1000), placed_at=PLACED + timedelta(days=1))
    await give_back(work, later, PLACED + timedelta(days=40), quantity=2)
    await sell(work, line("OLIVE-1", 5, 100), line("OLIVE-1", 1, 700))
    for basis in Basis:
        for grain in (Grain.DAY, Grain.CAMPAIGN_DAY):
            asked = march(work, basis=basis, campaign_id=campaign)
            by_rollup = [
                row for row in await measure(work, grain, asked) if row.gross_units_e4 or row.back_units_e4
            ]
            by_ledger = await measure(work, grain, in_instants(asked))
            assert sorted(by_ledger, key=by_day) == sorted(by_rollup, key=by_day), basis


async def test_orders_without_tax_add_up_to_the_summary_without_tax(work: Work, olives: int) -> None:
    campaign = await running_campaign(work, "Spring", [olives])
    order = await sell(work, line("OLIVE-1", 2, 1210, tax_minor=420), tax_included=True)
    await give_back(work, order, PLACED + timedelta(days=1), quantity=1)
    asked = march(work, campaign_id=campaign)
    page = await campaign_orders(work, asked, tax_excluded=True, cursor=None, per_page=10)
    summary = await campaign_summary(work, campaign, asked, tax_excluded=True, compare=False)
    assert page.data[0].gross.amount == 2000
    assert page.data[0].net == summary.figures.revenue.net


async def test_what_was_corrected_away_is_not_listed_and_not_counted_among_the_matches(
    work: Work, olives: int
) -> None:
    first = await running_campaign(work, "First", [olives])
    second = await running_campaign(work, "Second", [olives])
    order = await sell(work, line("OLIVE-1", 1, 1000))
    assert (await summary_of(work, first)).matched_campaigns == 2
    await work.session.execute(text("delete from ad_campaign_product where campaign_id = :c"), {"c": second})
    await recompute_order(work, order)

    assert (await summary_of(work, first)).matched_campaigns == 1
    rows = [
        await campaign_orders(
            work, march(work, campaign_id=campaign), tax_excluded=False, cursor=None, per_page=10
        )
        for campaign in (first, second)
    ]
    assert [[(row.order_id, row.matched_campaigns) for row in page.data] for page in rows] == [
        [(order, 1)],
        [],
    ]


async def summary_of(work: ReadWork, campaign: int) -> Any:
    return await campaign_summary(
        work, campaign, march(work, campaign_id=campaign), tax_excluded=False, compare=False
    )


async def test_an_order_of_two_campaigns_is_not_two_orders_in_the_total(work: Work, olives: int) -> None:
    for name in ("First", "Second"):
        await running_campaign(work, name, [olives])
    await sell(work, line("OLIVE-1", 1, 1000))
    shown = await board(work, march(work))
    assert [row.figures.orders for row in shown.data] == [1, 1]
    assert shown.total.figures.revenue.net.amount == 1000
    assert (shown.total.figures.orders, shown.total.figures.items) == (None, None)
    assert shown.total.figures.average_order_value is None
    both = await compare_modes(work, march(work), tax_excluded=False)
    assert [column.orders for column in both.total.columns] == [None, None]


async def test_the_trend_as_of_an_earlier_instant_is_of_that_instant(work: Work, olives: int) -> None:
    await running_campaign(work, "Spring", [olives])
    order = await sell(work, line("OLIVE-1", 2, 1000))
    recorded = (
        await work.session.execute(text("select max(recorded_at) from attribution_entry"))
    ).scalar_one()
    await give_back(work, order, PLACED + timedelta(days=1), quantity=1)
    now = (await board(work, march(work), trend=True)).data[0]
    then = (await board(work, march(work, as_of=recorded), trend=True)).data[0]
    assert [sum(now.trend or []), sum(then.trend or [])] == [1000, 2000]
    assert then.figures.revenue.net.amount == 2000


async def test_the_days_of_a_time_series_stay_within_the_period(work: Work, olives: int) -> None:
    campaign = await running_campaign(work, "Spring", [olives])
    order = await sell(work, line("OLIVE-1", 2, 1000))
    await give_back(work, order, PLACED + timedelta(days=60), quantity=1)
    asked = in_instants(march(work, basis=Basis.EVENT, campaign_id=campaign))
    points = await campaign_timeseries(work, asked, Bucket.DAY, tax_excluded=False)
    assert [point.start for point in points] == [PLACED.date()]


async def test_spend_in_a_foreign_currency_is_converted_when_its_rate_becomes_known(
    work: Work, olives: int
) -> None:
    campaign = await running_campaign(work, "Spring", [olives])
    await sell(work, line("OLIVE-1", 1, 1000))
    await put_spend(
        work,
        [
            SpendDay(campaign, date(2026, 3, 10), 200, "EUR", clicks=2),
            SpendDay(campaign, date(2026, 3, 11), 200, "USD", clicks=2),
        ],
        source="manual",
    )
    before = (await board(work, march(work))).data[0].spend
    assert [money.currency for money in before.unconverted] == ["USD"]
    assert before.spend.amount == 200  # type: ignore[union-attr]
    assert (before.roas, before.cpc, before.profit_after_spend) == (None, None, None), "half the cost"

    day = date(2026, 3, 9)
    await put_rates(work, [RateGiven(day, "EUR", "USD", Decimal(2), RateSource.ECB)])
    told = ExchangeRatesChanged(
        first_day=day.isoformat(), last_day=day.isoformat(), currencies=["USD"], changed=1
    )
    await on_rates_changed(work, [told])
    after = (await board(work, march(work))).data[0].spend
    assert (after.spend.amount, after.unconverted) == (300, [])  # type: ignore[union-attr]
    assert after.roas == Decimal("3.3333")
    full = (await board(work, march(work, mode=CreditMode.FULL))).data[0]
    assert full.spend == after


async def test_the_overlap_has_a_step_for_every_number_of_campaigns_and_loses_no_line(
    work: Work, olives: int
) -> None:
    for name in ("First", "Second"):
        await running_campaign(work, name, [olives])
    await make_product(work, "SOAP-1")
    await sell(work, line("OLIVE-1", 1, 1000), line("SOAP-1", 1, 500))
    await sell(work, line("OLIVE-1", 1, 900), currency="USD")
    period = days_between(FIRST, LAST, work.scope.timezone)
    health = await attribution_health(work, period, reconcile=True)
    steps = [(one.matched_campaigns, one.items, one.revenue.amount) for one in health.overlap.distribution]
    assert steps == [(0, 1, 500), (1, 0, 0), (2, 2, 1000)]
    assert sum(items for _, items, _ in steps) == health.items.total
    assert health.reconciliation is not None
    assert health.reconciliation.rollup_days_off == 0


async def test_what_changed_is_told_without_tax_and_by_the_day_it_happened(work: Work, olives: int) -> None:
    campaign = await running_campaign(work, "Spring", [olives])
    order = await sell(work, line("OLIVE-1", 2, 1210, tax_minor=420), tax_included=True)
    earlier = (
        await work.session.execute(text("select max(recorded_at) from attribution_entry"))
    ).scalar_one()
    await give_back(work, order, PLACED + timedelta(days=30), quantity=1)
    later = earlier + timedelta(days=1)
    by_sale = await report_changes(work, march(work), earlier, later, tax_excluded=True)
    assert [(one.campaign_id, one.revenue.amount) for one in by_sale.data] == [(campaign, -1000)]
    by_event = march(work, basis=Basis.EVENT)
    assert (await report_changes(work, by_event, earlier, later, tax_excluded=True)).data == []


async def test_an_earlier_start_offers_a_backfill_only_where_the_campaign_was_running(
    work: Work, olives: int
) -> None:
    campaign = await running_campaign(work, "Spring", [olives])
    earlier = AdCampaignChange(name="Spring", starts_at=STARTED - timedelta(days=10))
    _, past = await change_campaign(work, campaign, earlier, expected_version=None)
    assert not past.touches_past
    assert "was not running" in past.explanation
    later = AdCampaignChange(name="Spring", starts_at=STARTED + timedelta(days=10))
    _, past = await change_campaign(work, campaign, later, expected_version=None)
    assert past.touches_past
    assert past.backfill_to == STARTED + timedelta(days=10)
