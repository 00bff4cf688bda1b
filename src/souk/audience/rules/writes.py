"""A contact as somebody wants it written, checked."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel import Locale, UnknownLocaleError

from souk.audience.rules.names import tidy
from souk.audience.rules.reaching import email_key, email_of, phone_of
from souk.kernel.errors import FieldError

ATTRIBUTES_MAX = 200
ATTRIBUTE_CHARS = 2_000
OLDEST_BIRTHDAY = date(1880, 1, 1)


@dataclass(slots=True)
class Checked:
    """The values that can be written, by column, and what is wrong with the others."""

    values: dict[str, Any] = field(default_factory=dict)
    wrong: list[FieldError] = field(default_factory=list)


def check_contact(given: Mapping[str, Any], country: str | None, today: date) -> Checked:
    """Check the fields that are given; None empties one. A phone number without + is of `country`."""
    checked = Checked()
    for name, value in given.items():
        if value is None or value == "":
            checked.values[name] = {} if name == "attributes" else None
            continue
        wrong = _check(checked.values, name, value, country, today)
        if wrong is not None:
            checked.wrong.append(FieldError(name, wrong))
    if "email" in checked.values:
        email = checked.values["email"]
        checked.values["email_key"] = email_key(email) if email else None
    return checked


def _check(values: dict[str, Any], name: str, value: Any, country: str | None, today: date) -> str | None:
    """Put the value under its name, or say what is wrong with it."""
    if name == "phone":
        values[name] = phone_of(value, country)
        if values[name] is None:
            return "not a phone number that can be dialled; write it as +34612345678, or give the country"
    elif name == "email":
        values[name] = email_of(value)
        if values[name] is None:
            return "not an e-mail address"
    elif name == "name":
        values[name] = tidy(value)
    elif name == "attributes":
        values[name] = value
        return _wrong_attributes(value)
    else:
        values[name] = value
        return _WRONG[name](value, today) if name in _WRONG else None
    return None


def _wrong_attributes(attributes: Mapping[str, Any]) -> str | None:
    if len(attributes) > ATTRIBUTES_MAX:
        return f"more than {ATTRIBUTES_MAX} attributes"
    for name, value in attributes.items():
        if not name or len(name) > 100:
            return "a name of 1 to 100 characters is needed"
        if len(str(value)) > ATTRIBUTE_CHARS:
            return f"'{name}' is longer than {ATTRIBUTE_CHARS:,} characters"
    return None


def _wrong_timezone(value: str, _today: date) -> str | None:
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return "not a time zone such as Europe/Madrid"
    return None


def _wrong_locale(value: str, _today: date) -> str | None:
    try:
        Locale.parse(value.replace("-", "_"))
    except (UnknownLocaleError, ValueError, TypeError):
        return "not a locale such as es or es-MX"
    return None


def _wrong_birthday(value: date, today: date) -> str | None:
    return None if OLDEST_BIRTHDAY <= value <= today else "not a possible birthday"


_WRONG: dict[str, Callable[[Any, date], str | None]] = {
    "timezone": _wrong_timezone,
    "locale": _wrong_locale,
    "birthday": _wrong_birthday,
}
