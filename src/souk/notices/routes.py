"""The bell, each person their own."""

from typing import Annotated, Any

from fastapi import Path, Query
from sqlalchemy import select

from souk.kernel.lists import fetch_page, ordering
from souk.kernel.work import ReadWork, Work
from souk.notices import actions
from souk.notices.models import Notice
from souk.notices.rules import Tone
from souk.notices.schemas import (
    NoticePage,
    NoticeQuery,
    NoticeShape,
    NoticesRead,
    NoticeSubject,
    UnreadNotices,
)
from souk.tenancy.http import api_router, reading, writing
from souk.tenancy.public import access_of

router = api_router("/notices", tag="Notices")

NoticeId = Annotated[int, Path(ge=1, le=2**63 - 1)]


@router.get("")
async def list_notices(
    work: Annotated[ReadWork, reading("notices.read")], query: Annotated[NoticeQuery, Query()]
) -> NoticePage:
    """Newest first."""
    me = _me(work)
    statement = select(Notice).where(Notice.tenant_id == work.tenant_id, Notice.user_id == me)
    if query.show == "unread":
        statement = statement.where(Notice.read_at.is_(None))
    if query.kind is not None:
        statement = statement.where(Notice.kind == query.kind)
    if query.q:
        statement = statement.where(
            Notice.title.icontains(query.q, autoescape=True) | Notice.text.icontains(query.q, autoescape=True)
        )
    order = ordering(
        query.sort, {"created_at": Notice.created_at}, default="-created_at", tie=Notice.id.desc()
    )
    page = await fetch_page(work.session, statement, query, order, _shape)
    return NoticePage(**page.model_dump(), unread=await actions.count_unread(work, me))


@router.get("/unread_count")
async def count_unread_notices(work: Annotated[ReadWork, reading("notices.read")]) -> UnreadNotices:
    return UnreadNotices(unread=await actions.count_unread(work, _me(work)))


@router.post("/read")
async def read_all_notices(
    work: Annotated[Work, writing("notices.read")], draft: NoticesRead
) -> UnreadNotices:
    """Mark all as read, or all up to the newest one seen."""
    me = _me(work)
    await actions.read_notices(work, me, up_to=draft.up_to)
    return UnreadNotices(unread=await actions.count_unread(work, me))


@router.post("/{notice_id}/read")
async def read_one_notice(work: Annotated[Work, writing("notices.read")], notice_id: NoticeId) -> NoticeShape:
    """Mark one as read."""
    return _shape_of(await actions.read_notice(work, _me(work), notice_id))


def _me(work: ReadWork) -> int:
    access = access_of(work)
    if access is None:
        raise RuntimeError("notices are read by members")
    return access.user_id


def _shape(row: Any) -> NoticeShape:
    return _shape_of(row[0])


def _shape_of(notice: Notice) -> NoticeShape:
    subject = None
    if notice.subject_kind is not None and notice.subject_id is not None:
        subject = NoticeSubject(kind=notice.subject_kind, id=notice.subject_id)
    return NoticeShape(
        id=notice.id,
        kind=notice.kind,
        tone=Tone(notice.tone),
        title=notice.title,
        text=notice.text,
        details=notice.details,
        link=notice.link,
        subject=subject,
        created_at=notice.created_at,
        read_at=notice.read_at,
    )
