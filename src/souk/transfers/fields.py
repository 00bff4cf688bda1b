"""What a kind of file can carry: its fields, each with the type its cells are read as."""

from dataclasses import dataclass
from enum import StrEnum


class FieldKind(StrEnum):
    """What a cell is read as, and the Python type a row then holds (an empty cell is None)."""

    TEXT = "text"  # str, blanks around it gone
    INTEGER = "integer"  # int
    DECIMAL = "decimal"  # Decimal, as written: amounts are in whole units (19.99), never float
    BOOLEAN = "boolean"  # bool: true/false, yes/no, 1/0, y/n
    DAY = "day"  # date
    INSTANT = "instant"  # aware datetime in UTC; without an offset it is the tenant's (or the mapping's) zone
    CURRENCY = "currency"  # ISO 4217 code in capitals
    COUNTRY = "country"  # ISO 3166 alpha-2 in capitals; English country names are understood
    WORDS = "words"  # tuple[str, ...], separated by comma, semicolon or bar
    OBJECT = "object"  # dict, written as JSON


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a kind of import. `aliases` are the headers it is recognised by, besides its name."""

    name: str
    description: str
    kind: FieldKind = FieldKind.TEXT
    required: bool = False
    aliases: tuple[str, ...] = ()
    max_chars: int = 20_000
