"""The demo shop: made once, the same for the same seed and day."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from math import pi, sin
from typing import Any
from zoneinfo import ZoneInfo

from souk.attribution.public import (
    AdCampaignDraft,
    AdCampaignStatus,
    BudgetDraft,
    BudgetType,
    Platform,
    SpendDay,
    StatusChange,
    TargetingDraft,
    backfill_chunk,
    change_status,
    create_campaign,
    days_between,
    end_run,
    has_campaigns,
    open_backfill,
    put_spend,
    target_products,
)
from souk.catalog.public import ProductWrite, ensure_categories, products_by_sku, upsert_products
from souk.demo.ads import ADS, Ad, spend_of
from souk.demo.audience import PEOPLE_A_TRANSACTION, group, introduce
from souk.demo.catalogue import Goods, goods, price_rise_at
from souk.demo.customers import Customer, customers
from souk.demo.trade import ZONE, Trade
from souk.kernel.clock import day_start
from souk.kernel.crypto import Vault
from souk.kernel.work import Database, Work
from souk.orders.public import OrderDraft, place_orders
from souk.pricing.public import RateGiven, RateSource, put_rates
from souk.tenancy.public import TenantDraft, demo_sign_in, find_tenant_by_slug, open_demo_tenant

SLUG = "casa-olea"
DAYS = 365
ORDERS_A_TRANSACTION = 500

GOODS, CUSTOMERS, ORDERS_A_DAY = 400, 3_000, 36.0
"""At scale 1: some 13,000 orders in a year."""

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Shop:
    """The demo shop as it stands, and how to sign in to it."""

    tenant_id: int
    email: str
    password: str
    trade: Trade
    today: date


async def open_shop(
    database: Database,
    *,
    scale: float = 1.0,
    seed: int = 7,
    today: date | None = None,
    say: Say = lambda _: None,
) -> Shop:
    """The demo shop, made where it is not there yet. What is there is left as it is.

    An interrupted making goes on where it was: every part of it changes nothing when it is done again.
    """
    vault = Vault.of_this_process()
    now = database.clock.now()
    day = today or now.astimezone(ZoneInfo(ZONE)).date()
    begins = day - timedelta(days=DAYS)
    stock = goods(seed, max(20, round(GOODS * scale)))
    people = customers(seed, max(50, round(CUSTOMERS * scale)))
    trade = Trade(seed, stock, people, begins=begins, orders_a_day=ORDERS_A_DAY * scale)
    scope = await find_tenant_by_slug(database, SLUG)
    if scope is None:
        say("Making the demo shop Casa Olea …")
        scope = await open_demo_tenant(
            database,
            vault,
            TenantDraft(name="Casa Olea", slug=SLUG, currency="EUR", timezone=ZONE, locale="en"),
        )
    sign_in = demo_sign_in(vault, SLUG)
    shop = Shop(scope.tenant_id, sign_in.email, sign_in.password, trade, day)
    if not await _is_whole(database, shop):
        await _fill(database, shop, stock, people, begins, seed, say)
    return shop


async def _is_whole(database: Database, shop: Shop) -> bool:
    """The ads come last: with them, everything is there."""
    async with database.reading(shop.tenant_id) as work:
        return await has_campaigns(work)


async def _fill(
    database: Database,
    shop: Shop,
    stock: list[Goods],
    people: list[Customer],
    begins: date,
    seed: int,
    say: Say,
) -> None:
    tenant_id = shop.tenant_id
    async with database.work(tenant_id) as work:
        await put_rates(work, list(_rates(begins, shop.today)))
    async with database.work(tenant_id) as work:
        await _stock_up(work, stock, begins)
    say(f"{len(stock):,} products with prices and costs")
    for first in range(0, len(people), PEOPLE_A_TRANSACTION):
        async with database.work(tenant_id) as work:
            await introduce(work, people[first : first + PEOPLE_A_TRANSACTION], begins)
    say(f"{len(people):,} contacts, with what they said about text messages")
    placed = 0
    for batch in _batches(_year(shop, begins, database.clock.now()), ORDERS_A_TRANSACTION):
        async with database.work(tenant_id) as work:
            placed += len(await place_orders(work, batch))
    say(f"{placed:,} orders of a year, with their cancellations and refunds")
    async with database.work(tenant_id) as work:
        await group(work, people)
        for ad in ADS:
            await _advertise(work, ad, stock, shop.today, seed)
    say(f"{len(ADS)} ad campaigns that overlap, with what they cost")
    async with database.work(tenant_id) as work:
        period = days_between(begins, shop.today, ZONE)
        run, _ = await open_backfill(work, period)
    more = True
    while more:
        async with database.work(tenant_id) as work:
            more = await backfill_chunk(work, run.id)
    async with database.work(tenant_id) as work:
        await end_run(work, run.id)
    say("every sale credited to the campaigns that targeted it")


def _year(shop: Shop, begins: date, now: datetime) -> Iterator[OrderDraft]:
    for offset in range((shop.today - begins).days + 1):
        yield from shop.trade.of_day(begins + timedelta(days=offset), now)


def _batches(drafts: Iterable[OrderDraft], size: int) -> Iterator[list[OrderDraft]]:
    batch: list[OrderDraft] = []
    for draft in drafts:
        batch.append(draft)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


def _rates(begins: date, today: date) -> Iterator[RateGiven]:
    """A pound that drifts between 1.14 and 1.20 euros."""
    for offset in range((today - begins).days + 1):
        rate = Decimal("1.17") + Decimal(round(0.03 * sin(2 * pi * offset / 140), 4))
        yield RateGiven(
            begins + timedelta(days=offset),
            "GBP",
            "EUR",
            rate.quantize(Decimal("0.0001")),
            RateSource.IMPORTED,
        )


async def _stock_up(work: Work, stock: list[Goods], begins: date) -> None:
    departments = await ensure_categories(work, {(one.department,) for one in stock})
    first = datetime.combine(begins, time(), tzinfo=UTC) - timedelta(days=30)
    rise = price_rise_at(datetime.combine(begins, time(), tzinfo=UTC))
    parents_first = sorted(stock, key=lambda one: one.parent_sku is not None)
    await upsert_products(
        work, [_write(one, departments, one.price_minor, first, cost_from=first) for one in parents_first]
    )
    if rise <= work.now:
        await upsert_products(
            work,
            [
                ProductWrite(one.sku, {"base_price_minor": one.price_later_minor}, price_from=rise)
                for one in stock
                if one.price_later_minor != one.price_minor
            ],
        )


def _write(
    one: Goods, departments: dict[tuple[str, ...], int], price: int, since: datetime, *, cost_from: datetime
) -> ProductWrite:
    values: dict[str, Any] = {
        "name": one.name,
        "brand": one.name.split()[0],
        "category_id": departments[(one.department,)],
        "base_price_minor": price,
        "tax_rate": Decimal(21),
    }
    if one.cost_minor is not None:
        values["unit_cost_minor"] = one.cost_minor
    if one.colour is not None:
        values["option_values"] = {"colour": one.colour}
    return ProductWrite(one.sku, values, parent_sku=one.parent_sku, price_from=since, cost_from=cost_from)


async def _advertise(work: Work, ad: Ad, stock: list[Goods], today: date, seed: int) -> None:
    """A campaign with its targeting, its status history and its spend."""
    starts_at = day_start(today + timedelta(days=ad.starts), ZONE)
    ends_at = None if ad.ends is None else day_start(today + timedelta(days=ad.ends), ZONE)
    campaign = await create_campaign(
        work,
        AdCampaignDraft(
            name=ad.name,
            platform=Platform(ad.platform),
            starts_at=starts_at,
            ends_at=ends_at,
            budget=BudgetDraft(type=BudgetType.DAILY, amount=ad.daily_budget_minor),
            notes=f"Targets {', '.join(ad.departments)}.",
        ),
    )
    chosen = [
        one.sku
        for place, one in enumerate(stock)
        if one.department in ad.departments and one.parent_sku is None and (place * 37 % 100) / 100 < ad.part
    ]
    products = await products_by_sku(work, chosen)
    await target_products(
        work,
        campaign.id,
        TargetingDraft(
            product_ids=[product.product_id for product in products.values()], effective_from=starts_at
        ),
    )
    if ad.is_draft:
        return
    for status, offset in _turns(ad):
        at = day_start(today + timedelta(days=offset), ZONE)
        if at <= work.now:
            await change_status(work, campaign.id, StatusChange(status=status, at=at))
    days = [
        SpendDay(campaign.id, day, cents, "EUR", impressions, clicks)
        for day, cents, impressions, clicks in spend_of(ad, today, seed)
    ]
    if days:
        await put_spend(work, days, source="demo")


def _turns(ad: Ad) -> Iterator[tuple[AdCampaignStatus, int]]:
    yield AdCampaignStatus.RUNNING, ad.starts
    for start, end in ad.pauses:
        yield AdCampaignStatus.PAUSED, start
        yield AdCampaignStatus.RUNNING, end
    if ad.ends is not None:
        yield AdCampaignStatus.ENDED, ad.ends
