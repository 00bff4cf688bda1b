"""The rows of one order as what they tell: a sale, returns, write-offs. On plain values.

Rules: platform, Catalogue and prices. A negative quantity with a price is a return, without one a
write-off; a negative price is rejected; a price of zero is a sale of nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from souk.kernel.money import MAX_AMOUNT_MINOR, minor_digits, round_half_away
from souk.orders.drafts import DIRECT, BuyerDraft, LineDraft, LineKind, OrderDraft
from souk.orders.imports.fields import SHIPPING_CODES, OrderOptions
from souk.orders.rules.pricing import QUANTITY_MAX, line_total
from souk.orders.states import PROGRESS, OrderStatus, rank
from souk.transfers.public import MappedRow, Note, Rejection

DECIMALS = 6
"""Decimals below the minor unit that a unit price keeps."""
_ONE = Decimal(1)


class Refused(Exception):
    """What is wrong with one row."""

    def __init__(self, code: str, name: str, message: str) -> None:
        super().__init__(message)
        self.code, self.name, self.message = code, name, message

    def of(self, row: MappedRow) -> Rejection:
        return Rejection(row.line, self.code, f"{self.name}: {self.message}", self.name)


@dataclass(frozen=True, slots=True)
class Setting:
    """What holds for the whole file."""

    currency: str
    options: OrderOptions
    fees: frozenset[str]
    """Codes that are no products, without case."""


@dataclass(slots=True)
class ReturnedRow:
    row: MappedRow
    line: LineDraft
    units: int
    at: datetime


@dataclass(slots=True)
class Told:
    """What the rows of one order tell."""

    marketplace: str
    external_id: str
    currency: str
    buyer: BuyerDraft | None
    country: str | None
    sold: list[tuple[MappedRow, LineDraft]] = field(default_factory=list)
    returned: list[ReturnedRow] = field(default_factory=list)
    written_off: list[tuple[MappedRow, LineDraft]] = field(default_factory=list)
    draft: OrderDraft | None = None
    rejections: list[Rejection] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)


def read_order(rows: Sequence[MappedRow], setting: Setting) -> Told:
    """What the rows of one order, in the order of the file, come to."""
    first = rows[0]
    currency = _first(rows, "currency") or setting.currency
    told = Told(
        marketplace=(_first(rows, "marketplace") or setting.options.marketplace or DIRECT).strip().lower(),
        external_id=first["order"],
        currency=currency,
        buyer=_buyer(rows),
        country=_first(rows, "country"),
    )
    scale = _ONE.scaleb(minor_digits(currency))
    seen: set[str] = set()
    for place, row in enumerate(rows, start=1):
        try:
            _take(told, row, place, scale, setting, seen)
        except Refused as refused:
            told.rejections.append(refused.of(row))
    if told.sold:
        try:
            told.draft = _draft(told, rows, scale, setting)
        except Refused as refused:
            told.rejections += [refused.of(row) for row, _ in told.sold]
            told.sold = []
    return told


def _first(rows: Sequence[MappedRow], name: str) -> Any:
    """What an order's rows say of it: the first that says anything."""
    if name not in rows[0].values:
        return None  # the file does not bring the field: no row has it
    return next((value for row in rows if (value := row.values[name]) is not None), None)


def _take(told: Told, row: MappedRow, place: int, scale: Decimal, setting: Setting, seen: set[str]) -> None:
    values = row.values
    quantity: int = values["quantity"]
    price = _unit_price(row, scale)
    if price < 0:
        raise Refused("negative_price", "unit_price", "is below zero; such a row is neither sale nor return")
    if not -QUANTITY_MAX <= quantity <= QUANTITY_MAX or abs(quantity) * price > MAX_AMOUNT_MINOR:
        raise Refused("out_of_range", "quantity", "comes to more than any line can")
    identity = values.get("line_id") or str(place)
    if identity in seen:
        raise Refused("duplicate_line_id", "line_id", f"'{identity}' is in this order already")
    seen.add(identity)
    line = _line(row, abs(quantity), price, identity, scale, setting)
    if quantity >= 0:
        told.sold.append((row, line))
    elif price > 0:
        told.returned.append(ReturnedRow(row, line, -quantity, values["placed_at"]))
    else:
        told.written_off.append((row, line))
        text = f"{-quantity} of {line.sku} written off: taken away without a price, neither sale nor return"
        told.notes.append(Note(row.line, "written_off", text, "quantity"))


def _unit_price(row: MappedRow, scale: Decimal) -> Decimal:
    price: Decimal | None = row.values.get("unit_price")
    if price is None:
        total: Decimal | None = row.values.get("line_total")
        if total is None:
            return Decimal(0)
        quantity = abs(row.values["quantity"]) or 1
        return round(total * scale / quantity, DECIMALS)
    minor = price * scale
    if minor != minor.to_integral_value() and round(minor, DECIMALS) != minor:
        raise Refused("too_fine", "unit_price", f"has more than {DECIMALS} decimals below the minor unit")
    return minor


def _line(
    row: MappedRow, quantity: int, price: Decimal, identity: str, scale: Decimal, setting: Setting
) -> LineDraft:
    values = row.values
    sku: str = values.get("sku") or ""
    kind = _kind(values.get("kind"), sku, setting)
    if not sku and kind is LineKind.PRODUCT:
        raise Refused("required", "sku", "is empty; a line says which product it is of")
    discount = _minor(row, "discount", scale) or 0
    if discount and quantity and discount > line_total(quantity, price):
        raise Refused("discount_too_large", "discount", "is more than the row comes to")
    return LineDraft(
        sku=sku,
        quantity=quantity,
        unit_price_minor=price,
        source_line_id=identity,
        name=values.get("name") or "",
        kind=kind,
        discount_minor=discount,
        tax_minor=_minor(row, "tax", scale),
        batch_code=values.get("batch"),
    )


def _kind(told: str | None, sku: str, setting: Setting) -> LineKind:
    if told is not None:
        try:
            return LineKind(told.lower())
        except ValueError:
            possible = ", ".join(LineKind)
            raise Refused("unknown_kind", "kind", f"'{told}' is none of: {possible}") from None
    code = sku.casefold()
    if code in setting.fees:
        return LineKind.SHIPPING if code in SHIPPING_CODES else LineKind.FEE
    return LineKind.PRODUCT


def _minor(row: MappedRow, name: str, scale: Decimal) -> int | None:
    """An amount in minor units, halves away from zero; some sources write discounts below zero."""
    value: Decimal | None = row.values.get(name)
    if value is None:
        return None
    minor = round_half_away(abs(value) * scale)
    if minor > MAX_AMOUNT_MINOR:
        raise Refused("out_of_range", name, "is more than any amount can be")
    return minor


def _buyer(rows: Sequence[MappedRow]) -> BuyerDraft | None:
    told = {
        "external_id": _first(rows, "customer"),
        "name": _first(rows, "customer_name"),
        "email": _first(rows, "email"),
        "phone": _first(rows, "phone"),
    }
    return BuyerDraft(**told, country=_first(rows, "country")) if any(told.values()) else None


def _draft(told: Told, rows: Sequence[MappedRow], scale: Decimal, setting: Setting) -> OrderDraft:
    lines = tuple(line for _, line in told.sold)
    shipping = _order_amount(rows, "shipping", scale)
    shipping += _shipping_by_row(told, scale)
    discount = _order_discount(rows, lines, scale)
    tax = _order_amount(rows, "order_tax", scale) if _first(rows, "order_tax") is not None else None
    return OrderDraft(
        currency=told.currency,
        placed_at=min(row.values["placed_at"] for row, _ in told.sold),
        lines=lines,
        marketplace=told.marketplace,
        external_id=told.external_id,
        number=_first(rows, "number"),
        status=_status(rows),
        status_if_new=OrderStatus.COMPLETED,
        source_updated_at=_first(rows, "updated_at"),
        buyer=told.buyer,
        tax_included=_tax_included(rows, lines, shipping - discount, tax, scale, setting),
        discount_minor=discount,
        shipping_minor=shipping,
        tax_minor=tax,
        country=told.country,
        shipping_address=_address(rows, "shipping"),
        billing_address=_address(rows, "billing"),
        note=_first(rows, "note") or "",
        souk_click=_first(rows, "souk_click"),
        refunded_total_minor=_order_amount(rows, "refunded", scale),
    )


def _shipping_by_row(told: Told, scale: Decimal) -> int:
    rows = [row for row, _ in told.sold if "line_shipping" in row.values]
    by_row = sum(_minor(row, "line_shipping", scale) or 0 for row in rows)
    less = sum(_minor(row, "line_shipping_discount", scale) or 0 for row in rows)
    return max(by_row - less, 0)


def _tax_included(
    rows: Sequence[MappedRow],
    lines: Sequence[LineDraft],
    beside_minor: int,
    tax_minor: int | None,
    scale: Decimal,
    setting: Setting,
) -> bool | None:
    """As the file says, or the person; else as what was paid shows. None: as the tenant's prices are."""
    told = _first(rows, "tax_included")
    if told is not None or setting.options.tax_included is not None:
        return setting.options.tax_included if told is None else bool(told)
    total = _first(rows, "order_total")
    if total is None or not tax_minor:
        return None
    paid = round_half_away(total * scale)
    worth_minor = beside_minor + sum(
        line_total(line.quantity, line.unit_price_minor) - line.discount_minor for line in lines
    )
    if paid in (worth_minor, worth_minor + tax_minor):
        return paid == worth_minor
    return None


def _order_amount(rows: Sequence[MappedRow], name: str, scale: Decimal) -> int:
    if name not in rows[0].values:
        return 0
    return next((amount for row in rows if (amount := _minor(row, name, scale)) is not None), 0)


def _order_discount(rows: Sequence[MappedRow], lines: Sequence[LineDraft], scale: Decimal) -> int:
    """Where the file tells what products come to in the end, the discount is what that leaves."""
    if not {"subtotal", "order_discount"} & rows[0].values.keys():
        return 0
    products = sum(
        line_total(line.quantity, line.unit_price_minor) - line.discount_minor
        for line in lines
        if line.kind is LineKind.PRODUCT
    )
    subtotal = _first(rows, "subtotal")
    if subtotal is not None:
        return max(products - round_half_away(subtotal * scale), 0)
    discount = _order_amount(rows, "order_discount", scale)
    if discount > products + sum(
        line_total(line.quantity, line.unit_price_minor)
        for line in lines
        if line.kind is not LineKind.PRODUCT
    ) + _order_amount(rows, "shipping", scale):
        raise Refused("discount_too_large", "order_discount", "is more than the order comes to")
    return discount


def _address(rows: Sequence[MappedRow], of: str) -> dict[str, str] | None:
    parts = ("name", "company", "line1", "line2", "city", "region", "postcode", "country", "phone")
    told = {part: value for part in parts if (value := _first(rows, f"{of}_{part}")) is not None}
    return told or None


def _status(rows: Sequence[MappedRow]) -> OrderStatus | None:
    """What the columns of status say together: cancelled and refunded first, else the furthest along.

    None where they are empty or not there.
    """
    told = [_known(_first(rows, name), name) for name in ("status", "fulfilment")]
    known = [status for status in told if status is not None]
    if _first(rows, "cancelled_at") is not None or OrderStatus.CANCELLED in known:
        return OrderStatus.CANCELLED
    if OrderStatus.REFUNDED in known:
        return OrderStatus.REFUNDED
    if OrderStatus.PARTIALLY_REFUNDED in known:
        known = [status for status in known if status in PROGRESS] or [OrderStatus.COMPLETED]
    return max(known, key=rank, default=None)


def _known(word: str | None, name: str) -> OrderStatus | None:
    if word is None:
        return None
    try:
        return OrderStatus(word.strip().lower().replace(" ", "_"))
    except ValueError:
        possible = ", ".join(OrderStatus)
        raise Refused("unknown_status", name, f"'{word}' is none of: {possible}") from None
