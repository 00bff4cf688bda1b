"""What an event is."""

from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any, ClassVar, Self

from souk.kernel.work import Work

_TYPES: dict[str, type["Event"]] = {}


@dataclass(frozen=True, slots=True)
class Logged:
    """Where an event stands in the log. `id` is the cause to be idempotent about; ids grow in log order."""

    id: int
    tenant_id: int
    aggregate: str
    occurred_at: datetime
    actor: str
    request_id: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A fact, past tense, of ids and plain JSON values. Published ones never change: `version` counts up.

    `type` is the public name (`order.placed`), `aggregate` names the thing whose events stay in order,
    `capability` is what a person needs in order to see it, `published` whether webhooks may carry it. A
    `personal` one says in `user_ids` whom alone it is for.
    """

    type: ClassVar[str]
    version: ClassVar[int] = 1
    capability: ClassVar[str]
    published: ClassVar[bool] = True
    personal: ClassVar[bool] = False

    logged: Logged | None = field(default=None, compare=False, repr=False)
    """Known to handlers after commit; None for handlers in the transaction that emits it."""

    def __init_subclass__(cls) -> None:
        declared = cls.__dict__.get("type")
        if declared is not None:  # slots=True builds each class twice; the second one is the one that counts
            _TYPES[declared] = cls

    @property
    def aggregate(self) -> str:
        raise NotImplementedError

    @property
    def cause(self) -> int:
        """The event's id in the log: the same however often it is handed over. Raises before commit."""
        if self.logged is None:
            raise RuntimeError(f"{self.type} has no id before it is in the log")
        return self.logged.id

    def payload(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in payload_fields(type(self))}

    @classmethod
    def from_payload(cls, payload: dict[str, Any], logged: Logged | None = None) -> Self:
        """The event as written; fields it does not know (of a newer version) are left out."""
        known = payload_fields(cls)
        return cls(logged=logged, **{name: value for name, value in payload.items() if name in known})


def payload_fields(kind: type[Event]) -> list[str]:
    return [each.name for each in fields(kind) if each.name != "logged"]


def event_type(name: str) -> type[Event]:
    """The class published under `name`. Raises KeyError."""
    return _TYPES[name]


def event_types() -> dict[str, type[Event]]:
    return dict(_TYPES)


def emit(work: Work, event: Event) -> None:
    """Hand a fact to the transaction; it is written as the transaction's last act, or not at all."""
    work.facts.append(event)
