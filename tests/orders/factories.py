"""Orders for tests, made the way their sources make them."""

from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import text

from souk.events.catalog import ProductCreated
from souk.kernel.work import Database, ReadWork, Work
from souk.orders.drafts import LineDraft, OrderDraft

PLACED = datetime(2026, 3, 14, 10, 30, tzinfo=UTC)


def line(sku: str = "OLIVE-1", quantity: int = 1, unit_price: Any = 1000, **rest: Any) -> LineDraft:
    return LineDraft(sku=sku, quantity=quantity, unit_price_minor=Decimal(str(unit_price)), **rest)


def draft(*lines: LineDraft, **rest: Any) -> OrderDraft:
    told: dict[str, Any] = {"currency": "EUR", "placed_at": PLACED, "marketplace": "bazaar", **rest}
    return OrderDraft(lines=lines or (line(),), **told)


async def make_product(
    work: Work, sku: str, *, cost: Any = None, parent_id: int | None = None, cost_from: datetime | None = None
) -> int:
    """A product, with what a unit costs since `cost_from` (or since ever)."""
    made = await work.session.execute(
        text(
            "insert into product (tenant_id, sku, sku_key, name, currency, parent_id)"
            " values (:tenant_id, :sku, lower(:sku), :sku, 'EUR', :parent_id) returning id"
        ),
        {"tenant_id": work.tenant_id, "sku": sku, "parent_id": parent_id},
    )
    product_id = int(made.scalar_one())
    if cost is not None:
        await work.session.execute(
            text(
                "insert into product_cost (tenant_id, product_id, unit_cost_minor, currency, valid_from)"
                " values (:tenant_id, :product_id, :cost, 'EUR', :since)"
            ),
            {
                "tenant_id": work.tenant_id,
                "product_id": product_id,
                "cost": Decimal(str(cost)),
                "since": cost_from or datetime(2000, 1, 1, tzinfo=UTC),
            },
        )
    return product_id


async def rows(work: ReadWork, sql: str, **parameters: Any) -> Sequence[Any]:
    found = await work.session.execute(text(sql), {"tenant_id": work.tenant_id, **parameters})
    return found.all()


async def order_row(work: ReadWork, order_id: int) -> Any:
    (row,) = await rows(work, "select * from sales_order where id = :id", id=order_id)
    return row


async def item_rows(work: ReadWork, order_id: int) -> Sequence[Any]:
    return await rows(work, "select * from order_item where order_id = :id order by line_no, id", id=order_id)


def facts(work: Work, kind: str) -> list[Any]:
    return [fact for fact in work.facts if fact.type == kind]


def made(product_id: int, sku: str) -> ProductCreated:
    """The news that a product has been made."""
    return ProductCreated(
        product_id=product_id,
        sku=sku,
        name=sku,
        active=True,
        parent_id=None,
        category_id=None,
        price_minor=None,
        currency="EUR",
    )


async def waiting_jobs(database: Database, tenant_id: int, task: str) -> list[dict[str, Any]]:
    """The arguments of the tenant's jobs of this task."""
    async with database.across_tenants() as work:
        found = await work.session.execute(
            text(
                "select args from procrastinate_jobs"
                " where task_name = :task and (args ->> 'tenant_id')::bigint = :tenant_id and status = 'todo'"
            ),
            {"task": task, "tenant_id": tenant_id},
        )
        return list(found.scalars())
