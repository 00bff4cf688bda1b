"""Orders out of files: batches of whole orders, and the returns when everything is in."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from itertools import islice
from typing import Any

from souk.audience.public import ContactMention, ensure_contacts
from souk.catalog.public import ProductMention, ensure_products, products_by_sku, sku_key
from souk.kernel.money import round_half_away
from souk.kernel.work import Work
from souk.orders.actions.place import ORDERS_MAX, place_orders
from souk.orders.actions.returns import refund_returns
from souk.orders.drafts import BuyerDraft, LineDraft, LineKind, Outcome
from souk.orders.imports.fields import FIELDS, ORDER_WINDOW_ROWS, OrderOptions
from souk.orders.imports.rows import Setting, Told, read_order
from souk.orders.repository.returns import count_open, keep_returned, left_over
from souk.orders.rules.pricing import complaints
from souk.transfers.public import (
    BatchOutcome,
    Grouping,
    ImportContext,
    MappedRow,
    Note,
    PlainImporter,
    Rejection,
)

RETURNS_PER_PIECE = 1_000
NAME_CHARS = 255


class OrderImport(PlainImporter):
    """One row per line of an order; rows with the same order id are one order."""

    kind = "orders"
    title = "Orders"
    capability = "orders.create"
    fields = FIELDS
    options = OrderOptions
    grouping = Grouping(by=("order",), window_rows=ORDER_WINDOW_ROWS)
    batch_rows = 5_000

    async def apply(
        self, work: Work, rows: Sequence[MappedRow], run: ImportContext[OrderOptions]
    ) -> BatchOutcome:
        """Orders, with the products and contacts they mention; returned lines are kept for the end."""
        setting = Setting(
            currency=run.options.currency or work.scope.currency,
            options=run.options,
            fees=frozenset(code.casefold() for code in run.options.fees),
        )
        outcome = BatchOutcome()
        orders = [read_order(group, setting) for group in _groups(rows)]
        for told in orders:
            outcome.rejections += told.rejections
            outcome.notes += told.notes
        if run.options.make_products:
            await _make_products(work, orders, outcome)
        await _place(work, orders, outcome)
        await _keep_returns(work, [told for told in orders if told.returned], run, outcome)
        _count(
            outcome,
            lines=sum(len(told.sold) for told in orders),
            returned_lines=sum(len(told.returned) for told in orders),
            written_off_lines=sum(len(told.written_off) for told in orders),
        )
        return outcome

    async def finish(self, work: Work, run: ImportContext[OrderOptions]) -> BatchOutcome | None:
        """Match the returned lines, a part of the products at a time; then list what is left over."""
        memory = run.memory
        if memory.get("returns_listed"):
            return None
        outcome = BatchOutcome()
        if "buckets" not in memory:
            memory["buckets"] = -(-await count_open(work) // RETURNS_PER_PIECE)
            memory["bucket"] = 0
        if memory["bucket"] < memory["buckets"]:
            matched = await refund_returns(work, memory["bucket"], memory["buckets"])
            memory["bucket"] += 1
            _count(outcome, refunds=matched.refunds, returned_units_matched=matched.units)
            return outcome
        for line in await left_over(work, run.run_id):
            outcome.notes.append(_left_over(line))
        _count(outcome, returned_lines_left_over=len(outcome.notes))
        memory["returns_listed"] = True
        return outcome


def _count(outcome: BatchOutcome, **counts: int) -> None:
    for name, count in counts.items():
        if count:
            outcome.tallies[name] = outcome.tallies.get(name, 0) + count


def _groups(rows: Sequence[MappedRow]) -> list[list[MappedRow]]:
    """The rows of each order, in the order in which the orders begin in the file."""
    groups: dict[str, list[MappedRow]] = {}
    for row in rows:
        groups.setdefault(row.values["order"], []).append(row)
    return list(groups.values())


async def _make_products(work: Work, orders: Sequence[Told], outcome: BatchOutcome) -> None:
    """The products that lines mention. A name is taken from a row with a price: others hold remarks."""
    mentions: dict[str, ProductMention] = {}
    for told in orders:
        for line, at in _mentioned(told):
            if line.kind is not LineKind.PRODUCT:
                continue
            key = sku_key(line.sku)
            known = mentions.get(key)
            if known is None or (known.name is None and line.name and line.unit_price_minor):
                mentions[key] = _mention(line, at, told.currency, known)
    ensured = await ensure_products(work, list(mentions.values()))
    _count(outcome, products_created=ensured.created)


def _mentioned(told: Told) -> Iterator[tuple[LineDraft, datetime]]:
    for row, line in told.sold:
        yield line, row.values["placed_at"]
    for returned in told.returned:
        yield returned.line, returned.at
    for row, line in told.written_off:
        yield line, row.values["placed_at"]


def _mention(line: LineDraft, at: datetime, currency: str, known: ProductMention | None) -> ProductMention:
    """The first spelling of the SKU stays; the price is that of the first row with one."""
    has_price = line.unit_price_minor > 0
    return ProductMention(
        sku=known.sku if known else line.sku,
        name=line.name[:NAME_CHARS] if has_price and line.name else None,
        price_minor=_price(line.unit_price_minor) if has_price else None,
        currency=currency,
        seen_at=at if has_price else None,
    )


def _price(unit_price_minor: Decimal) -> int:
    return round_half_away(unit_price_minor)


async def _place(work: Work, orders: Sequence[Told], outcome: BatchOutcome) -> None:
    good: list[Told] = []
    for told in orders:
        if told.draft is None:
            continue
        wrong = complaints(told.draft, now=work.now)
        if wrong:
            outcome.rejections += [
                Rejection(row.line, "order_invalid", f"{wrong[0].field}: {wrong[0].message}", wrong[0].field)
                for row, _ in told.sold
            ]
        else:
            good.append(told)
    rest = iter(good)
    while chunk := list(islice(rest, ORDERS_MAX)):
        placed = await place_orders(work, [told.draft for told in chunk if told.draft is not None])
        for one in placed:
            if one.outcome is Outcome.PLACED:
                outcome.created += 1
            elif one.outcome is Outcome.CHANGED:
                outcome.changed += 1
            else:
                outcome.unchanged += 1
        _count(
            outcome,
            stale_orders=sum(one.outcome is Outcome.STALE for one in placed),
            unresolved_lines=sum(one.unresolved_lines for one in placed if one.outcome is Outcome.PLACED),
        )


async def _keep_returns(
    work: Work, returning: Sequence[Told], run: ImportContext[OrderOptions], outcome: BatchOutcome
) -> None:
    if not returning:
        return
    contacts = await ensure_contacts(work, [_buyer(told) for told in returning])
    skus = {returned.line.sku for told in returning for returned in told.returned}
    products = await products_by_sku(work, skus)
    rows: list[dict[str, Any]] = []
    for told, contact_id in zip(returning, contacts.ids, strict=True):
        for returned in told.returned:
            line = returned.line
            product = products.get(line.sku) if line.kind is LineKind.PRODUCT else None
            rows.append(
                {
                    "marketplace": told.marketplace,
                    "external_id": told.external_id,
                    "source_line_id": line.source_line_id,
                    "contact_id": contact_id,
                    "kind": line.kind.value,
                    "product_id": product.product_id if product else None,
                    "sku_given": line.sku,
                    "sku_key": sku_key(line.sku),
                    "name_given": line.name,
                    "currency": told.currency,
                    "unit_price_minor": line.unit_price_minor,
                    "quantity": returned.units,
                    "returned_at": returned.at,
                    "restock": run.options.restock_returns,
                    "import_run_id": run.run_id,
                    "file_line": returned.row.line,
                }
            )
    _count(outcome, returned_lines_new=await keep_returned(work, rows))


def _buyer(told: Told) -> ContactMention:
    buyer = told.buyer or BuyerDraft()
    return ContactMention(
        source=told.marketplace,
        external_id=buyer.external_id,
        name=buyer.name,
        phone=buyer.phone,
        email=buyer.email,
        country=buyer.country,
        locale=buyer.locale,
    )


def _left_over(line: Any) -> Note:
    left = line.quantity - line.matched_quantity
    found = "no sale" if line.matched_quantity == 0 else f"sales of {line.matched_quantity} only"
    text = (
        f"{left} of {line.quantity} returned of {line.sku_given} ({line.external_id}) are left over: {found}"
        " of the same customer, product and price at or before it"
    )
    return Note(line.file_line, "return_without_sale", text, "quantity")
