"""Shapes that were sent, as drafts. An order is in one currency throughout."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from souk.kernel.errors import FieldError
from souk.kernel.money import CurrencyMismatch
from souk.kernel.shapes import MoneyShape
from souk.kernel.work import Work
from souk.orders.drafts import (
    BuyerDraft,
    LineDraft,
    OrderDraft,
    RefundDraft,
    RefundLineDraft,
    ShipmentDraft,
    ShipmentLineDraft,
)
from souk.orders.repository.revising import known_prints
from souk.orders.schemas.incoming import (
    AddressDraft,
    LineIn,
    OrderIn,
    RefundIn,
    ShipmentIn,
)


async def times_placed(work: Work, told: Sequence[OrderIn]) -> Mapping[tuple[str, str], datetime]:
    """When orders that come again without a time were placed: they stay where they are."""
    untold = [
        (order.marketplace, order.external_id)
        for order in told
        if order.placed_at is None and order.external_id is not None
    ]
    known = await known_prints(work, untold) if untold else {}
    return {key: order.placed_at for key, order in known.items()}


def order_draft(work: Work, told: OrderIn, placed: Mapping[tuple[str, str], datetime]) -> OrderDraft:
    """`placed` is of `times_placed`. Raises CurrencyMismatch."""
    currency = told.currency or work.scope.currency
    return OrderDraft(
        currency=currency,
        placed_at=told.placed_at or placed.get((told.marketplace, told.external_id or ""), work.now),
        lines=tuple(_line(line, place, currency) for place, line in enumerate(told.lines)),
        marketplace=told.marketplace,
        external_id=told.external_id,
        number=told.number,
        status=told.status,
        status_at=told.status_changed_at,
        source_updated_at=told.source_updated_at,
        buyer=None if told.buyer is None else BuyerDraft(**told.buyer.model_dump()),
        contact_id=told.contact_id,
        tax_included=told.tax_included,
        discount_minor=_amount(told.discount, currency, "discount"),
        shipping_minor=_amount(told.shipping, currency, "shipping"),
        tax_minor=None if told.tax is None else _amount(told.tax, currency, "tax"),
        country=told.country or (told.shipping_address.country if told.shipping_address else None),
        shipping_address=address(told.shipping_address),
        billing_address=address(told.billing_address),
        note=told.note,
        souk_click=told.souk_click,
        refunds=tuple(refund_draft(refund, currency) for refund in told.refunds),
        payload=told.payload,
    )


def _line(line: LineIn, place: int, currency: str) -> LineDraft:
    _same(line.unit_price.currency, currency, f"lines.{place}.unit_price")
    return LineDraft(
        sku=line.sku,
        quantity=line.quantity,
        unit_price_minor=line.unit_price.amount,
        source_line_id=line.source_line_id,
        name=line.name,
        kind=line.kind,
        discount_minor=_amount(line.discount, currency, f"lines.{place}.discount"),
        tax_minor=None if line.tax is None else _amount(line.tax, currency, f"lines.{place}.tax"),
        batch_code=line.batch,
    )


def refund_draft(told: RefundIn, currency: str | None = None) -> RefundDraft:
    """A refund in one currency, that of its order where it is known. Raises CurrencyMismatch."""
    amounts = [told.amount, *(line.amount for line in told.lines)]
    used = currency or next((amount.currency for amount in amounts if amount is not None), None)
    return RefundDraft(
        lines=tuple(
            RefundLineDraft(
                source_line_id=line.source_line_id,
                item_id=line.line_id,
                quantity=line.quantity,
                amount_minor=_amount(line.amount, used, f"lines.{place}.amount"),
                restock=line.restock,
            )
            for place, line in enumerate(told.lines)
        ),
        amount_minor=_amount(told.amount, used, "amount"),
        external_id=told.external_id,
        refunded_at=told.refunded_at,
        reason=told.reason,
        currency=used,
    )


def shipment_draft(told: ShipmentIn) -> ShipmentDraft:
    return ShipmentDraft(
        lines=tuple(
            ShipmentLineDraft(
                quantity=line.quantity,
                source_line_id=line.source_line_id,
                item_id=line.line_id,
                serial_numbers=line.serial_numbers,
            )
            for line in told.lines
        ),
        external_id=told.external_id,
        carrier=told.carrier,
        tracking_number=told.tracking_number,
        tracking_url=told.tracking_url,
        shipped_at=told.shipped_at,
    )


def address(told: AddressDraft | None) -> dict[str, str] | None:
    return None if told is None else told.model_dump(exclude_none=True)


def _amount(money: MoneyShape | None, currency: str | None, field: str) -> int:
    if money is None:
        return 0
    _same(money.currency, currency, field)
    return money.amount


def _same(given: str, currency: str | None, field: str) -> None:
    if given != currency:
        raise CurrencyMismatch(
            f"The order is in {currency}; everything in it must be.",
            fields=[FieldError(field, f"is in {given}, not {currency}")],
        )
