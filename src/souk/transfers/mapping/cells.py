"""A cell's text as a typed value. Strict: what is not clearly meant is refused, in words."""

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale

from souk.kernel.money import is_currency
from souk.transfers.fields import FieldKind

Parse = Callable[[str], Any]

_NUMBER = re.compile(r"[+-]?(?:[0-9]{1,30}(?:\.[0-9]{0,30})?|\.[0-9]{1,30})(?:[eE][+-]?[0-9]{1,2})?")
_SIGNS_OF_MONEY = re.compile(r"^[€$£¥\s\u00a0\u202f]+|[€$£¥\s\u00a0\u202f]+$")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_GUARDED = re.compile(r"'+[=+\-@\t\r]")
_SEPARATORS = re.compile(r"[,;|]")
_YES = frozenset({"true", "yes", "y", "1", "t", "on", "si", "sí", "verdadero"})
_NO = frozenset({"false", "no", "n", "0", "f", "off", "falso"})
_INTEGER_MAX = 2**63 - 1


class CellRefused(Exception):
    """A cell that cannot be read as its field's type."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


@dataclass(frozen=True, slots=True)
class Notation:
    """How a file writes numbers and times."""

    decimal: str
    thousands: str
    formats: Sequence[str]
    zone: ZoneInfo


def shown(text: str) -> str:
    """A cell as quoted in a message."""
    return f"'{text}'" if len(text) <= 60 else f"'{text[:57]}…'"


def bare(cell: str) -> str:
    """The cell without blanks around it, and without the guard our own exports put before a formula."""
    text = cell.strip()
    return text[1:] if text.startswith("'") and _GUARDED.match(text) else text


def parser_of(kind: FieldKind, notation: Notation, max_chars: int) -> Parse:
    """The function that reads a cell (never an empty one) of this kind. It raises CellRefused."""
    parsers: dict[FieldKind, Parse] = {
        FieldKind.TEXT: lambda text: _text(text, max_chars),
        FieldKind.DECIMAL: lambda text: number(text, notation),
        FieldKind.INTEGER: lambda text: _integer(text, notation),
        FieldKind.BOOLEAN: _boolean,
        FieldKind.DAY: lambda text: _day(text, notation),
        FieldKind.INSTANT: lambda text: _instant(text, notation),
        FieldKind.CURRENCY: _currency,
        FieldKind.COUNTRY: _country,
        FieldKind.WORDS: lambda text: _words(text, max_chars),
        FieldKind.OBJECT: lambda text: _object(text, max_chars),
    }
    return parsers[kind]


def _text(text: str, max_chars: int) -> str:
    if len(text) > max_chars:
        raise CellRefused("too_long", f"has {len(text):,} characters; {max_chars:,} are allowed")
    if not text.isprintable() and _CONTROL.search(text):
        raise CellRefused("control_character", "contains control characters; remove them")
    return text


def number(text: str, notation: Notation) -> Decimal:
    """A decimal in the file's notation; currency signs around it are let pass. Raises CellRefused."""
    plain = text
    if not _NUMBER.fullmatch(plain) or notation.decimal != ".":
        plain = _SIGNS_OF_MONEY.sub("", plain)
        if notation.thousands:
            plain = _without_thousands(plain, notation)
        if notation.decimal != ".":
            if "." in plain:
                raise CellRefused("not_a_number", f"{shown(text)} is not a number with a decimal comma")
            plain = plain.replace(notation.decimal, ".")
    if not _NUMBER.fullmatch(plain):
        hint = " (is a decimal comma meant? say so in the mapping)" if "," in plain else ""
        raise CellRefused("not_a_number", f"{shown(text)} is not a number{hint}")
    return Decimal(plain)


def _without_thousands(text: str, notation: Notation) -> str:
    """Groups of three only: 1.5 is not fifteen because points are called thousands."""
    mark = "[ \u00a0\u202f]" if notation.thousands == " " else re.escape(notation.thousands)
    decimal = re.escape(notation.decimal)
    grouped = re.fullmatch(rf"([+-]?[0-9]{{1,3}}(?:{mark}[0-9]{{3}})+)({decimal}[0-9]*)?", text)
    if not grouped:
        return text
    return re.sub(mark, "", grouped[1]) + (grouped[2] or "")


def _integer(text: str, notation: Notation) -> int:
    if text.isascii() and text.isdigit() and len(text) < 19:
        return int(text)
    value = number(text, notation)
    if value != value.to_integral_value():
        raise CellRefused("not_whole", f"{shown(text)} is not a whole number")
    if abs(value) > _INTEGER_MAX:
        raise CellRefused("out_of_range", f"{shown(text)} is too large")
    return int(value)


def _boolean(text: str) -> bool:
    word = text.casefold()
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise CellRefused("not_yes_or_no", f"{shown(text)} is neither yes nor no")


def _by_format(text: str, formats: Sequence[str]) -> datetime | None:
    for pattern in formats:
        try:
            return datetime.strptime(text, pattern)  # noqa: DTZ007 (the zone is added by the caller)
        except ValueError:
            continue
    return None


def _moment(text: str, notation: Notation) -> datetime:
    found = _by_format(text, notation.formats)
    if found is None:
        try:
            found = datetime.fromisoformat(text)
        except ValueError:
            hint = ", ".join(notation.formats) or "such as 2026-03-31 14:30"
            raise CellRefused("not_a_date", f"{shown(text)} is not a date ({hint})") from None
    return found


def _day(text: str, notation: Notation) -> date:
    day = _moment(text, notation).date()
    if not 1800 <= day.year <= 2200:
        raise CellRefused("impossible_date", f"{shown(text)} is not a possible date")
    return day


def _instant(text: str, notation: Notation) -> datetime:
    """Without an offset it is of the file's zone; an hour that summer time skips is taken as it was
    counted before the clocks changed, one that comes twice as the first (PEP 495)."""
    moment = _moment(text, notation)
    if not 1970 <= moment.year <= 2200:
        raise CellRefused("impossible_date", f"{shown(text)} is not a possible time")
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=notation.zone)
    return moment.astimezone(UTC)


def _currency(text: str) -> str:
    code = text.upper()
    if not is_currency(code):
        raise CellRefused("unknown_currency", f"{shown(text)} is not an ISO 4217 currency such as EUR")
    return code


_NO_COUNTRIES = frozenset({"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"})
_ALSO_CALLED = {
    "uk": "GB", "great britain": "GB", "england": "GB", "scotland": "GB", "wales": "GB",
    "northern ireland": "GB", "usa": "US", "united states of america": "US", "eire": "IE",
    "czech republic": "CZ", "hong kong": "HK", "macao": "MO", "macau": "MO", "holland": "NL",
    "the netherlands": "NL", "korea": "KR", "republic of korea": "KR", "rsa": "ZA", "uae": "AE",
    "viet nam": "VN", "russian federation": "RU", "turkey": "TR", "ivory coast": "CI",
    "swaziland": "SZ", "burma": "MM", "macedonia": "MK", "méjico": "MX", "ee. uu.": "US",
}  # fmt: skip


@cache
def countries() -> dict[str, str]:
    """Code and English and Spanish name, without case → ISO 3166 alpha-2 (CLDR)."""
    known: dict[str, str] = {}
    for language in ("es", "en"):
        for code, name in Locale(language).territories.items():
            if len(code) == 2 and code.isalpha() and code not in _NO_COUNTRIES:
                known[name.casefold()] = code
                known[code.casefold()] = code
    return known | _ALSO_CALLED


def _country(text: str) -> str:
    code = countries().get(text.casefold())
    if code is None:
        raise CellRefused("unknown_country", f"{shown(text)} is not a country (ISO 3166, such as ES)")
    return code


def _words(text: str, max_chars: int) -> tuple[str, ...]:
    words = (word.strip() for word in _SEPARATORS.split(_text(text, max_chars)))
    return tuple(dict.fromkeys(word for word in words if word))


def _object(text: str, max_chars: int) -> dict[str, Any]:
    _text(text, max_chars)
    try:
        value = json.loads(text, parse_float=str)
        clean = json.dumps(value, ensure_ascii=False)
        clean.encode()
    except (ValueError, RecursionError):
        raise CellRefused("not_an_object", f"{shown(text)} is not a JSON object") from None
    if not isinstance(value, dict) or "\\u0000" in clean:
        raise CellRefused("not_an_object", f"{shown(text)} is not a JSON object")
    return value
