"""Products for tests, and looks behind the scenes."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import text

from souk.catalog.actions.products import create_product, update_product
from souk.catalog.rules.writes import ProductWrite
from souk.kernel.work import ReadWork, Work

NOON = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)


async def add_product(
    work: Work, sku: str = "MUG-1", *, tags: tuple[str, ...] | None = None, **values: Any
) -> int:
    """A product; `price_from` and `cost_from` may be among the values."""
    since = {name: values.pop(name) for name in ("price_from", "cost_from") if name in values}
    return await create_product(work, ProductWrite(sku, values, tags=tags, **since))


async def change_product(work: Work, product_id: int, **values: Any) -> None:
    since = {name: values.pop(name) for name in ("price_from", "cost_from") if name in values}
    await update_product(work, product_id, ProductWrite("", values, **since), None)


def later(work: Work, **by: float) -> Work:
    """The same transaction, as if so much later had been begun."""
    return replace(work, now=work.now + timedelta(**by))


async def rows(work: ReadWork, sql: str, **parameters: Any) -> Sequence[Any]:
    return (await work.session.execute(text(sql), {"tenant_id": work.tenant_id, **parameters})).all()


async def told(work: Work, subject_id: int | None = None) -> list[str]:
    """The actions in the audit log, in order; of one subject where named."""
    found = await rows(
        work,
        "select action from audit_entry"
        " where cast(:subject as text) is null or subject_id = :subject order by id",
        subject=None if subject_id is None else str(subject_id),
    )
    return [row.action for row in found]


def facts(work: Work) -> list[str]:
    return [fact.type for fact in work.facts]
