"""The bell, each person their own."""

from typing import Annotated, Any

from fastapi import Path, Query
from sqlalchemy import select

from souk.kernel.lists import fetch_page, ordering
from souk.kernel.work import ReadWork, Work
from souk.notices import actions
from souk.notices.models import Notice
from souk.notices.schemas import NoticePage, NoticeQuery, NoticeShape, NoticesRead, UnreadNotices
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
    return NoticeShape.of(await actions.read_notice(work, _me(work), notice_id))


def _me(work: ReadWork) -> int:
    access = access_of(work)
    if access is None:
        raise RuntimeError("notices are read by members")
    return access.user_id


def _shape(row: Any) -> NoticeShape:
    return NoticeShape.of(row[0])
