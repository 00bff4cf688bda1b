"""What happens to the bell."""

from dataclasses import dataclass

from souk.events.event import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticePosted(Event):
    """People have a new notice each; they read it where notices are read."""

    type = "notice.posted"
    capability = "notices.read"
    published = False
    personal = True

    kind: str
    tone: str
    title: str
    user_ids: list[int]

    @property
    def aggregate(self) -> str:
        return f"notice:{self.kind}"
