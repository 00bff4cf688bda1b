"""Writing the audit log: in the transaction of the change itself."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pydantic_core import to_jsonable_python
from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from souk.kernel.work import Actor, SystemWork, Work
from souk.tenancy.models import AuditEntry

Subject = tuple[str, int | str, str]
"""Kind, id and a label that a person knows it by: ("product", 17, "SKU-1")."""


async def record_audit(
    work: Work,
    action: str,
    *,
    subject: Subject,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    """Write down who did `action` to `subject`. Of `before` and `after`, only what differs is kept.

    Values may be anything Pydantic can turn into JSON. Never hand over a secret.
    """
    await _write(
        work.session, work.tenant_id, work.actor, work.now, action, subject, before, after, work.request_id
    )


async def record_audit_across(
    work: SystemWork,
    tenant_id: int,
    actor: Actor,
    action: str,
    *,
    subject: Subject,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    request_id: str | None = None,
) -> None:
    """The same for what happens before anyone has entered the tenant: signing in, accepting, setting up."""
    await _write(work.session, tenant_id, actor, work.now, action, subject, before, after, request_id)


async def _write(
    session: AsyncSession,
    tenant_id: int,
    actor: Actor,
    at: datetime,
    action: str,
    subject: Subject,
    before: Mapping[str, Any] | None,
    after: Mapping[str, Any] | None,
    request_id: str | None,
) -> None:
    kind, identity, label = subject
    was, became = differences(before, after)
    await session.execute(
        insert(AuditEntry).values(
            tenant_id=tenant_id,
            at=at,
            actor_kind=actor.kind,
            actor_label=actor.label,
            user_id=actor.user_id,
            token_id=actor.token_id,
            action=action,
            subject_kind=kind,
            subject_id=str(identity),
            subject_label=label,
            before=was,
            after=became,
            request_id=request_id,
        )
    )


def differences(
    before: Mapping[str, Any] | None, after: Mapping[str, Any] | None
) -> tuple[dict[str, Any] | None, dict[str, Any] | None]:
    """Both as plain JSON, without what is the same in both."""
    was = None if before is None else to_jsonable_python(dict(before))
    became = None if after is None else to_jsonable_python(dict(after))
    if was is None or became is None:
        return was, became
    same = {name for name, value in was.items() if name in became and became[name] == value}
    return (
        {name: value for name, value in was.items() if name not in same},
        {name: value for name, value in became.items() if name not in same},
    )
