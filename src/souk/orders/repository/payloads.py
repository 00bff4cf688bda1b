"""Raw orders, which hold people's data and are kept for a time."""

from datetime import datetime

from sqlalchemy import text

from souk.kernel.work import Work

_DELETE = text("""
    with old as (
        select id from order_payload
        where tenant_id = :tenant_id and received_at < :before
        order by received_at limit :limit
    )
    delete from order_payload using old
    where order_payload.tenant_id = :tenant_id and order_payload.id = old.id
    returning order_payload.id
""")


async def delete_payloads(work: Work, before: datetime, *, limit: int) -> int:
    """Delete at most `limit` payloads received before an instant. Returns how many."""
    deleted = await work.session.execute(
        _DELETE, {"tenant_id": work.tenant_id, "before": before, "limit": limit}
    )
    return len(deleted.all())
