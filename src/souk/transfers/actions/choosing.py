"""Which mapping a run uses."""

from collections.abc import Sequence
from typing import Any

from souk.kernel.work import ReadWork
from souk.transfers.errors import ColumnsMissing, MappingInvalid, MappingMissing
from souk.transfers.importer import Importer
from souk.transfers.mapping.catalogue import header_line_for, shipped_mappings, suggest
from souk.transfers.mapping.definition import Mapping, parse_mapping
from souk.transfers.mapping.mapper import Mapper
from souk.transfers.models import ImportRun
from souk.transfers.reading.delimited import Record
from souk.transfers.reading.table import headers_of
from souk.transfers.registry import importer_of
from souk.transfers.repository import find_mapping, stored_mappings

OWN = "souk"
"""The mapping of Souk's own files: columns are named as the fields are."""


async def suggested_mapping(work: ReadWork, run: ImportRun) -> Mapping | None:
    """What would be used if nothing is said: a mapping that recognises the file, else its headers."""
    importer = importer_of(run.kind)
    stored = [parse_mapping(mapping.definition) for mapping in await stored_mappings(work, run.kind)]
    found = suggest(run.kind, importer.fields, _head(run), stored)
    return None if found is None else _with_header(found.mapping, found.header_line)


async def choose_mapping(work: ReadWork, run: ImportRun, wanted: Mapping | str | None) -> Mapping:
    """The mapping for a run: one given whole, one by name (stored, else shipped), or the suggested one.

    It is tried on the headers, so that what does not fit is said before anything is started. Raises
    MappingMissing, MappingInvalid, ColumnsMissing.
    """
    importer = importer_of(run.kind)
    if isinstance(wanted, Mapping):
        mapping = wanted
    elif wanted is not None and wanted != OWN:
        mapping = await _named(work, run.kind, wanted)
    else:
        suggested = await suggested_mapping(work, run)
        if suggested is None:
            raise ColumnsMissing(
                "No column of the file is known; choose a mapping. The fields are: "
                + ", ".join(field.name for field in importer.fields)
                + ".",
                details={"columns": list(headers_of(run.head[0][1])) if run.head else []},
            )
        mapping = suggested
    if mapping.kind != run.kind:
        raise MappingInvalid(f"The mapping is for {mapping.kind}, the import is of {run.kind}.")
    return _tried(mapping, importer, run, work.scope.timezone)


async def known_mappings(work: ReadWork, kind: str) -> list[Mapping]:
    """Stored ones first, then shipped ones that no stored one of the same name stands before."""
    stored = [parse_mapping(mapping.definition) for mapping in await stored_mappings(work, kind)]
    names = {mapping.name for mapping in stored}
    return [*stored, *(mapping for mapping in shipped_mappings(kind) if mapping.name not in names)]


async def _named(work: ReadWork, kind: str, name: str) -> Mapping:
    stored = await find_mapping(work, kind, name)
    if stored is not None:
        return parse_mapping(stored.definition)
    for mapping in shipped_mappings(kind):
        if mapping.name == name.lower():
            return mapping
    known = [OWN, *(mapping.name for mapping in await known_mappings(work, kind))]
    raise MappingMissing(
        f"There is no mapping '{name}' for {kind}; there are: {', '.join(known)}.",
        details={"mappings": known},
    )


def _tried(mapping: Mapping, importer: Importer[Any], run: ImportRun, zone: str) -> Mapping:
    head = _head(run)
    line = header_line_for(mapping, head)
    if _read_otherwise(mapping, run) or not head:
        return mapping  # the file itself will have to say; it is looked through before anything changes
    by_line = dict(head)
    cells = by_line.get(line) if line is not None else head[0][1]
    if cells is None:
        raise MappingInvalid(f"The mapping expects the header on line {line}, where the file has no row.")
    Mapper(mapping, importer.fields, headers_of(cells), mapping.timezone or zone)
    return _with_header(mapping, line if line is not None else head[0][0])


def _read_otherwise(mapping: Mapping, run: ImportRun) -> bool:
    read = mapping.read
    return (
        read.sheet is not None
        or (read.encoding is not None and read.encoding != run.encoding)
        or (read.delimiter is not None and read.delimiter != run.delimiter)
    )


def _with_header(mapping: Mapping, line: int) -> Mapping:
    return mapping.model_copy(update={"read": mapping.read.model_copy(update={"header_line": line})})


def _head(run: ImportRun) -> Sequence[Record]:
    return [(int(line), list(cells)) for line, cells in run.head]
