"""Prices and exchange rates as files. Columns are named as the imports' fields: a file can come back."""

from collections.abc import AsyncIterator, Sequence
from decimal import Decimal
from typing import Any

from souk.kernel.lists import ListQuery
from souk.kernel.money import minor_digits
from souk.kernel.work import ReadWork
from souk.pricing.actions.showing import show_price_list, stream_base_prices, stream_prices, stream_rates
from souk.pricing.schemas import PriceExportQuery, RateQuery
from souk.transfers.public import Column


class PriceExport:
    kind = "prices"
    title = "Prices"
    capability = "pricing.read"
    query: type[ListQuery] = PriceExportQuery
    columns = (
        Column("price_list", "empty for products' own prices"),
        Column("sku"),
        Column("price", "in whole units of the currency"),
        Column("currency"),
        Column("valid_from", "since when it holds"),
    )

    async def rows(self, work: ReadWork, query: Any) -> AsyncIterator[Sequence[Any]]:
        if query.price_list_id is None:
            async for rows in stream_base_prices(work, query):
                for row in rows:
                    yield _price(None, row, row.currency)
            return
        listed = await show_price_list(work, query.price_list_id)
        async for rows in stream_prices(work, query.price_list_id, query):
            for row in rows:
                yield _price(listed.name, row, listed.currency)


class RateExport:
    kind = "rates"
    title = "Exchange rates"
    capability = "pricing.read"
    query: type[ListQuery] = RateQuery
    columns = (
        Column("day"),
        Column("from_currency"),
        Column("to_currency"),
        Column("rate"),
        Column("source"),
    )

    async def rows(self, work: ReadWork, query: Any) -> AsyncIterator[Sequence[Any]]:
        async for rows in stream_rates(work, query):
            for (rate,) in rows:
                yield rate.day, rate.from_currency, rate.to_currency, rate.rate, rate.source


def _price(price_list: str | None, row: Any, currency: str) -> Sequence[Any]:
    price = Decimal(row.price_minor).scaleb(-minor_digits(currency))
    return price_list, row.sku, price, currency, row.valid_from
