"""Posting and reading notices."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select, text, update
from sqlalchemy.sql.elements import ColumnElement

from souk.events import emit
from souk.events.notices import NoticePosted
from souk.kernel.errors import Missing
from souk.kernel.work import ReadWork, Work
from souk.notices.models import Notice
from souk.notices.rules import Tone
from souk.tenancy.public import members_with

_POST = text("""
    insert into notice (tenant_id, user_id, kind, tone, title, text, details, link, subject_kind, subject_id,
        occasion, created_at)
    select :tenant_id, user_id, :kind, :tone, :title, :text, cast(:details as jsonb), :link, :subject_kind,
        :subject_id, :occasion, :now
    from unnest(cast(:user_ids as bigint[])) as addressed (user_id)
    on conflict (tenant_id, user_id, occasion) do nothing
    returning user_id""")


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a notice says. `occasion` tells one from the next of its kind: who has heard of it, perhaps long
    ago, does not hear of it again. `details` are plain values for saying it in other languages; `link` is
    a path of the console, `subject` a kind and an id.
    """

    kind: str
    tone: Tone
    title: str
    occasion: str
    text: str | None = None
    details: Mapping[str, Any] = field(default_factory=dict)
    link: str | None = None
    subject: tuple[str, int] | None = None


async def post_notice(
    work: Work, said: Said, *, capability: str, besides: Collection[int] = ()
) -> Sequence[int]:
    """Tell every member who has `capability`, `besides` those who know already. Returns whom it told."""
    addressed = [user_id for user_id in await members_with(work, capability) if user_id not in besides]
    subject_kind, subject_id = said.subject or (None, None)
    told = await work.session.scalars(
        _POST,
        {
            "tenant_id": work.tenant_id,
            "kind": said.kind,
            "tone": said.tone,
            "title": said.title,
            "text": said.text,
            "details": json.dumps(dict(said.details)),
            "link": said.link,
            "subject_kind": subject_kind,
            "subject_id": subject_id,
            "occasion": f"{said.kind}:{said.occasion}",
            "now": work.now,
            "user_ids": addressed,
        },
    )
    user_ids = sorted(told)
    if user_ids:
        emit(work, NoticePosted(kind=said.kind, tone=said.tone, title=said.title, user_ids=user_ids))
    return user_ids


async def count_unread(work: ReadWork, user_id: int) -> int:
    unread = select(func.count()).where(*_of(work, user_id), Notice.read_at.is_(None))
    return int((await work.session.execute(unread)).scalar_one())


async def read_notice(work: Work, user_id: int, notice_id: int) -> Notice:
    """Mark one as read; again changes nothing. Raises Missing for one that is not this person's."""
    notice = await work.session.scalar(select(Notice).where(*_of(work, user_id), Notice.id == notice_id))
    if notice is None:
        raise Missing(f"You have no notice {notice_id}.")
    if notice.read_at is None:
        notice.read_at = work.now
        await work.session.flush()
    return notice


async def read_notices(work: Work, user_id: int, *, up_to: int | None) -> None:
    """Mark all as read, or those up to the id `up_to`: what came after it was not seen yet."""
    unread = update(Notice).where(*_of(work, user_id), Notice.read_at.is_(None)).values(read_at=work.now)
    await work.session.execute(unread if up_to is None else unread.where(Notice.id <= up_to))


def _of(work: ReadWork, user_id: int) -> tuple[ColumnElement[bool], ...]:
    return (Notice.tenant_id == work.tenant_id, Notice.user_id == user_id)
