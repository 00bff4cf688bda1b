"""Imports and mappings as the API shows them."""

from typing import Any

from souk.transfers.importer import Importer
from souk.transfers.mapping.definition import Mapping
from souk.transfers.models import ImportRun, StoredMapping
from souk.transfers.reading.table import headers_of
from souk.transfers.schemas import FieldShape, ImportDetail, ImportShape, KindShape, MappingShape, SampleRow
from souk.transfers.states import MACHINE, RunStatus


def kind_shape(importer: Importer[Any]) -> KindShape:
    """A kind of import as it is registered."""
    return KindShape(
        kind=importer.kind,
        title=importer.title,
        fields=[
            FieldShape(
                name=field.name,
                description=field.description,
                kind=field.kind,
                required=field.required,
                aliases=list(field.aliases),
            )
            for field in importer.fields
        ],
        options=importer.options.model_json_schema(),
    )


def kept_mapping(mapping: StoredMapping) -> MappingShape:
    """A mapping a person has made."""
    return MappingShape(
        id=mapping.id,
        version=mapping.version,
        kind=mapping.kind,
        name=mapping.name,
        title=mapping.title,
        definition=Mapping.model_validate(mapping.definition),
    )


def shipped_mapping(mapping: Mapping) -> MappingShape:
    """A mapping that comes with Souk."""
    return MappingShape(
        id=None,
        version=None,
        kind=mapping.kind,
        name=mapping.name,
        title=mapping.title,
        definition=mapping,
    )


def import_shape(run: ImportRun, status: RunStatus) -> ImportShape:
    """A run; `status` is the real one, which its tracker may know better than its row."""
    return ImportShape.model_validate(_of_run(run, status))


def import_detail(run: ImportRun, status: RunStatus, suggested: Mapping | None) -> ImportDetail:
    """A run with its file's first rows, the mapping it used and the one that fits."""
    used = None if run.mapping is None else Mapping.model_validate(run.mapping)
    chosen = used or suggested
    header_line = None if chosen is None else chosen.read.header_line
    records = [SampleRow(line=line, cells=cells) for line, cells in run.head]
    header = next((r for r in records if r.line == header_line), records[0] if records else None)
    return ImportDetail.model_validate(
        {
            **_of_run(run, status),
            "columns": [] if header is None else list(headers_of(header.cells)),
            "sample": [r for r in records if header is not None and r.line > header.line],
            "mapping": used,
            "suggested_mapping": suggested,
        }
    )


def _of_run(run: ImportRun, status: RunStatus) -> dict[str, Any]:
    plain = {name: getattr(run, name) for name in ImportShape.model_fields if hasattr(run, name)}
    error = None
    if run.error_code is not None:
        error = {"code": run.error_code, "detail": run.error or "", "fields": run.error_fields}
    return {
        **plain,
        "status": status,
        "actions": [verb.value for verb in MACHINE.legal(status) if verb in {"check", "start", "cancel"}],
        "error": error,
    }
