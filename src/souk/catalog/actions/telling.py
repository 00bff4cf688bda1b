"""What is told of products: to the audit log, and as events."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from souk.catalog.rules.limits import cost_text
from souk.catalog.rules.writes import FIELDS, Plan, Point
from souk.events import emit
from souk.events.catalog import (
    ProductActivated,
    ProductCostChanged,
    ProductCreated,
    ProductDeactivated,
    ProductDeleted,
    ProductPriceChanged,
    ProductUpdated,
)
from souk.kernel.work import Work
from souk.tenancy.public import record_audits

_OWN_EVENTS = {"active", "base_price_minor", "unit_cost_minor"}


async def tell_created(work: Work, plans: Sequence[Plan]) -> None:
    for plan in plans:
        row = plan.row
        emit(
            work,
            ProductCreated(
                product_id=row["id"],
                sku=row["sku"],
                name=row["name"],
                active=row["active"],
                parent_id=row["parent_id"],
                category_id=row["category_id"],
                price_minor=row["base_price_minor"],
                currency=row["currency"],
            ),
        )

    await record_audits(
        work,
        "product.created",
        [
            (("product", plan.product_id, plan.row["sku"]), None, {"sku": plan.row["sku"], **plan.after})
            for plan in plans
        ],
    )


async def tell_updated(work: Work, plans: Sequence[Plan]) -> None:
    for plan in plans:
        _emit_changes(work, plan)
    await record_audits(
        work,
        "product.updated",
        [(("product", plan.product_id, plan.row["sku"]), plan.before, plan.after) for plan in plans],
    )


def _emit_changes(work: Work, plan: Plan) -> None:
    product_id, sku = plan.product_id, plan.row["sku"]
    changed = [name for name in plan.after if name not in _OWN_EVENTS and " from " not in name]
    if changed:
        emit(work, ProductUpdated(product_id=product_id, sku=sku, changed=changed))
    if "active" in plan.after:
        flipped = ProductActivated if plan.after["active"] else ProductDeactivated
        emit(work, flipped(product_id=product_id, sku=sku))
    if plan.price is not None:
        emit_price(work, sku, plan.price)
    if plan.cost is not None:
        emit_cost(work, sku, plan.cost)


def emit_price(work: Work, sku: str, point: Point) -> None:
    price = None if point.value is None else int(point.value)
    emit(
        work,
        ProductPriceChanged(
            product_id=point.product_id,
            sku=sku,
            price_minor=price,
            currency=point.currency,
            since=point.valid_from.isoformat(),
        ),
    )


def emit_cost(work: Work, sku: str, point: Point) -> None:
    cost = None if point.value is None else cost_text(Decimal(point.value))
    emit(
        work,
        ProductCostChanged(
            product_id=point.product_id,
            sku=sku,
            unit_cost_minor=cost,
            currency=point.currency,
            since=point.valid_from.isoformat(),
        ),
    )


async def tell_deleted(work: Work, rows: Sequence[Mapping[str, Any]]) -> None:
    for row in rows:
        emit(work, ProductDeleted(product_id=row["id"], sku=row["sku"]))
    await record_audits(
        work,
        "product.deleted",
        [(("product", row["id"], row["sku"]), {name: row[name] for name in FIELDS}, None) for row in rows],
    )
