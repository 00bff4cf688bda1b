"""What is shown live: events of the log, and passing ones that nobody needs to have seen."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Self

from sqlalchemy import RowMapping, text

from souk.events.event import Event, event_types
from souk.kernel.work import Work

CHANNEL = "souk_live"
NOTIFY_MAX_BYTES = 7900
"""PostgreSQL's own limit is 8000."""

_NOTIFY = text("select pg_notify(:channel, :message)")


@dataclass(frozen=True, slots=True)
class Sighting:
    """One event as it leaves the house. `id` is None for a passing one, which cannot be asked for again."""

    id: int | None
    tenant_id: int
    type: str
    version: int
    aggregate: str
    occurred_at: datetime
    payload: dict[str, Any]

    @classmethod
    def of_row(cls, row: RowMapping) -> Self:
        return cls(
            row["id"],
            row["tenant_id"],
            row["type"],
            row["version"],
            row["aggregate"],
            row["occurred_at"],
            row["payload"],
        )

    @classmethod
    def of_message(cls, message: str) -> Self:
        said = json.loads(message)
        return cls(**{**said, "id": None, "occurred_at": datetime.fromisoformat(said["occurred_at"])})

    def envelope(self) -> dict[str, Any]:
        """The form in which streams, lists and webhooks carry an event."""
        return {
            "id": self.id,
            "type": self.type,
            "version": self.version,
            "aggregate": self.aggregate,
            "occurred_at": self.occurred_at.astimezone(UTC).isoformat().replace("+00:00", "Z"),
            "data": self.payload,
        }

    def is_for(self, user_id: int | None) -> bool:
        """Whether this person is meant; only personal events are not for everybody."""
        kind = event_types().get(self.type)
        return kind is None or not kind.personal or user_id in self.payload.get("user_ids", ())


async def notify_live(work: Work, event: Event) -> None:
    """Show a passing event to those who watch now, when this transaction commits.

    Commits that notify wait for one another, so this is for rare transactions and at most a few times a
    second, never for one that takes an order. What must not be missed is emitted instead. A payload too
    large for the way is cut to its plain values: whoever watches can ask for the rest.
    """
    message = _message(work, event, event.payload())
    if len(message.encode()) > NOTIFY_MAX_BYTES:
        plain = {name: value for name, value in event.payload().items() if not isinstance(value, dict | list)}
        message = _message(work, event, plain)
    await work.session.execute(_NOTIFY, {"channel": CHANNEL, "message": message})


def _message(work: Work, event: Event, payload: Mapping[str, Any]) -> str:
    said = {
        "tenant_id": work.tenant_id,
        "type": event.type,
        "version": event.version,
        "aggregate": event.aggregate,
        "occurred_at": work.now.isoformat(),
        "payload": payload,
    }
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"))
