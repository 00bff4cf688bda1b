"""What rests on products, batches and the like: the answer to "why can it not be deleted?"."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Select, any_, func, literal, select
from sqlalchemy.dialects.postgresql import ARRAY

from souk.kernel.work import ReadWork
from souk.orders.public import line_rows
from souk.pricing.public import priced_rows

Usage = Mapping[int, Mapping[str, int]]


async def usage_reader(work: ReadWork, kind: str, ids: Sequence[int]) -> Usage:
    """Implements `souk.kernel.in_use.UsageReader` for what orders and price lists hold on to."""
    wanted = any_(literal(list(ids), ARRAY(BigInteger)))
    found: dict[int, dict[str, int]] = {}
    for name, statement in _statements(kind, wanted).items():
        for identity, count in (await work.session.execute(statement)).all():
            found.setdefault(identity, {})[name] = count
    return found


def _statements(kind: str, wanted: ColumnElement[Any]) -> dict[str, Select[int, int]]:
    line = line_rows().subquery("used_line")
    price = priced_rows().subquery("used_price")
    if kind == "product":
        return {
            "orders": select(line.c.product_id, func.count(line.c.order_id.distinct()))
            .where(line.c.product_id == wanted)
            .group_by(line.c.product_id),
            "price lists": select(price.c.product_id, func.count(price.c.price_list_id.distinct()))
            .where(price.c.product_id == wanted)
            .group_by(price.c.product_id),
        }
    if kind == "product_batch":
        return {
            "orders": select(line.c.batch_id, func.count(line.c.order_id.distinct()))
            .where(line.c.batch_id == wanted)
            .group_by(line.c.batch_id)
        }
    return {}
