"""What a draft comes to, and what is wrong with it."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from operator import attrgetter

from souk.kernel.errors import FieldError
from souk.kernel.money import MAX_AMOUNT_MINOR, allocate, is_currency, round_half_away
from souk.orders.drafts import LineDraft, LineKind, OrderDraft

LINES_MAX = 5_000
QUANTITY_MAX = 10**9
AHEAD_MAX = timedelta(days=1)
"""A source's clock may be ahead of ours by this much; an order from further in the future is refused."""
SHIPPING_LINE = "order:shipping"
"""The identity of the line that an order's own shipping becomes."""


@dataclass(slots=True)
class PricedLine:
    """A line with its sums. `discount_minor` is its own and its part of the order's."""

    source_line_id: str
    line_no: int
    kind: LineKind
    sku: str
    name: str
    batch_code: str | None
    quantity: int
    unit_price_minor: Decimal
    line_total_minor: int
    discount_minor: int
    tax_minor: int | None

    @property
    def value_minor(self) -> int:
        """What was paid for it."""
        return self.line_total_minor - self.discount_minor


@dataclass(frozen=True, slots=True)
class PricedOrder:
    lines: list[PricedLine]
    total_minor: int
    discount_minor: int
    shipping_minor: int
    tax_minor: int | None


def line_total(quantity: int, unit_price_minor: Decimal) -> int:
    """Quantity × unit price, halves rounded away from zero (platform: Orders)."""
    if unit_price_minor == unit_price_minor.to_integral_value():
        return quantity * int(unit_price_minor)
    return round_half_away(quantity * unit_price_minor)


def price(draft: OrderDraft, *, tax_included: bool) -> PricedOrder:
    """The draft with its sums: own discount spread, shipping as a line, tax told or spread."""
    lines = [_priced(line, place) for place, line in enumerate(draft.lines, start=1)]
    if draft.shipping_minor:
        lines.append(_shipping_line(draft.shipping_minor, len(lines) + 1))
    if draft.discount_minor:
        _spread_discount(lines, draft.discount_minor)
    if draft.tax_minor is not None and all(line.tax_minor is None for line in lines):
        for line, part in zip(
            lines, allocate(draft.tax_minor, [line.value_minor for line in lines]), strict=True
        ):
            line.tax_minor = part
    taxes = [line.tax_minor for line in lines if line.tax_minor is not None]
    total = sum(line.value_minor for line in lines)
    return PricedOrder(
        lines,
        total_minor=total if tax_included else total + sum(taxes),
        discount_minor=sum(line.discount_minor for line in lines),
        shipping_minor=sum(line.value_minor for line in lines if line.kind is LineKind.SHIPPING),
        tax_minor=sum(taxes) if taxes else None,
    )


def _priced(line: LineDraft, place: int) -> PricedLine:
    return PricedLine(
        line.source_line_id or str(place),
        place,
        line.kind,
        line.sku,
        line.name,
        line.batch_code,
        line.quantity,
        line.unit_price_minor,
        line_total(line.quantity, line.unit_price_minor),
        line.discount_minor,
        line.tax_minor,
    )


def _shipping_line(amount_minor: int, place: int) -> PricedLine:
    return PricedLine(
        SHIPPING_LINE,
        place,
        LineKind.SHIPPING,
        "",
        "Shipping",
        None,
        1,
        Decimal(amount_minor),
        amount_minor,
        0,
        None,
    )


def _spread_discount(lines: Sequence[PricedLine], discount_minor: int) -> None:
    """Largest remainder over what the products come to; what they cannot take goes over the other lines."""
    products = [line for line in lines if line.kind is LineKind.PRODUCT]
    others = [line for line in lines if line.kind is not LineKind.PRODUCT]
    left = discount_minor
    for group in (products, others):
        part = min(left, sum(line.value_minor for line in group))
        if part:
            shares = allocate(part, [line.value_minor for line in group])
            for line, share in zip(group, shares, strict=True):
                line.discount_minor += share
            left -= part


def complaints(draft: OrderDraft, *, now: datetime) -> list[FieldError]:
    """Everything that is wrong with a draft; empty where nothing is."""
    found = [*_wrong_about_order(draft, now), *_wrong_about_lines(draft.lines)]
    if not found:
        worth = sum(
            line_total(line.quantity, line.unit_price_minor) - line.discount_minor for line in draft.lines
        )
        worth += draft.shipping_minor
        if draft.discount_minor > worth:
            found.append(FieldError("discount", f"is more than the {worth} that its lines come to"))
        if worth > MAX_AMOUNT_MINOR:
            found.append(FieldError("lines", "come to more than any order can"))
    return found


def _wrong_about_order(draft: OrderDraft, now: datetime) -> list[FieldError]:
    found: list[FieldError] = []
    if not is_currency(draft.currency):
        found.append(FieldError("currency", f"'{draft.currency}' is no ISO 4217 currency, such as EUR"))
    if draft.placed_at > now + AHEAD_MAX:
        found.append(FieldError("placed_at", "lies in the future"))
    if draft.placed_at.year < 1900:
        found.append(FieldError("placed_at", "lies before 1900"))
    if not draft.lines and not draft.shipping_minor:
        found.append(FieldError("lines", "an order has at least one line"))
    if len(draft.lines) > LINES_MAX:
        found.append(FieldError("lines", f"are more than {LINES_MAX}"))
    amounts = {
        "discount": draft.discount_minor,
        "shipping": draft.shipping_minor,
        "tax": draft.tax_minor or 0,
    }
    found += [
        FieldError(name, "must be zero or more, and below 10^15")
        for name, amount in amounts.items()
        if not 0 <= amount <= MAX_AMOUNT_MINOR
    ]
    return found


def _wrong_about_lines(lines: Sequence[LineDraft]) -> list[FieldError]:
    found: list[FieldError] = []
    seen: set[str] = set()
    for place, line in enumerate(lines):
        identity = line.source_line_id or str(place + 1)
        if identity in seen:
            found.append(FieldError(f"lines.{place}.source_line_id", f"'{identity}' is there twice"))
        seen.add(identity)
        found += [FieldError(f"lines.{place}.{name}", what) for name, what in _wrong_about_line(line)]
    return found


def _wrong_about_line(line: LineDraft) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    if not 0 <= line.quantity <= QUANTITY_MAX:
        found.append(("quantity", "must be zero or more, and at most 10^9"))
    if not 0 <= line.unit_price_minor <= MAX_AMOUNT_MINOR:
        found.append(("unit_price", "must be zero or more, and below 10^15"))
    if found:
        return found
    if line.unit_price_minor.as_tuple().exponent < -6:  # type: ignore[operator]  # finite: compared above
        found.append(("unit_price", "has more than six decimals below the minor unit"))
    total = line_total(line.quantity, line.unit_price_minor)
    if total > MAX_AMOUNT_MINOR:
        found.append(("quantity", "times the price comes to more than any line can"))
    if not 0 <= line.discount_minor <= total:
        found.append(("discount", f"must be between zero and the line's total of {total}"))
    if line.tax_minor is not None and not 0 <= line.tax_minor <= MAX_AMOUNT_MINOR:
        found.append(("tax", "must be zero or more, and below 10^15"))
    if line.kind is LineKind.PRODUCT and not line.sku:
        found.append(("sku", "is missing"))
    return found


_OF_LINE = attrgetter(
    "source_line_id", "sku", "name", "kind", "batch_code", "quantity", "discount_minor", "tax_minor"
)
_OF_ORDER = attrgetter(
    "number", "status", "currency", "tax_included", "discount_minor", "shipping_minor", "tax_minor",
    "country", "shipping_address", "billing_address", "note", "souk_click", "contact_id", "buyer", "refunds",
    "refunded_total_minor",
)  # fmt: skip


def fingerprint(draft: OrderDraft) -> str:
    """Equal for an order that comes again unchanged; where it differs, the order is compared in detail."""
    times = (draft.placed_at, draft.status_at, draft.source_updated_at)
    told = [
        str(_OF_ORDER(draft)),
        *(time.isoformat() if time else "" for time in times),
        *(f"{_OF_LINE(line)}{line.unit_price_minor:f}" for line in draft.lines),
    ]
    return hashlib.blake2b("\n".join(told).encode(), digest_size=16).hexdigest()
