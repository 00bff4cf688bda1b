"""The one statement that places orders, and the one that finds those that are there already."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import text

from souk.kernel.work import Work
from souk.orders.repository.given import FEW_ROWS, LINE_COLUMNS, Given
from souk.orders.repository.resolving import BATCHES, COST_WHEN_PLACED, sold_products

ORDERS = Given(
    "placing_order",
    {
        "place": "bigint",
        "number": "text",
        "marketplace": "text",
        "external_id": "text",
        "contact_id": "bigint",
        "status": "text",
        "progress": "text",
        "status_told": "text",
        "changed_at": "timestamptz",
        "currency": "text",
        "placed_at": "timestamptz",
        "source_updated_at": "timestamptz",
        "tax_included": "boolean",
        "total_minor": "bigint",
        "discount_minor": "bigint",
        "shipping_minor": "bigint",
        "tax_minor": "bigint",
        "tenant_currency": "text",
        "exchange_rate": "numeric",
        "country": "text",
        "shipping_address": "text",
        "billing_address": "text",
        "note": "text",
        "souk_click": "text",
        "fingerprint": "text",
        "payload": "text",
    },
)
LINES = Given(
    "placing_line",
    {
        "place": "bigint",
        **LINE_COLUMNS,
    },
)


@dataclass(frozen=True, slots=True)
class PlacedRow:
    """What became of the order at `place`; without an `order_id` it was there already."""

    place: int
    order_id: int | None
    number: str
    unresolved_lines: int
    has_waiting_refund: bool


def _statement(*, staged: bool) -> str:
    # An order nobody gave an id has one of ours, so that an export of it finds it again.
    # Ids are drawn in the order given; rows are written in the order of their keys, so that two intakes
    # of the same orders wait for one another instead of deadlocking.
    return f"""
    with told as materialized (
        select nextval('sales_order_id_seq') as id, given.*
        from (select * from {ORDERS.source(staged=staged)} order by place) given
    ), line as materialized (select * from {LINES.source(staged=staged)}),
    sold as materialized (
        {sold_products("select distinct sku_key from line where kind = 'product'")}
    ), unresolved as (
        select line.place, count(*) as lines
        from line left join sold using (sku_key)
        where line.kind = 'product' and line.quantity > 0 and sold.product_id is null
        group by line.place
    ), written as (
        insert into sales_order (
            tenant_id, id, number, marketplace, external_id, contact_id, status, progress, status_told,
            currency, placed_at, source_updated_at, tax_included, total_minor, discount_minor,
            shipping_minor, tax_minor, tenant_currency, exchange_rate, country, shipping_address,
            billing_address, note, souk_click, fingerprint, unresolved_lines)
        select :tenant_id, id, coalesce(number, external_id, 'S' || id), marketplace,
               coalesce(external_id, 'souk:' || id), contact_id, status, progress, status_told,
               currency, placed_at, source_updated_at, tax_included, total_minor, discount_minor,
               shipping_minor, tax_minor, tenant_currency, exchange_rate, country,
               shipping_address::jsonb, billing_address::jsonb, note, souk_click, fingerprint,
               coalesce(unresolved.lines, 0)
        from told left join unresolved using (place)
        order by marketplace, external_id, id
        on conflict (tenant_id, marketplace, external_id) do nothing
        returning id, number, unresolved_lines
    ), lines_written as (
        insert into order_item (
            tenant_id, order_id, placed_at, source_line_id, line_no, kind, product_id, sku_given, sku_key,
            name_given, batch_id, batch_given, quantity, unit_price_minor, line_total_minor, discount_minor,
            tax_minor, unit_cost_minor, cost_currency)
        select :tenant_id, told.id, told.placed_at, line.source_line_id, line.line_no, line.kind,
               sold.product_id, line.sku_given, line.sku_key, line.name_given, batch.batch_id,
               line.batch_given, line.quantity, line.unit_price_minor, line.line_total_minor,
               line.discount_minor, line.tax_minor, cost.unit_cost_minor, cost.currency
        from line
        join told using (place)
        join written on written.id = told.id
        left join sold on line.kind = 'product' and sold.sku_key = line.sku_key
        left join ({BATCHES}) batch on batch.product_id = sold.product_id and batch.code = line.batch_given
        left join lateral {COST_WHEN_PLACED} cost on sold.product_id is not null
        order by line.place, line.line_no
    ), status_told as (
        insert into order_status_change (
            tenant_id, order_id, before, after, asked, progress, changed_at, recorded_at, actor)
        select :tenant_id, told.id, null, told.status, told.status, told.progress, told.changed_at, :now,
               :actor
        from told join written using (id)
        order by told.place
    ), kept as (
        insert into order_payload (tenant_id, order_id, payload, received_at)
        select :tenant_id, told.id, told.payload::jsonb, :now
        from told join written using (id)
        where told.payload is not null
    )
    select told.place, written.id as order_id, coalesce(written.number, '') as number,
           coalesce(written.unresolved_lines, 0) as unresolved_lines,
           exists (
               select from waiting_refund
               where waiting_refund.tenant_id = :tenant_id
                 and waiting_refund.marketplace = told.marketplace
                 and waiting_refund.order_external_id = told.external_id
           ) as has_waiting_refund
    from told left join written using (id)
    order by told.place
    """


_PLACE = {staged: text(_statement(staged=staged)) for staged in (False, True)}


async def insert_orders(
    work: Work, orders: Sequence[Sequence[Any]], lines: Sequence[Sequence[Any]]
) -> list[PlacedRow]:
    """Write the orders that are not there yet, with everything that belongs to them."""
    staged = len(lines) > FEW_ROWS
    parameters = {"tenant_id": work.tenant_id, "now": work.now, "actor": work.actor.label}
    parameters |= await ORDERS.hand_over(work.session, orders, staged=staged)
    parameters |= await LINES.hand_over(work.session, lines, staged=staged)
    written = await work.session.execute(_PLACE[staged], parameters)
    return [PlacedRow(*row) for row in written]
