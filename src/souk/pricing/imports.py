"""Prices and exchange rates out of files."""

import csv
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Annotated

from pydantic import Field as Option

from souk.catalog.public import PriceWrite, ProductRef, price_problem, products_by_sku, put_base_prices
from souk.kernel.money import minor_from_major
from souk.kernel.shapes import Words
from souk.kernel.work import Work
from souk.pricing.actions.lists import hold_price_list
from souk.pricing.actions.prices import PriceGiven, put_prices
from souk.pricing.actions.rates import RateGiven, put_rates
from souk.pricing.models import PriceList
from souk.pricing.repository.lists import lists_named
from souk.pricing.rules.ecb import BASE, is_ecb_file, read_ecb
from souk.pricing.rules.names import list_key
from souk.pricing.rules.rates import RateSource, rate_problem
from souk.transfers.public import (
    BatchOutcome,
    Field,
    FieldKind,
    Grouping,
    ImportContext,
    ImportOptions,
    MappedRow,
    PlainImporter,
    Rejection,
    RowRefused,
)


class PriceOptions(ImportOptions):
    price_list: Annotated[
        Words | None, Option(description="the list of rows that name none; without, products' own prices")
    ] = None


class PriceImport(PlainImporter):
    kind = "prices"
    title = "Prices"
    capability = "pricing.edit"
    options = PriceOptions
    grouping = Grouping(by=("price_list", "sku", "valid_from"))
    fields = (
        Field("sku", "of a product that is there", required=True, aliases=("Variant SKU", "seller-sku")),
        Field(
            "price",
            "in whole units of the currency",
            FieldKind.DECIMAL,
            required=True,
            aliases=("Variant Price", "Regular price", "standard_price"),
        ),
        Field("price_list", "the name of a list; without, the product's own price", aliases=("Price list",)),
        Field("currency", "of the list or the product; no other is taken", FieldKind.CURRENCY),
        Field("valid_from", "since when it holds; without, from now", FieldKind.INSTANT),
    )

    async def apply(
        self, work: Work, rows: Sequence[MappedRow], run: ImportContext[PriceOptions]
    ) -> BatchOutcome:
        outcome = BatchOutcome()
        default = run.options.price_list
        lists = await lists_named(
            work.session, work.tenant_id, {name for row in rows if (name := row["price_list"] or default)}
        )
        known = await products_by_sku(work, {row["sku"] for row in rows})
        taken: dict[tuple[int | None, int, datetime | None], tuple[MappedRow, int]] = {}
        for row in rows:
            try:
                listed, ref = _list_of(row, default, lists), _product_of(row, known)
                price = _price(row, listed.currency if listed is not None else ref.currency, work.now)
                place = (listed.id if listed is not None else None, ref.product_id, row["valid_from"])
                if place in taken:
                    line = taken[place][0].line
                    raise RowRefused("duplicate", "sku", f"{row['sku']} is priced in line {line} too")
                taken[place] = (row, price)
            except RowRefused as refusal:
                outcome.rejections.append(refusal.of(row))
        for list_id in dict.fromkeys(list_id for list_id, _, _ in taken):
            prices = {
                (product_id, since): (row, price)
                for (of_list, product_id, since), (row, price) in taken.items()
                if of_list == list_id
            }
            if list_id is None:
                await _put_base(work, prices, outcome)
            else:
                await _put(work, list_id, prices, outcome)
        return outcome


Prices = Mapping[tuple[int, datetime | None], tuple[MappedRow, int]]
"""By product and instant: the row and its price in minor units."""


async def _put(work: Work, list_id: int, prices: Prices, outcome: BatchOutcome) -> None:
    held = await hold_price_list(work, list_id)
    given = [PriceGiven(product_id, price, since) for (product_id, since), (_, price) in prices.items()]
    changed = await put_prices(work, held, given)
    outcome.changed += changed
    outcome.unchanged += len(given) - changed


async def _put_base(work: Work, prices: Prices, outcome: BatchOutcome) -> None:
    """A product may be given several instants: those are said one after another, all products at a time."""
    left = list(prices.items())
    while left:
        turn: dict[int, tuple[datetime | None, MappedRow, int]] = {}
        later = []
        for (product_id, since), (row, price) in left:
            if product_id in turn:
                later.append(((product_id, since), (row, price)))
            else:
                turn[product_id] = (since, row, price)
        written = await put_base_prices(
            work, [PriceWrite(each, price, since=since) for each, (since, _, price) in turn.items()]
        )
        outcome.changed += len(written.changed)
        outcome.unchanged += len(turn) - len(written.changed) - len(written.refused)
        for product_id, refusal in written.refused.items():
            outcome.rejections.append(Rejection(turn[product_id][1].line, refusal.code, refusal.detail))
        left = later


def _list_of(row: MappedRow, default: str | None, lists: Mapping[str, PriceList]) -> PriceList | None:
    name = row["price_list"] or default
    if name is None:
        return None
    listed = lists.get(list_key(name))
    if listed is None:
        raise RowRefused("price_list_unknown", "price_list", f"'{name}' is not there; make it first")
    return listed


def _product_of(row: MappedRow, known: Mapping[str, ProductRef]) -> ProductRef:
    ref = known.get(row["sku"])
    if ref is None:
        raise RowRefused("product_unknown", "sku", f"{row['sku']} is no product; import the products first")
    if ref.has_variants:
        raise RowRefused("sold_as_variants", "sku", f"{row['sku']} is sold as its variants; price those")
    return ref


def _price(row: MappedRow, currency: str, now: datetime) -> int:
    given: Decimal = row["price"]
    if row["currency"] is not None and row["currency"] != currency:
        raise RowRefused("currency_mismatch", "currency", f"is {row['currency']}, not {currency}")
    minor = minor_from_major(given, currency)
    if (problem := price_problem(minor)) is not None:
        raise RowRefused("invalid", "price", problem)
    if row["valid_from"] is not None and row["valid_from"] > now:
        raise RowRefused("not_yet", "valid_from", "lies in the future")
    return int(minor)


class RateImport(PlainImporter):
    kind = "rates"
    title = "Exchange rates"
    capability = "pricing.edit"
    grouping = Grouping(by=("day", "from_currency", "to_currency"))
    fields = (
        Field("day", "", FieldKind.DAY, required=True, aliases=("Date",)),
        Field("from_currency", "", FieldKind.CURRENCY, required=True, aliases=("From", "Base")),
        Field("to_currency", "", FieldKind.CURRENCY, required=True, aliases=("To", "Quote")),
        Field("rate", "units of `to` for one of `from`", FieldKind.DECIMAL, required=True),
        Field("source", "`ecb` for the European Central Bank's; others are `imported`"),
    )

    def as_table(self, path: Path, target: Path) -> bool:
        """The bank's own files are rewritten, one rate a row."""
        if not is_ecb_file(path):
            return False
        with target.open("w", encoding="utf-8", newline="") as file:
            table = csv.writer(file)
            table.writerow(["day", "from_currency", "to_currency", "rate", "source"])
            table.writerows(
                [each.day.isoformat(), BASE, each.currency, each.rate, RateSource.ECB.value]
                for each in read_ecb(path)
            )
        return True

    async def apply(
        self, work: Work, rows: Sequence[MappedRow], run: ImportContext[ImportOptions]
    ) -> BatchOutcome:
        outcome = BatchOutcome()
        given: dict[tuple[date, str, str], tuple[MappedRow, RateGiven]] = {}
        for row in rows:
            try:
                rate = _rate(row)
                if rate.pair in given:
                    line = given[rate.pair][0].line
                    raise RowRefused("duplicate", "day", f"and currencies stand in line {line} too")
                given[rate.pair] = (row, rate)
            except RowRefused as refusal:
                outcome.rejections.append(refusal.of(row))
        written = await put_rates(work, [rate for _, rate in given.values()])
        outcome.created, outcome.changed = len(written.created), len(written.changed)
        outcome.unchanged = len(given) - outcome.created - outcome.changed
        if written.kept:
            outcome.tallies["kept_as_entered"] = len(written.kept)
        return outcome


def _rate(row: MappedRow) -> RateGiven:
    if row["from_currency"] == row["to_currency"]:
        raise RowRefused("invalid", "to_currency", "is the same as from_currency")
    if (problem := rate_problem(row["rate"])) is not None:
        raise RowRefused("invalid", "rate", problem)
    source = RateSource.ECB if (row["source"] or "").lower() == RateSource.ECB else RateSource.IMPORTED
    return RateGiven(row["day"], row["from_currency"], row["to_currency"], row["rate"], source)
