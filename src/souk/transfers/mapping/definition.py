"""A mapping as data: written by hand in TOML, stored as JSON, chosen in the console; one shape for all."""

import tomllib
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, ConfigDict, Field, ValidationError, model_validator

from souk.kernel.errors import FieldError
from souk.kernel.shapes import Draft, Prose, Words
from souk.transfers.errors import MappingInvalid

MAPPING_BYTES_MAX = 256 * 1024
FROM_THE_FILE = "from the file's headers"
"""The name of a mapping that was found out, not chosen."""


def _known_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError("not a time zone such as Europe/Madrid") from None
    return name


def _date_format(value: str) -> str:
    try:
        datetime.strptime("", value)  # noqa: DTZ007 (only the format is looked at)
    except ValueError as complaint:
        if "does not match" not in str(complaint) and "unconverted" not in str(complaint):
            raise ValueError(f"not a date format such as %d/%m/%Y %H:%M ({complaint})") from None
    if "%" not in value:
        raise ValueError("not a date format such as %d/%m/%Y %H:%M")
    return value


Header = Annotated[str, Field(min_length=1, max_length=500)]
Pattern = Annotated[Header, Field(pattern=r"^[^*]*\*[^*]*$")]
DateFormat = Annotated[str, Field(min_length=2, max_length=100), AfterValidator(_date_format)]
Zone = Annotated[str, Field(max_length=64), AfterValidator(_known_zone)]


class Rule(Draft):
    """Blanks count here: they join, and they begin and end words."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=False)


class ColumnRule(Rule):
    """Where a field's value comes from, and what is done to it on the way."""

    column: Header | None = None
    """One column of the file."""
    first_of: list[Header] | None = Field(default=None, min_length=1, max_length=20)
    """The first of several columns that is not empty."""
    columns: list[Header] | None = Field(default=None, min_length=1, max_length=20)
    """Several columns joined by `join`, empty ones left out."""
    collect: list[Header] | None = Field(default=None, min_length=1, max_length=200)
    """Several columns as an object of header: value (for fields that hold an object)."""
    constant: str | int | bool | Decimal | None = None
    """The same for every row."""
    like: Pattern | None = None
    """One column, by the beginning and the end of its header around a `*`: `Amount spent (*)`."""
    in_header: Pattern | None = None
    """What stands in the place of the `*` in such a header, the same for every row: a currency."""

    join: str = Field(default=" ", max_length=20)
    default: str | int | bool | Decimal | None = None
    """What an empty cell stands for."""
    fill_down: bool = False
    """An empty cell takes the value above it, within rows alike in the mapping's `fill_down_by` column."""
    strip_prefix: str | None = Field(default=None, min_length=1, max_length=100)
    strip_suffix: str | None = Field(default=None, min_length=1, max_length=100)
    before: str | None = Field(default=None, min_length=1, max_length=20)
    """Only what stands before the first of these characters."""
    case: Literal["upper", "lower"] | None = None
    values: dict[str, str] | None = Field(default=None, max_length=1000)
    """The file's word → ours; upper and lower case are the same."""
    otherwise: Literal["keep", "empty", "reject"] = "keep"
    """What happens to a word that `values` does not name."""
    formats: list[DateFormat] | None = Field(default=None, max_length=10)
    """Date formats tried for this column before the mapping's own."""
    scale: Decimal | None = Field(default=None, gt=0, le=10**9)
    """A number is multiplied by this (0.000001 for an amount in micros)."""
    absolute: bool = False
    """A number loses its sign (fees written as negative amounts)."""

    @model_validator(mode="after")
    def _one_source(self) -> "ColumnRule":
        sources = (
            *(self.column, self.first_of, self.columns, self.collect),
            *(self.constant, self.like, self.in_header),
        )
        if sum(source is not None for source in sources) != 1:
            raise ValueError(
                "give exactly one of column, first_of, columns, collect, constant, like, in_header"
            )
        return self

    def headers(self) -> list[str]:
        """Every column of the file it reads."""
        if self.column is not None:
            return [self.column]
        if pattern := self.like or self.in_header:
            return [pattern]
        return self.first_of or self.columns or self.collect or []


class SkipRule(Rule):
    """Rows that are no data (totals, other record types): left out and counted, not reported."""

    column: Header
    equals: list[str] | None = Field(default=None, max_length=100)
    not_equals: list[str] | None = Field(default=None, max_length=100)
    starts_with: list[str] | None = Field(default=None, max_length=100)
    empty: bool | None = None

    @model_validator(mode="after")
    def _one_test(self) -> "SkipRule":
        tests = (self.equals, self.not_equals, self.starts_with, self.empty)
        if sum(test is not None for test in tests) != 1:
            raise ValueError("give exactly one of equals, not_equals, starts_with, empty")
        return self


class ReadRule(Rule):
    """How the file is read, where it should not be found out."""

    encoding: str | None = Field(default=None, max_length=40)
    delimiter: str | None = Field(default=None, max_length=3)
    sheet: str | None = Field(default=None, max_length=100)
    header_line: int | None = Field(default=None, ge=1, le=1000)


class Mapping(Rule):
    """Which column becomes which field of one kind."""

    kind: Annotated[str, Field(pattern=r"^[a-z][a-z_]{0,40}$")]
    name: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9 '_.-]{0,60}$")]
    title: Words
    description: Prose = ""
    recognised_by: list[Header] = Field(default_factory=list, max_length=50)
    """Headers that, all being there, tell that this mapping fits; one with a `*` fits what is like it."""
    read: ReadRule = ReadRule()
    decimal: Literal[".", ","] = "."
    thousands: Literal["", ".", ",", " ", "'"] = ""
    dates: list[DateFormat] = Field(default_factory=list, max_length=10)
    """Date formats tried in this order; ISO 8601 is always understood."""
    timezone: Zone | None = None
    """Of times without an offset; the tenant's unless given."""
    fill_down_by: Header | None = None
    columns: dict[str, Header | ColumnRule] = Field(min_length=1, max_length=200)
    """Field → its column, or a rule."""
    skip: list[SkipRule] = Field(default_factory=list, max_length=20)
    options: dict[str, Any] = Field(default_factory=dict, max_length=50)
    """The kind's own options, which the person starting a run may overrule."""

    @model_validator(mode="after")
    def _consistent(self) -> "Mapping":
        if self.thousands == self.decimal:
            raise ValueError("thousands and decimal are the same character")
        if self.fill_down_by is None and any(rule.fill_down for rule in self.rules().values()):
            raise ValueError("fill_down needs fill_down_by, the column that tells rows that belong together")
        return self

    def rules(self) -> dict[str, ColumnRule]:
        return {
            field: ColumnRule(column=rule) if isinstance(rule, str) else rule
            for field, rule in self.columns.items()
        }


def parse_mapping(data: dict[str, Any]) -> Mapping:
    """A mapping from plain data. Raises MappingInvalid with a complaint for each place."""
    try:
        return Mapping.model_validate(data)
    except ValidationError as refusal:
        complaints = [
            FieldError(".".join(str(part) for part in error["loc"]) or "mapping", error["msg"])
            for error in refusal.errors(include_url=False)
        ]
        raise MappingInvalid(
            "The mapping is not valid: "
            + "; ".join(f"{complaint.field}: {complaint.message}" for complaint in complaints[:5]),
            fields=complaints,
        ) from None


def parse_toml(text: str, *, kind: str | None = None, name: str | None = None) -> Mapping:
    """A mapping from TOML. `kind` and `name` stand in where the text says none. Raises MappingInvalid."""
    if len(text) > MAPPING_BYTES_MAX:
        raise MappingInvalid("The mapping file is too long to be one.")
    try:
        data = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as complaint:
        raise MappingInvalid(f"The mapping is not valid TOML: {complaint}.") from None
    except RecursionError:
        raise MappingInvalid("The mapping is not valid TOML: it is nested too deeply.") from None
    stand_ins = {"kind": kind, "name": name, "title": data.get("name") or name}
    return parse_mapping({**{k: v for k, v in stand_ins.items() if v is not None}, **data})


def read_toml(path: Path, *, kind: str | None = None) -> Mapping:
    """A mapping from a TOML file. Raises MappingInvalid."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as complaint:
        raise MappingInvalid(f"The mapping {path} cannot be read: {complaint}.") from None
    stem = "".join(c if c.isascii() and (c.isalnum() or c in "._-") else "-" for c in path.stem.lower())
    return parse_toml(text, kind=kind, name=stem.strip("-._") or "mapping")
