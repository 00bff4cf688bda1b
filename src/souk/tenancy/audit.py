"""Writing the audit log: in the transaction of the change itself."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from pydantic_core import to_jsonable_python
from sqlalchemy import bindparam, insert, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from souk.kernel.db.recordset import as_json, recordset
from souk.kernel.work import Actor, SystemWork, Work
from souk.tenancy.models import AuditEntry, Membership

Subject = tuple[str, int | str, str]
"""Kind, id and a label that a person knows it by: ("product", 17, "SKU-1")."""
Change = tuple[Subject, Mapping[str, Any] | None, Mapping[str, Any] | None]
"""What was changed, as it was before and after."""

_CHANGED = {"kind": "text", "id": "text", "label": "text", "before": "jsonb", "after": "jsonb"}
_MANY = text(f"""
    insert into audit_entry (tenant_id, at, actor_kind, actor_label, user_id, token_id, action,
                             subject_kind, subject_id, subject_label, before, after, request_id)
    select :tenant_id, :at, :actor_kind, :actor_label, :user_id, :token_id, :action,
           kind, id, label, before, after, :request_id
    from {recordset(_CHANGED)}
""")


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


async def record_audits(work: Work, action: str, changes: Iterable[Change]) -> None:
    """The same action done to many, in one statement."""
    rows = []
    for (kind, identity, label), before, after in changes:
        was, became = differences(before, after)
        rows.append({"kind": kind, "id": str(identity), "label": label, "before": was, "after": became})
    if rows:
        await work.session.execute(
            _MANY,
            {
                "rows": as_json(rows),
                "tenant_id": work.tenant_id,
                "at": work.now,
                "actor_kind": work.actor.kind,
                "actor_label": work.actor.label,
                "user_id": work.actor.user_id,
                "token_id": work.actor.token_id,
                "action": action,
                "request_id": work.request_id,
            },
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


async def record_audit_everywhere(
    work: SystemWork,
    user_id: int,
    email: str,
    action: str,
    *,
    subject: Subject,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    request_id: str | None = None,
    actor: Actor | None = None,
) -> None:
    """What a person does to their own account, in the log of every tenant they are a member of."""
    who = actor or Actor("user", email, user_id)
    kind, identity, label = subject
    was, became = differences(before, after)
    columns = {
        "at": work.now,
        "actor_kind": who.kind,
        "actor_label": who.label,
        "user_id": who.user_id,
        "action": action,
        "subject_kind": kind,
        "subject_id": str(identity),
        "subject_label": label,
        "before": was,
        "after": became,
        "request_id": request_id,
    }
    values = [bindparam(name, value, AuditEntry.__table__.c[name].type) for name, value in columns.items()]
    await work.session.execute(
        insert(AuditEntry).from_select(
            ["tenant_id", *columns],
            select(Membership.tenant_id, *values).where(Membership.user_id == user_id),
        )
    )


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
