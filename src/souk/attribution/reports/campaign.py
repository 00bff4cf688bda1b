"""One campaign's result: summary, products, orders, over time."""

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import text

from souk.attribution.reports.figures import Figures, Reported, Sums, Units, report, sum_up, units
from souk.attribution.reports.leaderboard import SpendFigures, spend_figures
from souk.attribution.reports.measures import Basis, Grain, Measured, Question, measure
from souk.attribution.reports.spend import Spent, first_buyers, spent_by_campaign
from souk.attribution.rules import CreditMode
from souk.catalog.public import product_rows
from souk.kernel.db.parts import as_part
from souk.kernel.errors import FieldError, Invalid
from souk.kernel.lists import CursorPage, decode_cursor, encode_cursor, row_after
from souk.kernel.shapes import MoneyShape, Shape
from souk.kernel.work import ReadWork
from souk.orders.public import order_rows


class CampaignSummary(Reported):
    campaign_id: int
    spend: SpendFigures
    before: Figures | None
    matched_campaigns: float | None
    """How many campaigns share its lines, on average; null without any."""


class ProductResult(Reported):
    product_id: int
    sku: str
    name: str


class CreditedOrder(Shape):
    """An order as credited to the campaign, what is kept and what came back."""

    order_id: int
    number: str
    status: str
    placed_at: datetime
    contact_id: int | None
    items: int
    matched_campaigns: int
    units: Units
    gross: MoneyShape
    refunds: MoneyShape
    net: MoneyShape
    profit: MoneyShape | None


class Bucket(StrEnum):
    DAY = "day"
    WEEK = "week"
    MONTH = "month"


class TimePoint(Reported):
    start: date


# How many campaigns a line has is what its latest entry says: an earlier one may have been corrected.
_AVERAGE_MATCHED = text("""
    select avg(matched)::float from (
        select order_item_id, (array_agg(matched order by id desc) filter (where matched > 0))[1] as matched
        from attribution_entry
        where tenant_id = :tenant_id and campaign_id = :campaign_id
          and sale_at >= :start and sale_at < :end
          and (cast(:as_of as timestamptz) is null or recorded_at <= :as_of)
        group by order_item_id having sum(units_full) > 0
    ) kept
""")

_PRODUCTS = text(f"""
    select product_id, sku, name from ({as_part(product_rows())}) p where product_id = any(:ids)
""")


async def campaign_summary(
    work: ReadWork, campaign_id: int, question: Question, *, tax_excluded: bool, compare: bool
) -> CampaignSummary:
    """The campaign's totals with what was spent on them; `compare` adds the period before."""
    currency = work.scope.currency
    totals = sum_up(await measure(work, Grain.CAMPAIGN, question), tax_excluded=tax_excluded)
    cost = (await spent_by_campaign(work, question.period)).get(campaign_id, Spent())
    buyers = (await first_buyers(work, question)).get(campaign_id)
    before = None
    if compare:
        earlier = Question(
            question.period.before(work.scope.timezone),
            question.mode,
            question.basis,
            question.as_of,
            campaign_id,
        )
        rows = await measure(work, Grain.CAMPAIGN, earlier)
        before = report(sum_up(rows, tax_excluded=tax_excluded), currency).figures
    average = (
        await work.session.execute(
            _AVERAGE_MATCHED,
            {
                "tenant_id": work.tenant_id,
                "campaign_id": campaign_id,
                "start": question.period.start,
                "end": question.period.end,
                "as_of": question.as_of,
            },
        )
    ).scalar_one()
    return CampaignSummary(
        campaign_id=campaign_id,
        spend=spend_figures(cost, totals.get(currency, Sums()), currency, buyers),
        before=before,
        matched_campaigns=average,
        **dict(report(totals, currency)),
    )


async def campaign_products(work: ReadWork, question: Question, *, tax_excluded: bool) -> list[ProductResult]:
    """What each product brought, most revenue first."""
    by_product: dict[int, list[Measured]] = {}
    for row in await measure(work, Grain.PRODUCT, question):
        by_product.setdefault(row.product_id or 0, []).append(row)
    names = {row.product_id: row for row in await work.session.execute(_PRODUCTS, {"ids": list(by_product)})}
    currency = work.scope.currency
    results = [
        ProductResult(
            product_id=product_id,
            sku=names[product_id].sku,
            name=names[product_id].name,
            **dict(report(sum_up(rows, tax_excluded=tax_excluded), currency)),
        )
        for product_id, rows in by_product.items()
        if product_id in names
    ]
    return sorted(results, key=lambda result: (-result.figures.revenue.net.amount, result.product_id))


async def campaign_timeseries(
    work: ReadWork, question: Question, bucket: Bucket, *, tax_excluded: bool
) -> list[TimePoint]:
    """The figures of each day, week (from Monday) or month of the period, empty ones included."""
    by_bucket: dict[date, list[Measured]] = {}
    for row in await measure(work, Grain.DAY, question):
        by_bucket.setdefault(_bucket_start(row.day, bucket), []).append(row)
    currency = work.scope.currency
    return [
        TimePoint(
            start=start,
            **dict(report(sum_up(by_bucket.get(start, []), tax_excluded=tax_excluded), currency)),
        )
        for start in _bucket_starts(question, bucket, by_bucket)
    ]


def _bucket_start(day: date, bucket: Bucket) -> date:
    if bucket is Bucket.WEEK:
        return day - timedelta(days=day.weekday())
    return day.replace(day=1) if bucket is Bucket.MONTH else day


def _bucket_starts(question: Question, bucket: Bucket, found: dict[date, list[Measured]]) -> list[date]:
    if question.period.days is None:
        return sorted(found)
    first, last = question.period.days
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return sorted({_bucket_start(day, bucket) for day in days} | set(found))


def _orders_statement(question: Question, *, tax_excluded: bool) -> str:
    mode = question.mode.value
    scale = "units_split_e4" if question.mode is CreditMode.SPLIT else "units_full * 10000"
    revenue = f"revenue_{mode} - tax_{mode}" if tax_excluded else f"revenue_{mode}"
    sale = "sale_at >= :start and sale_at < :end"
    back = sale if question.basis is Basis.SALE else "event_at >= :start and event_at < :end"
    as_of = "and recorded_at <= :as_of" if question.as_of is not None else ""
    product = "and product_id = :product_id" if question.product_id is not None else ""
    # What was booked and has been corrected away altogether, as if it had never been, is not listed.
    return f"""
        select o.order_id, o.number, o.status, o.placed_at, o.contact_id, e.*
        from (
            select credited_id, currency, count(*) as items, coalesce(max(matched), 0) as matched,
                   sum(units_e4)::bigint as units_e4, sum(gross)::bigint as gross,
                   sum(back)::bigint as back, sum(profit)::bigint as profit
            from (
                select order_id as credited_id, order_item_id, currency,
                       (array_agg(matched order by id desc) filter (where matched > 0))[1] as matched,
                       sum({scale}) as units_e4,
                       sum({scale}) filter (where cause = 'sale') as sold_e4,
                       coalesce(sum({revenue}) filter (where cause = 'sale'), 0) as gross,
                       coalesce(sum({revenue}) filter (where cause <> 'sale'), 0) as back,
                       sum(profit_{mode}) as profit
                from attribution_entry
                where tenant_id = :tenant_id and campaign_id = :campaign_id
                  and ((cause = 'sale' and {sale}) or (cause <> 'sale' and {back})) {as_of} {product}
                group by order_id, order_item_id, currency
            ) line
            where sold_e4 <> 0 or gross <> 0 or units_e4 <> 0 or back <> 0 or profit <> 0
            group by credited_id, currency
        ) e join ({as_part(order_rows())}) o on o.order_id = e.credited_id
        where (cast(:after_at as timestamptz) is null
               or (o.placed_at, o.order_id) < (:after_at, cast(:after_id as bigint))
               or (o.placed_at, o.order_id) = (:after_at, cast(:after_id as bigint))
                  and e.currency > :after_currency)
        order by o.placed_at desc, o.order_id desc, e.currency
        limit :limit
    """


def _after(cursor: str) -> tuple[datetime, int, str]:
    """The time, id and currency of the last row of the page before. Raises Invalid."""
    placed_at, order_id, currency = decode_cursor(cursor, 3)
    try:
        moment = datetime.fromisoformat(placed_at)
    except (TypeError, ValueError):
        moment = None
    if moment is None or moment.tzinfo is None or not isinstance(currency, str):
        raise Invalid(
            "The cursor is not one of ours; start again without it.", fields=[FieldError("cursor", "unknown")]
        )
    return moment, row_after(encode_cursor([order_id])), currency


async def campaign_orders(
    work: ReadWork, question: Question, *, tax_excluded: bool, cursor: str | None, per_page: int
) -> CursorPage[CreditedOrder]:
    """The credited orders, the newest first; one that is reported in two currencies has a row for each."""
    after_at, after_id, after_currency = _after(cursor) if cursor else (None, None, None)
    values: dict[str, Any] = {
        "tenant_id": work.tenant_id,
        "campaign_id": question.campaign_id,
        "start": question.period.start,
        "end": question.period.end,
        "after_at": after_at,
        "after_id": after_id,
        "after_currency": after_currency,
        "limit": per_page + 1,
    }
    if question.as_of is not None:
        values["as_of"] = question.as_of
    if question.product_id is not None:
        values["product_id"] = question.product_id
    rows = (
        await work.session.execute(text(_orders_statement(question, tax_excluded=tax_excluded)), values)
    ).all()
    page = rows[:per_page]
    more = len(rows) > per_page
    return CursorPage(
        data=[_credited(row) for row in page],
        next_cursor=(
            encode_cursor([page[-1].placed_at.isoformat(), page[-1].order_id, page[-1].currency])
            if more
            else None
        ),
    )


def _credited(row: Any) -> CreditedOrder:
    def money(amount: int) -> MoneyShape:
        return MoneyShape(amount=amount, currency=row.currency)

    return CreditedOrder(
        order_id=row.order_id,
        number=row.number,
        status=row.status,
        placed_at=row.placed_at,
        contact_id=row.contact_id,
        items=row.items,
        matched_campaigns=row.matched,
        units=units(row.units_e4),
        gross=money(row.gross),
        refunds=money(row.back),
        net=money(row.gross + row.back),
        profit=None if row.profit is None else money(row.profit),
    )
