"""Which mappings there are, and which of them fits a file."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from souk.transfers.fields import Field
from souk.transfers.mapping.definition import FROM_THE_FILE, ColumnRule, Mapping, parse_toml
from souk.transfers.mapping.patterns import place_of_star, settled
from souk.transfers.reading.delimited import Record
from souk.transfers.reading.table import headers_of


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A mapping that fits a file, and the line its header is on."""

    mapping: Mapping
    header_line: int


@cache
def shipped_mappings(kind: str) -> tuple[Mapping, ...]:
    """The mappings in `transfers/mappings/<kind>/`, by name."""
    folder = files("souk.transfers") / "mappings" / kind
    if not folder.is_dir():
        return ()
    return tuple(
        parse_toml(entry.read_text(encoding="utf-8"), kind=kind, name=entry.name.removesuffix(".toml"))
        for entry in sorted(folder.iterdir(), key=lambda entry: entry.name)
        if entry.name.endswith(".toml")
    )


def suggest(
    kind: str, fields: Sequence[Field], head: Sequence[Record], stored: Iterable[Mapping] = ()
) -> Suggestion | None:
    """The mapping that fits: one that recognises the file (a stored one first, then the most particular),
    else what the headers say by themselves. None when no header is known.
    """
    best: tuple[int, Suggestion] | None = None
    for mapping in (*stored, *shipped_mappings(kind)):
        line = _recognised(mapping, head)
        if line is not None and (best is None or len(mapping.recognised_by) > best[0]):
            here = settled(mapping, headers_of(dict(head)[line]))
            best = (len(mapping.recognised_by), Suggestion(here, line))
    return best[1] if best else _from_headers(kind, fields, head)


def header_line_for(mapping: Mapping, head: Sequence[Record]) -> int | None:
    """Where the mapping finds its header: some exports begin with a title. None: on the first record."""
    return mapping.read.header_line or _recognised(mapping, head)


def _recognised(mapping: Mapping, head: Sequence[Record]) -> int | None:
    patterns = [header for header in mapping.recognised_by if "*" in header]
    wanted = {_plain(header) for header in mapping.recognised_by if "*" not in header}
    if not mapping.recognised_by:
        return None
    for line, cells in head:
        headers = headers_of(cells)
        if wanted <= {_plain(cell) for cell in headers} and all(
            any(place_of_star(pattern, header) for header in headers) for pattern in patterns
        ):
            return line
    return None


def _from_headers(kind: str, fields: Sequence[Field], head: Sequence[Record]) -> Suggestion | None:
    by_name = {_plain(alias): field.name for field in fields for alias in field.aliases}
    by_name |= {_plain(field.name): field.name for field in fields}
    best: tuple[int, int, dict[str, str | ColumnRule]] | None = None
    for line, cells in head[:10]:
        columns: dict[str, str | ColumnRule] = {}
        for header in headers_of(cells):
            field = by_name.get(_plain(header))
            if field is not None and field not in columns:
                columns[field] = header
        if columns and (best is None or len(columns) > best[0]):
            best = (len(columns), line, columns)
    if best is None:
        return None
    _, line, columns = best
    return Suggestion(Mapping(kind=kind, name=FROM_THE_FILE, title=FROM_THE_FILE, columns=columns), line)


def _plain(header: str) -> str:
    """A header without case, blanks and punctuation: 'Unit Price', 'unit_price' and 'unitPrice' are one."""
    return "".join(c for c in header.casefold() if c.isalnum())
