"""The first page: what today brought, what runs, what wants attention."""

from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import Text, bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY

from souk.attribution.public import AdCampaignStatus, ad_campaign_rows, countable_statuses, coverage_by_day
from souk.events.set_aside import SetAsideQuery, list_set_aside
from souk.jobs.stats import queue_stats
from souk.kernel.clock import day_start, local_day
from souk.kernel.db.parts import as_part
from souk.kernel.money import currencies, minor_digits
from souk.kernel.shapes import MoneyShape, Shape
from souk.kernel.work import ReadWork
from souk.orders.public import order_rows
from souk.tenancy.public import access_of, feature_on

CHART_DAYS = 14
COMING_DAYS = 7


class Takings(Shape):
    """Orders that count, and what is kept of them, in the tenant's currency. Those no rate is known for
    are counted among the orders and stand beside the revenue, by currency.
    """

    revenue: MoneyShape
    orders: int
    average_order: MoneyShape | None
    other_currencies: list[MoneyShape]


class AttentionKind(StrEnum):
    FAILED_JOBS = "failed_jobs"
    EVENTS_SET_ASIDE = "events_set_aside"
    UNRESOLVED_ORDERS = "unresolved_orders"


class Attention(Shape):
    kind: AttentionKind
    tone: str
    count: int


class ComingCampaign(Shape):
    kind: str
    id: int
    name: str
    status: str
    what: str
    at: datetime


class KindDay(Shape):
    """Kept revenue of a day in minor units: credited to ads, and to no campaign."""

    day: date
    ads: int
    none: int


class Home(Shape):
    day: date
    now: datetime
    timezone: str
    currency: str
    today: Takings
    yesterday_by_now: Takings
    running_ad_campaigns: int
    starting_today: int
    coming: list[ComingCampaign]
    attention: list[Attention]
    revenue_by_kind: list[KindDay]


_ODD = " ".join(
    f"when '{code}' then {minor_digits(code)}" for code in sorted(currencies()) if minor_digits(code) != 2
)
_TAKINGS = text(f"""
    select reported_in, count(*) as orders, sum(amount)::bigint as revenue
    from (
        select case when currency = tenant_currency or exchange_rate is null then currency
                    else tenant_currency end as reported_in,
               case when currency = tenant_currency or exchange_rate is null then total_minor - refunded_minor
                    else round((total_minor - refunded_minor) * exchange_rate
                               * power(10::numeric, (case tenant_currency {_ODD} else 2 end)
                                                  - (case currency {_ODD} else 2 end))) end as amount
        from ({as_part(order_rows())}) o
        where placed_at >= :start and placed_at < :end and status = any(:countable)
    ) counted group by reported_in
""").bindparams(bindparam("countable", type_=ARRAY(Text)))
_UNRESOLVED = text(f"select count(*) from ({as_part(order_rows())}) o where unresolved_lines > 0")
_ADS = text(f"""
    select id, name, status, starts_at, ends_at from ({as_part(ad_campaign_rows())}) c
    where status = 'running' or (status = 'draft' and starts_at >= :today)
    order by coalesce(ends_at, starts_at), id
""")


async def takings(work: ReadWork, start: datetime, end: datetime) -> Takings:
    """What was sold in `[start, end)` and is kept."""
    rows = await work.session.execute(
        _TAKINGS, {"start": start, "end": end, "countable": await countable_statuses(work)}
    )
    currency = work.scope.currency
    revenue, orders, home_orders, others = 0, 0, 0, []
    for row in rows:
        orders += row.orders
        if row.reported_in == currency:
            revenue, home_orders = row.revenue, row.orders
        else:
            others.append(MoneyShape(amount=row.revenue, currency=row.reported_in))
    return Takings(
        revenue=MoneyShape(amount=revenue, currency=currency),
        orders=orders,
        average_order=MoneyShape(amount=round(revenue / home_orders), currency=currency)
        if home_orders
        else None,
        other_currencies=others,
    )


async def home(work: ReadWork) -> Home:
    """Everything the first page shows, but for trackers and queues, which have lists of their own."""
    zone = work.scope.timezone
    today = local_day(work.now, zone)
    begins = day_start(today, zone)
    ads = (
        (await work.session.execute(_ADS, {"today": begins})).all()
        if await feature_on(work, "attribution")
        else []
    )
    soon = work.now + timedelta(days=COMING_DAYS)
    return Home(
        day=today,
        now=work.now,
        timezone=zone,
        currency=work.scope.currency,
        today=await takings(work, begins, work.now),
        yesterday_by_now=await takings(
            work, day_start(today - timedelta(days=1), zone), work.now - timedelta(days=1)
        ),
        running_ad_campaigns=sum(row.status == AdCampaignStatus.RUNNING for row in ads),
        starting_today=sum(begins <= row.starts_at < begins + timedelta(days=1) for row in ads),
        coming=[
            ComingCampaign(kind="ad_campaign", id=row.id, name=row.name, status=row.status, what=what, at=at)
            for row in ads
            for what, at in [
                ("ends", row.ends_at) if row.status == AdCampaignStatus.RUNNING else ("starts", row.starts_at)
            ]
            if at is not None and work.now <= at < soon
        ],
        attention=await _attention(work),
        revenue_by_kind=await _revenue_by_kind(work, today),
    )


async def _attention(work: ReadWork) -> list[Attention]:
    """What a person should look at, the worst first; only what the member may see."""
    access = access_of(work)
    found: list[tuple[AttentionKind, str, int]] = []
    if access is None or "jobs.read" in access.capabilities:
        failed = sum(queue.failed for queue in await queue_stats(work.session))
        aside = (await list_set_aside(work, SetAsideQuery(per_page=1))).total
        found += [(AttentionKind.FAILED_JOBS, "bad", failed), (AttentionKind.EVENTS_SET_ASIDE, "bad", aside)]
    if access is None or "orders.read" in access.capabilities:
        unresolved = (await work.session.execute(_UNRESOLVED)).scalar_one()
        found.append((AttentionKind.UNRESOLVED_ORDERS, "warn", unresolved))
    return [Attention(kind=kind, tone=tone, count=count) for kind, tone, count in found if count]


async def _revenue_by_kind(work: ReadWork, today: date) -> list[KindDay]:
    first = today - timedelta(days=CHART_DAYS - 1)
    days = {first + timedelta(days=n): [0, 0] for n in range(CHART_DAYS)}
    for day, matched, revenue in await coverage_by_day(work, first, today):
        days[day][0 if matched else 1] += revenue
    return [KindDay(day=day, ads=ads, none=none) for day, (ads, none) in days.items()]
