"""Notices as the API shows them."""

from typing import Any, Literal

from souk.kernel.lists import ListQuery, Page
from souk.kernel.shapes import Draft, Id, Instant, Shape
from souk.notices.rules import Tone


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
