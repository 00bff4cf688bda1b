"""Refunds that came before their orders."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import text

from souk.kernel.work import ReadWork, Work

_INSERT = text("""
    insert into waiting_refund
        (tenant_id, marketplace, order_external_id, external_id, draft, received_at, refused_why)
    values (:tenant_id, :marketplace, :order_external_id, :external_id, cast(:draft as jsonb), :now, :why)
    on conflict (tenant_id, marketplace, order_external_id, external_id) do nothing
""")
_LOCK = text("""
    select w.id, o.id as order_id, w.draft
    from waiting_refund w
    join sales_order o on o.tenant_id = w.tenant_id and o.marketplace = w.marketplace
         and o.external_id = w.order_external_id
    where w.tenant_id = :tenant_id and w.refused_why is null and o.id = any(:ids)
    order by w.id for update of w skip locked
""")
_DELETE = text("delete from waiting_refund where tenant_id = :tenant_id and id = any(:ids)")
_REFUSE = text("update waiting_refund set refused_why = :why where tenant_id = :tenant_id and id = :id")
_FIND_ORDER = text("""
    select id from sales_order
    where tenant_id = :tenant_id and marketplace = :marketplace and external_id = :external_id
""")


async def keep_waiting(
    work: Work,
    marketplace: str,
    order_external_id: str,
    external_id: str | None,
    draft: Mapping[str, Any],
    *,
    why: str | None = None,
) -> None:
    """Keep a refund until its order comes, or (with `why`) until somebody looks at it. Twice is once."""
    await work.session.execute(
        _INSERT,
        {
            "tenant_id": work.tenant_id,
            "marketplace": marketplace,
            "order_external_id": order_external_id,
            "external_id": external_id,
            "draft": json.dumps(draft),
            "now": work.now,
            "why": why,
        },
    )


async def lock_waiting(work: Work, order_ids: Sequence[int]) -> list[tuple[int, int, dict[str, Any]]]:
    """(id, order_id, draft) of the refunds that wait for these orders; those another has taken are left."""
    rows = await work.session.execute(_LOCK, {"tenant_id": work.tenant_id, "ids": list(order_ids)})
    return [(row.id, row.order_id, row.draft) for row in rows]


async def delete_waiting(work: Work, ids: Iterable[int]) -> None:
    await work.session.execute(_DELETE, {"tenant_id": work.tenant_id, "ids": list(ids)})


async def refuse_waiting(work: Work, waiting_id: int, why: str) -> None:
    await work.session.execute(_REFUSE, {"tenant_id": work.tenant_id, "id": waiting_id, "why": why})


async def find_order(work: ReadWork, marketplace: str, external_id: str) -> int | None:
    """The order a source calls `external_id`."""
    found = await work.session.execute(
        _FIND_ORDER, {"tenant_id": work.tenant_id, "marketplace": marketplace, "external_id": external_id}
    )
    order_id: int | None = found.scalar_one_or_none()
    return order_id
