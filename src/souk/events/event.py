"""What an event is."""

import dataclasses
from typing import Any, ClassVar, Self

from souk.kernel.work import Work

_TYPES: dict[str, type["Event"]] = {}


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A fact, past tense, of ids and plain values. Published ones are never changed: `version` counts up.

    `type` is the public name (`order.placed`); `aggregate` names the thing whose events stay in order.
    """

    type: ClassVar[str]
    version: ClassVar[int] = 1

    def __init_subclass__(cls) -> None:
        declared = cls.__dict__.get("type")
        if declared is not None:  # slots=True builds each class twice; the second one is the one that counts
            _TYPES[declared] = cls

    @property
    def aggregate(self) -> str:
        raise NotImplementedError

    def payload(self) -> dict[str, Any]:
        return {field.name: getattr(self, field.name) for field in dataclasses.fields(self)}

    @classmethod
    def from_payload(cls, payload: dict[str, Any]) -> Self:
        """The event as written; fields it does not know (of a newer version) are left out."""
        known = {field.name for field in dataclasses.fields(cls)}
        return cls(**{name: value for name, value in payload.items() if name in known})


def event_type(name: str) -> type[Event]:
    """The class published under `name`. Raises KeyError."""
    return _TYPES[name]


def event_types() -> dict[str, type[Event]]:
    return dict(_TYPES)


def emit(work: Work, event: Event) -> None:
    """Hand a fact to the transaction; it is written as the transaction's last act, or not at all."""
    work.facts.append(event)
