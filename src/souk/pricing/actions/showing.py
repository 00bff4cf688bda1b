"""Price lists, prices and rates as the API shows them."""

from collections.abc import AsyncIterator, Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, Select, SQLColumnExpression, Subquery, func, select

from souk.catalog.public import products_by_ids
from souk.kernel.clock import day_after, local_day
from souk.kernel.lists import Page, fetch_page, ordering
from souk.kernel.shapes import MoneyShape
from souk.kernel.work import ReadWork
from souk.pricing.actions.rates import known_rates
from souk.pricing.errors import PriceListMissing, ProductMissing, RateMissing
from souk.pricing.models import ExchangeRate, PriceList
from souk.pricing.repository import reading
from souk.pricing.repository.lists import lists_listed
from souk.pricing.repository.rates import rates_listed
from souk.pricing.rules.rates import MAX_AGE_DAYS
from souk.pricing.schemas import (
    HistoryQuery,
    Moment,
    PriceListQuery,
    PriceListShape,
    PriceQuery,
    PriceRow,
    PriceSpan,
    RateAsked,
    RateFound,
    RateQuery,
    RateShape,
)

STREAMED = 1_000
Rows = Row[*tuple[Any, ...]]


async def show_price_list(work: ReadWork, price_list_id: int) -> PriceListShape:
    """Raises PriceListMissing."""
    statement = lists_listed(PriceListQuery()).where(PriceList.id == price_list_id)
    row = (await work.session.execute(statement.execution_options(populate_existing=True))).one_or_none()
    if row is None:
        raise PriceListMissing(f"There is no price list {price_list_id}.")
    return _list(row)


async def list_price_lists(work: ReadWork, query: PriceListQuery) -> Page[PriceListShape]:
    """One page of the price lists, by name unless sorted otherwise."""
    statement = lists_listed(query)
    columns: dict[str, SQLColumnExpression[Any]] = {
        "name": PriceList.name,
        "kind": PriceList.kind,
        "currency": PriceList.currency,
        "products": statement.selected_columns.products,
        "created_at": PriceList.created_at,
        "updated_at": PriceList.updated_at,
        "id": PriceList.id,
    }
    order = ordering(query.sort, columns, default="name", tie=PriceList.id)
    return await fetch_page(work.session, statement, query, order, _list)


def _list(row: Rows) -> PriceListShape:
    listed, products = row
    return PriceListShape(
        id=listed.id,
        name=listed.name,
        currency=listed.currency,
        kind=listed.kind,
        source_id=listed.source_id,
        products=products,
        content_hash=listed.content_hash,
        version=listed.version,
        created_at=listed.created_at,
        updated_at=listed.updated_at,
    )


def instant_of(work: ReadWork, moment: Moment | None) -> datetime | None:
    """An instant as given; a day of the tenant's timezone is its last instant, today is now."""
    if moment is None or isinstance(moment, datetime):
        return moment
    return min(day_after(moment, work.scope.timezone) - timedelta(microseconds=1), work.now)


async def list_prices(work: ReadWork, price_list_id: int, query: PriceQuery) -> Page[PriceRow]:
    """One page of the prices of a list, now or at an instant. Raises PriceListMissing."""
    listed = await show_price_list(work, price_list_id)
    prices = reading.list_prices(price_list_id, instant_of(work, query.at))
    return await _page(work, prices, query, lambda row: _price(row, listed.currency))


async def list_base_prices(work: ReadWork, query: PriceQuery) -> Page[PriceRow]:
    """One page of the products' own prices, now or at an instant."""
    prices = reading.base_prices(instant_of(work, query.at) or work.now)
    return await _page(work, prices, query, lambda row: _price(row, row.currency))


async def _page(
    work: ReadWork, prices: Subquery, query: PriceQuery, shape: Callable[[Rows], PriceRow]
) -> Page[PriceRow]:
    """The products are joined for the rows of the page only: counting a long list needs none of them."""
    statement, order = _prices(prices, query)
    counted = select(func.count()).select_from(prices).where(*reading.conditions(prices, query))
    rows = await work.session.execute(
        statement.order_by(*order).limit(query.per_page).offset((query.page - 1) * query.per_page)
    )
    return Page(
        data=[shape(row) for row in rows],
        total=(await work.session.execute(counted)).scalar_one(),
        page=query.page,
        per_page=query.per_page,
    )


async def stream_prices(
    work: ReadWork, price_list_id: int, query: PriceQuery
) -> AsyncIterator[Sequence[Rows]]:
    """Every price of a list that `query` leaves, in pieces."""
    statement, order = _prices(reading.list_prices(price_list_id, instant_of(work, query.at)), query)
    async for rows in _streamed(work, statement.order_by(*order)):
        yield rows


async def stream_base_prices(work: ReadWork, query: PriceQuery) -> AsyncIterator[Sequence[Rows]]:
    """Every product's own price that `query` leaves, in pieces."""
    at = instant_of(work, query.at) or work.now
    statement, order = _prices(reading.base_prices(at), query)
    async for rows in _streamed(work, statement.order_by(*order)):
        yield rows


async def _streamed(work: ReadWork, statement: Select[*tuple[Any, ...]]) -> AsyncIterator[Sequence[Rows]]:
    streamed = await work.session.stream(statement, execution_options={"yield_per": STREAMED})
    async for rows in streamed.partitions(STREAMED):
        yield rows


def _prices(
    prices: Subquery, query: PriceQuery
) -> tuple[Select[*tuple[Any, ...]], list[SQLColumnExpression[Any]]]:
    statement = reading.with_products(prices, query)
    columns: dict[str, SQLColumnExpression[Any]] = {
        "sku": reading.PRODUCTS.c.sku_key,
        "name": reading.PRODUCTS.c.name,
        "price": prices.c.price_minor,
        "valid_from": prices.c.valid_from,
        "product_id": prices.c.product_id,
    }
    return statement, ordering(query.sort, columns, default="product_id", tie=prices.c.product_id)


def _price(row: Rows, currency: str) -> PriceRow:
    return PriceRow(
        product_id=row.product_id,
        sku=row.sku,
        name=row.name,
        price=MoneyShape(amount=row.price_minor, currency=currency),
        valid_from=row.valid_from,
    )


async def list_history(work: ReadWork, product_id: int, query: HistoryQuery) -> Page[PriceSpan]:
    """Every price that is known of a product, the latest first. Raises ProductMissing."""
    if product_id not in await products_by_ids(work, [product_id]):
        raise ProductMissing(f"There is no product {product_id}.")
    history = reading.history_of(product_id)
    statement = select(history)
    if query.price_list_id is not None:
        statement = statement.where(history.c.price_list_id == query.price_list_id)
    if query.base is not None:
        own = history.c.price_list_id.is_(None)
        statement = statement.where(own if query.base else ~own)
    if query.current is not None:
        holds = history.c.valid_to.is_(None) & history.c.price_minor.is_not(None)
        statement = statement.where(holds if query.current else ~holds)
    columns: dict[str, SQLColumnExpression[Any]] = {
        "valid_from": history.c.valid_from,
        "price_list": history.c.price_list,
        "price": history.c.price_minor,
    }
    order = ordering(query.sort, columns, default="-valid_from", tie=history.c.price_list_id)
    return await fetch_page(work.session, statement, query, order, _span)


def _span(row: Rows) -> PriceSpan:
    return PriceSpan(
        price_list_id=row.price_list_id,
        price_list=row.price_list,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        price=MoneyShape.of(row.price_minor, row.currency),
    )


async def list_rates(work: ReadWork, query: RateQuery) -> Page[RateShape]:
    """One page of the exchange rates as entered and imported, the youngest first."""
    columns: dict[str, SQLColumnExpression[Any]] = {
        "day": ExchangeRate.day,
        "from_currency": ExchangeRate.from_currency,
        "to_currency": ExchangeRate.to_currency,
        "rate": ExchangeRate.rate,
        "source": ExchangeRate.source,
        "id": ExchangeRate.id,
    }
    order = ordering(query.sort, columns, default="-day,from_currency,to_currency", tie=ExchangeRate.id)
    return await fetch_page(
        work.session, rates_listed(query), query, order, lambda row: RateShape.model_validate(row[0])
    )


async def stream_rates(work: ReadWork, query: RateQuery) -> AsyncIterator[Sequence[Rows]]:
    """Every rate that `query` leaves, by day."""
    async for rows in _streamed(work, rates_listed(query).order_by(ExchangeRate.day, ExchangeRate.id)):
        yield rows


async def find_rate(work: ReadWork, asked: RateAsked) -> RateFound:
    """The rate that counts on a day. Raises RateMissing where none is known or all are too old."""
    day = asked.day or local_day(work.now, work.scope.timezone)
    pair = (day, asked.from_currency, asked.to_currency)
    known = (await known_rates(work, [pair]))[pair]
    if known is None:
        raise RateMissing(
            f"No rate from {asked.from_currency} to {asked.to_currency} is known for {day} or the"
            f" {MAX_AGE_DAYS} days before; enter one, or import a file of rates."
        )
    return RateFound(
        from_currency=asked.from_currency,
        to_currency=asked.to_currency,
        day=day,
        rate=known.rate,
        rated_on=known.rated_on,
    )
