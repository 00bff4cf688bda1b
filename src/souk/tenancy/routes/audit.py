"""The audit log."""

from typing import Annotated, Any

from fastapi import Query

from souk.kernel.lists import CursorPage, fetch_after
from souk.kernel.work import ReadWork
from souk.tenancy.http import api_router, reading
from souk.tenancy.models import AuditEntry
from souk.tenancy.repository import audit_entries
from souk.tenancy.schemas import AuditQuery, AuditShape

router = api_router("/audit", "Audit")


@router.get("")
async def list_audit(
    work: Annotated[ReadWork, reading("audit.read", may_lag=True)], query: Annotated[AuditQuery, Query()]
) -> CursorPage[AuditShape]:
    """Who did what to what, the newest first."""
    return await fetch_after(work.session, audit_entries(work, query), query, AuditEntry.id, _shape)


def _shape(row: Any) -> AuditShape:
    entry: AuditEntry = row.AuditEntry
    return AuditShape(
        id=entry.id,
        at=entry.at,
        actor_kind=entry.actor_kind,
        actor=entry.actor_label,
        user_id=entry.user_id,
        token_id=entry.token_id,
        action=entry.action,
        subject_kind=entry.subject_kind,
        subject_id=entry.subject_id,
        subject=entry.subject_label,
        before=entry.before,
        after=entry.after,
        request_id=entry.request_id,
    )
