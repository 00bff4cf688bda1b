"""What was shipped of an order, and what is left."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import text

from souk.kernel.db.recordset import as_json, recordset
from souk.kernel.work import Work

_LINES = text("""
    select i.id, i.source_line_id, i.quantity, i.refunded_quantity, coalesce(s.shipped, 0)::bigint as shipped
    from order_item i
    left join (
        select l.order_item_id, sum(l.quantity) as shipped
        from shipment s join shipment_line l on l.tenant_id = s.tenant_id and l.shipment_id = s.id
        where s.tenant_id = :tenant_id and s.order_id = :order_id
        group by l.order_item_id
    ) s on s.order_item_id = i.id
    where i.tenant_id = :tenant_id and i.order_id = :order_id and i.kind = 'product'
    order by i.line_no, i.id
""")
_KNOWN = text("""
    select id from shipment
    where tenant_id = :tenant_id and order_id = :order_id and external_id = :external_id
""")
_INSERT = text("""
    insert into shipment (
        tenant_id, order_id, external_id, carrier, tracking_number, tracking_url, shipped_at, recorded_at)
    values (:tenant_id, :order_id, :external_id, :carrier, :tracking_number, :tracking_url, :shipped_at, :now)
    returning id
""")
_INSERT_LINES = text(f"""
    insert into shipment_line (tenant_id, shipment_id, order_item_id, quantity, serial_numbers)
    select :tenant_id, :shipment_id, item_id, quantity,
           array(select jsonb_array_elements_text(serial_numbers))
    from {
    recordset({"place": "bigint", "item_id": "bigint", "quantity": "bigint", "serial_numbers": "jsonb"})
}
    order by place
""")


@dataclass(frozen=True, slots=True)
class ShippableLine:
    """`shipped` units have left already."""

    item_id: int
    source_line_id: str
    quantity: int
    refunded_quantity: int
    shipped: int


async def shippable_lines(work: Work, order_id: int) -> list[ShippableLine]:
    found = await work.session.execute(_LINES, {"tenant_id": work.tenant_id, "order_id": order_id})
    return [ShippableLine(*row) for row in found]


async def known_shipment(work: Work, order_id: int, external_id: str) -> int | None:
    found = await work.session.execute(
        _KNOWN, {"tenant_id": work.tenant_id, "order_id": order_id, "external_id": external_id}
    )
    shipment_id: int | None = found.scalar_one_or_none()
    return shipment_id


async def insert_shipment(
    work: Work,
    order_id: int,
    *,
    external_id: str | None,
    carrier: str | None,
    tracking_number: str | None,
    tracking_url: str | None,
    shipped_at: datetime,
    lines: Sequence[Mapping[str, Any]],
) -> int:
    made = await work.session.execute(
        _INSERT,
        {
            "tenant_id": work.tenant_id,
            "order_id": order_id,
            "external_id": external_id,
            "carrier": carrier,
            "tracking_number": tracking_number,
            "tracking_url": tracking_url,
            "shipped_at": shipped_at,
            "now": work.now,
        },
    )
    shipment_id: int = made.scalar_one()
    rows = as_json({"place": place, **line} for place, line in enumerate(lines))
    await work.session.execute(
        _INSERT_LINES, {"tenant_id": work.tenant_id, "shipment_id": shipment_id, "rows": rows}
    )
    return shipment_id
