"""What contacts have bought: orders, their lines and the catalogue, read together for the audience."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Numeric, Select, case, cast, func, literal, select

from souk.catalog.public import category_rows, product_rows
from souk.kernel.money import currencies, minor_digits
from souk.kernel.work import ReadWork
from souk.orders.public import OrderStatus, line_rows, order_rows

COUNTING = (
    OrderStatus.CONFIRMED,
    OrderStatus.PROCESSING,
    OrderStatus.SHIPPED,
    OrderStatus.DELIVERED,
    OrderStatus.COMPLETED,
    OrderStatus.PARTIALLY_REFUNDED,
)
WHOLE_ORDERS_MAX = 10_000
_ODD_DIGITS = {code: minor_digits(code) for code in sorted(currencies()) if minor_digits(code) != 2}


class PurchaseReader:
    """Implements `souk.audience.ports.Purchases`, where the columns are described."""

    def orders(self) -> Select[Any]:
        order = order_rows().subquery("counting_order")
        kept = func.greatest(order.c.total_minor - order.c.refunded_minor, 0)
        own = order.c.currency == order.c.tenant_currency
        # A rate is of whole units for whole units; amounts are minor units, which are not everywhere cents.
        shift = func.power(
            cast(literal(10), Numeric), _digits(order.c.tenant_currency) - _digits(order.c.currency)
        )
        converted = cast(func.round(kept * order.c.exchange_rate * shift), BigInteger)
        beside = order.c.exchange_rate.is_(None) & ~own
        return select(
            order.c.tenant_id,
            order.c.contact_id,
            order.c.order_id,
            order.c.placed_at,
            case((own, kept), else_=converted).label("spent_minor"),
            case((beside, kept)).label("beside_minor"),
            case((beside, order.c.currency)).label("beside_currency"),
        ).where(order.c.contact_id.is_not(None), order.c.status.in_(COUNTING))

    def lines(self) -> Select[Any]:
        order = order_rows().subquery("bought_order")
        line = line_rows().subquery("bought_line")
        product = product_rows().subquery("bought_product")
        parent = product_rows().subquery("bought_parent")
        return (
            select(
                line.c.tenant_id,
                order.c.contact_id,
                line.c.order_id,
                line.c.placed_at,
                line.c.product_id,
                func.coalesce(product.c.category_id, parent.c.category_id).label("category_id"),
                (line.c.quantity - line.c.refunded_quantity).label("quantity"),
            )
            .join(order, (order.c.tenant_id == line.c.tenant_id) & (order.c.order_id == line.c.order_id))
            .outerjoin(
                product,
                (product.c.tenant_id == line.c.tenant_id) & (product.c.product_id == line.c.product_id),
            )
            .outerjoin(
                parent,
                (parent.c.tenant_id == product.c.tenant_id) & (parent.c.product_id == product.c.parent_id),
            )
            .where(
                order.c.contact_id.is_not(None),
                order.c.status.in_(COUNTING),
                line.c.kind == "product",
                line.c.quantity > line.c.refunded_quantity,
            )
        )

    def categories_below(self, category_ids: Sequence[int]) -> Select[Any]:
        known = category_rows().subquery("known_category")
        tree = (
            select(known.c.tenant_id, known.c.category_id)
            .where(known.c.category_id.in_(category_ids))
            .cte("wanted_category", recursive=True)
        )
        child = category_rows().subquery("child_category")
        tree = tree.union(
            select(child.c.tenant_id, child.c.category_id).join(
                tree, (tree.c.tenant_id == child.c.tenant_id) & (tree.c.category_id == child.c.parent_id)
            )
        )
        return select(tree.c.category_id)

    async def contacts_of_orders(self, work: ReadWork, order_ids: Sequence[int]) -> set[int]:
        order = order_rows().subquery("given_order")
        statement = select(order.c.contact_id).where(
            order.c.tenant_id == work.tenant_id,
            order.c.order_id.in_(order_ids),
            order.c.contact_id.is_not(None),
        )
        return set((await work.session.execute(statement.distinct())).scalars())

    async def order_ids_of(self, work: ReadWork, contact_id: int, limit: int) -> list[int]:
        order = order_rows().subquery("own_order")
        statement = (
            select(order.c.order_id)
            .where(order.c.tenant_id == work.tenant_id, order.c.contact_id == contact_id)
            .order_by(order.c.order_id)
            .limit(limit)
        )
        return list((await work.session.execute(statement)).scalars())

    async def whole_orders_of(self, work: ReadWork, contact_id: int) -> list[Mapping[str, Any]]:
        ids = await self.order_ids_of(work, contact_id, WHOLE_ORDERS_MAX)
        order = order_rows().subquery("own_order")
        line = line_rows().subquery("own_line")
        orders = await work.session.execute(
            select(order).where(order.c.tenant_id == work.tenant_id, order.c.order_id.in_(ids))
        )
        lines = await work.session.execute(
            select(line)
            .where(line.c.tenant_id == work.tenant_id, line.c.order_id.in_(ids))
            .order_by(line.c.order_id, line.c.line_no)
        )
        whole: dict[int, dict[str, Any]] = {
            row.order_id: {**_told(row._mapping, _ORDER), "lines": []} for row in orders
        }
        for row in lines:
            whole[row.order_id]["lines"].append(_told(row._mapping, _LINE))
        return [whole[order_id] for order_id in sorted(whole)]


_ORDER = (
    "order_id",
    "number",
    "marketplace",
    "external_id",
    "status",
    "placed_at",
    "currency",
    "total_minor",
    "discount_minor",
    "shipping_minor",
    "refunded_minor",
    "country",
)
_LINE = (
    "sku_given",
    "name_given",
    "quantity",
    "unit_price_minor",
    "line_total_minor",
    "discount_minor",
    "refunded_quantity",
)


def _told(row: Mapping[Any, Any], names: Sequence[str]) -> dict[str, Any]:
    return {name: row[name] for name in names}


def _digits(currency: ColumnElement[Any]) -> ColumnElement[Any]:
    """The decimals of a currency: two, but for those that have none or three."""
    return case(_ODD_DIGITS, value=currency, else_=2)
