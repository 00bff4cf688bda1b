"""What orders hold of people."""

from collections.abc import Mapping, Sequence

from sqlalchemy import text

from souk.kernel.db.recordset import as_json, recordset
from souk.kernel.work import Work

_MERGED = recordset({"merged_id": "bigint", "contact_id": "bigint"})
_MOVE = tuple(
    text(f"""
        update {table} set contact_id = given.contact_id from {_MERGED}
        where {table}.tenant_id = :tenant_id and {table}.contact_id = given.merged_id
    """)
    for table in ("sales_order", "returned_line")
)
_FORGET = text("""
    with mine as (
        update sales_order
        set shipping_address = null, billing_address = null, note = '', updated_at = :now
        where tenant_id = :tenant_id and contact_id = any(:ids)
        returning id
    )
    delete from order_payload using mine
    where order_payload.tenant_id = :tenant_id and order_payload.order_id = mine.id
""")


async def move_contacts(work: Work, merged: Mapping[int, int]) -> None:
    """From contacts that are no more to those they became."""
    rows = as_json({"merged_id": was, "contact_id": now} for was, now in merged.items())
    for statement in _MOVE:
        await work.session.execute(statement, {"tenant_id": work.tenant_id, "rows": rows})


async def forget_contacts(work: Work, contact_ids: Sequence[int]) -> None:
    """What orders hold of people's addresses and words."""
    await work.session.execute(
        _FORGET, {"tenant_id": work.tenant_id, "ids": list(contact_ids), "now": work.now}
    )
