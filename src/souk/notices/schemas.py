"""Notices as the API shows them."""

from typing import Any, Literal

from souk.kernel.lists import ListQuery, Page
from souk.kernel.shapes import Draft, Id, Instant, Shape
from souk.notices.actions import Tone
from souk.notices.models import Notice


class NoticeSubject(Shape):
    kind: str
    id: Id


class NoticeShape(Shape):
    """`title` and `text` are English; `kind` with `details` lets a client say it in another language."""

    id: Id
    kind: str
    tone: Tone
    title: str
    text: str | None
    details: dict[str, Any]
    link: str | None
    subject: NoticeSubject | None
    created_at: Instant
    read_at: Instant | None

    @classmethod
    def of(cls, notice: Notice) -> "NoticeShape":
        subject = None
        if notice.subject_kind is not None and notice.subject_id is not None:
            subject = NoticeSubject(kind=notice.subject_kind, id=notice.subject_id)
        return cls(
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


class NoticeQuery(ListQuery):
    show: Literal["all", "unread"] = "all"
    kind: str | None = None


class NoticePage(Page[NoticeShape]):
    """`unread` counts all of this person's unread notices, whatever the filters leave."""

    unread: int


class UnreadNotices(Shape):
    unread: int


class NoticesRead(Draft):
    """`up_to` is the newest notice seen; without it all are marked."""

    up_to: Id | None = None
