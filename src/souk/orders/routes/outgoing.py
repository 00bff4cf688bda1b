"""Rows as the shapes that are answered."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from souk.kernel.errors import SoukError
from souk.kernel.money import Money, minor_digits, round_half_away
from souk.kernel.shapes import MoneyShape, Shape, UnitPriceShape
from souk.kernel.work import ReadWork
from souk.orders.actions.status import legal_goals
from souk.orders.models import Order, OrderItem, OrderStatusChange, Refund, RefundItem, Shipment, ShipmentLine
from souk.orders.repository.reading import WholeOrder
from souk.orders.schemas.outgoing import (
    ContactRef,
    LineShape,
    OrderShape,
    ProblemShape,
    RefundItemShape,
    RefundShape,
    ShipmentLineShape,
    ShipmentShape,
    StatusChangeShape,
    WholeOrderShape,
)
from souk.orders.states import OrderStatus

Counts = Mapping[int, tuple[int, int]]


def known_already(shape: type[Shape]) -> dict[int | str, dict[str, Any]]:
    """For the description: 200 instead of 201 where what was sent is there already."""
    return {200: {"model": shape, "description": "It was known already."}}


def order_shape(
    work: ReadWork, order: Order, counts: Counts, contacts: Mapping[int, ContactRef]
) -> OrderShape:
    return OrderShape(**_order_fields(work, order, counts, contacts))


def _order_fields(
    work: ReadWork, order: Order, counts: Counts, contacts: Mapping[int, ContactRef]
) -> dict[str, Any]:
    lines, units = counts.get(order.id, (0, 0))
    contact = None if order.contact_id is None else contacts.get(order.contact_id)
    return {
        "id": order.id,
        "number": order.number,
        "marketplace": order.marketplace,
        "external_id": order.external_id,
        "contact": contact,
        "status": OrderStatus(order.status),
        "progress": OrderStatus(order.progress),
        "placed_at": order.placed_at,
        "total": _money(order.total_minor, order),
        "discount": _money(order.discount_minor, order),
        "shipping": _money(order.shipping_minor, order),
        "tax": MoneyShape.of(order.tax_minor, order.currency),
        "tax_included": order.tax_included,
        "refunded": _money(order.refunded_minor, order),
        "net": _money(max(order.total_minor - order.refunded_minor, 0), order),
        "in_tenant_currency": _converted(order),
        "exchange_rate": None if order.exchange_rate is None else f"{order.exchange_rate.normalize():f}",
        "country": order.country,
        "lines": lines,
        "units": units,
        "unresolved_lines": order.unresolved_lines,
        "created_at": order.created_at,
        "updated_at": order.updated_at,
    }


def _money(amount_minor: int, order: Order) -> MoneyShape:
    return MoneyShape(amount=amount_minor, currency=order.currency)


def _converted(order: Order) -> MoneyShape | None:
    """The total in the tenant's currency. Rates are of whole units; amounts are of minor ones."""
    if order.exchange_rate is None:
        return None
    whole = Money(order.total_minor, order.currency).major * order.exchange_rate
    minor = round_half_away(whole.scaleb(minor_digits(order.tenant_currency)))
    return MoneyShape(amount=minor, currency=order.tenant_currency)


def whole_order_shape(
    work: ReadWork, whole: WholeOrder, counts: Counts, contacts: Mapping[int, ContactRef], *, masked: bool
) -> WholeOrderShape:
    order = whole.order
    return WholeOrderShape(
        **_order_fields(work, order, counts, contacts),
        items=[_line_shape(item, order.currency) for item in whole.items],
        refunds=[_refund_shape(refund, items, order.currency) for refund, items in whole.refunds],
        shipments=[_shipment_shape(shipment, lines) for shipment, lines in whole.shipments],
        status_changes=[_change_shape(change) for change in whole.changes],
        possible=legal_goals(OrderStatus(order.status), OrderStatus(order.progress)),
        note=order.note,
        shipping_address=_address(order.shipping_address, masked=masked),
        billing_address=_address(order.billing_address, masked=masked),
        souk_click=order.souk_click,
        source_updated_at=order.source_updated_at,
    )


def _address(address: dict[str, Any] | None, *, masked: bool) -> dict[str, Any] | None:
    if address is None or not masked:
        return address
    return {name: value for name, value in address.items() if name not in {"phone", "email"}}


def _line_shape(item: OrderItem, currency: str) -> LineShape:
    return LineShape(
        id=item.id,
        source_line_id=item.source_line_id,
        line_no=item.line_no,
        kind=item.kind,
        product_id=item.product_id,
        sku=item.sku_given,
        name=item.name_given,
        batch_id=item.batch_id,
        batch=item.batch_given,
        quantity=item.quantity,
        unit_price=UnitPriceShape(amount=item.unit_price_minor, currency=currency),
        total=MoneyShape(amount=item.line_total_minor, currency=currency),
        discount=MoneyShape(amount=item.discount_minor, currency=currency),
        tax=MoneyShape.of(item.tax_minor, currency),
        unit_cost=UnitPriceShape.of(item.unit_cost_minor, item.cost_currency or currency),
        refunded_quantity=item.refunded_quantity,
        refunded_amount=MoneyShape(amount=item.refunded_amount_minor, currency=currency),
    )


def _refund_shape(refund: Refund, items: Sequence[RefundItem], currency: str) -> RefundShape:
    return RefundShape(
        id=refund.id,
        external_id=refund.external_id,
        refunded_at=refund.refunded_at,
        recorded_at=refund.recorded_at,
        reason=refund.reason,
        amount=MoneyShape(amount=refund.amount_minor, currency=currency),
        of_all_that_was_left=refund.takes_rest,
        voided_at=refund.voided_at,
        lines=[
            RefundItemShape(
                line_id=item.order_item_id,
                quantity=item.quantity,
                amount=MoneyShape(amount=item.amount_minor, currency=currency),
                restock=item.restock,
            )
            for item in items
        ],
    )


def _shipment_shape(shipment: Shipment, lines: Sequence[ShipmentLine]) -> ShipmentShape:
    return ShipmentShape(
        id=shipment.id,
        external_id=shipment.external_id,
        carrier=shipment.carrier,
        tracking_number=shipment.tracking_number,
        tracking_url=shipment.tracking_url,
        shipped_at=shipment.shipped_at,
        recorded_at=shipment.recorded_at,
        lines=[
            ShipmentLineShape(
                line_id=line.order_item_id,
                quantity=line.quantity,
                serial_numbers=line.serial_numbers,
            )
            for line in lines
        ],
    )


def _change_shape(change: OrderStatusChange) -> StatusChangeShape:
    return StatusChangeShape(
        id=change.id,
        before=None if change.before is None else OrderStatus(change.before),
        after=OrderStatus(change.after),
        progress=OrderStatus(change.progress),
        changed_at=change.changed_at,
        recorded_at=change.recorded_at,
        why=change.why,
        actor=change.actor,
    )


def problem_shape(refusal: SoukError) -> ProblemShape:
    return ProblemShape(
        code=refusal.code,
        detail=refusal.detail,
        errors=[{"field": wrong.field, "message": wrong.message} for wrong in refusal.fields],
        details={
            name: str(value) if isinstance(value, Decimal) else value
            for name, value in refusal.details.items()
        },
    )
