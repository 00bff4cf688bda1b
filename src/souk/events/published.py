"""The catalogue of events: every type, its schema, and how a choice of types is written."""

from collections.abc import Collection, Iterable
from typing import Any, get_type_hints

from pydantic import BaseModel, create_model

from souk.events import (
    attribution,
    audience,
    catalog,
    dispatching,
    notices,
    orders,
    pricing,
    tenancy,
    trackers,
    webhooks,
)
from souk.events.event import Event, event_types, payload_fields
from souk.kernel.errors import FieldError, Invalid

PUBLISHERS = (
    attribution,
    audience,
    catalog,
    dispatching,
    notices,
    orders,
    pricing,
    tenancy,
    trackers,
    webhooks,
)
EVERYTHING = "*"


def catalogue() -> dict[str, type[Event]]:
    """Every type of these publishers by name, in alphabetical order."""
    names = {publisher.__name__ for publisher in PUBLISHERS}
    return {name: kind for name, kind in sorted(event_types().items()) if kind.__module__ in names}


def published() -> dict[str, type[Event]]:
    """The types that may leave the house by webhook."""
    return {name: kind for name, kind in catalogue().items() if kind.published}


def readable_with(capabilities: Collection[str]) -> set[str]:
    """The types a person with these capabilities may see."""
    return {name for name, kind in catalogue().items() if kind.capability in capabilities}


def chosen(patterns: Iterable[str], among: Collection[str], *, field: str) -> set[str]:
    """The types a choice stands for: names, `order.*` for a publisher's, `*` for all.

    Raises Invalid naming `field` for a pattern that stands for nothing.
    """
    types: set[str] = set()
    for pattern in patterns:
        found = {name for name in among if _matches(name, pattern)}
        if not found:
            raise Invalid(
                f"There is no event type '{pattern}'; possible: {', '.join(sorted(among))}.",
                fields=[FieldError(field, f"unknown event type '{pattern}'")],
            )
        types |= found
    return types


def _matches(name: str, pattern: str) -> bool:
    if pattern == EVERYTHING:
        return True
    if pattern.endswith(".*"):
        return name.startswith(pattern[:-1])
    return name == pattern


def payload_model(kind: type[Event]) -> type[BaseModel]:
    """A model of an event's `data`, made from its dataclass for the description of the API."""
    hints = get_type_hints(kind)
    described = kind.__doc__ if kind.__doc__ and not kind.__doc__.startswith(f"{kind.__name__}(") else None
    fields: dict[str, Any] = {name: (hints[name], ...) for name in payload_fields(kind)}
    return create_model(kind.__name__, __doc__=described, **fields)
