"""The API's shapes of imports and mappings."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import Field

from souk.kernel.lists import CursorQuery, ListQuery
from souk.kernel.shapes import Draft, Id, Shape, Version
from souk.transfers.fields import FieldKind
from souk.transfers.importer import Importer
from souk.transfers.mapping.definition import Mapping
from souk.transfers.models import ImportRun, RowReport, StoredMapping, Verdict
from souk.transfers.reading.table import headers_of
from souk.transfers.states import MACHINE, RunStatus
from souk.transfers.writing.formats import ExportFormat


class FieldShape(Shape):
    name: str
    description: str
    kind: FieldKind
    required: bool
    aliases: list[str]


class KindShape(Shape):
    """A kind of import: its fields for the mapping, and the JSON Schema of its options."""

    kind: str
    title: str
    fields: list[FieldShape]
    options: dict[str, Any]

    @classmethod
    def of(cls, importer: Importer[Any]) -> "KindShape":
        return cls(
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


class MappingShape(Shape):
    """A mapping that can be chosen. `id` and `version` are null for those shipped with Souk."""

    id: int | None
    version: int | None
    kind: str
    name: str
    title: str
    definition: Mapping

    @classmethod
    def stored(cls, mapping: StoredMapping) -> "MappingShape":
        return cls(
            id=mapping.id,
            version=mapping.version,
            kind=mapping.kind,
            name=mapping.name,
            title=mapping.title,
            definition=Mapping.model_validate(mapping.definition),
        )

    @classmethod
    def shipped(cls, mapping: Mapping) -> "MappingShape":
        return cls(
            id=None,
            version=None,
            kind=mapping.kind,
            name=mapping.name,
            title=mapping.title,
            definition=mapping,
        )


class MappingUpdate(Draft):
    definition: Mapping
    version: Version | None = None


class ImportErrorShape(Shape):
    code: str
    detail: str
    fields: list[dict[str, Any]]


class ImportShape(Shape):
    """An import. Rows are lines of the file; created, changed and unchanged are the kind's own things."""

    id: int
    kind: str
    file_name: str
    file_bytes: int
    sha256: str
    origin: str
    form: str
    encoding: str | None
    delimiter: str | None
    status: RunStatus
    actions: list[str]
    is_dry_run: bool
    mapping_name: str | None
    options: dict[str, Any]
    tracker_id: int | None
    rows_total: int | None
    rows_read: int
    rows_rejected: int
    rows_noted: int
    rows_skipped: int
    created_count: int
    changed_count: int
    unchanged_count: int
    tallies: dict[str, int]
    warnings: list[str]
    error: ImportErrorShape | None
    file_kept: bool
    created_by: str
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None

    @classmethod
    def of(cls, run: ImportRun, status: RunStatus) -> "ImportShape":
        return cls.model_validate(_of_run(run, status))


class SampleRow(Shape):
    line: int
    cells: list[str]


class ImportDetail(ImportShape):
    """An import with what the mapping step needs. The sample is empty once the file is no longer kept."""

    columns: list[str]
    sample: list[SampleRow]
    mapping: Mapping | None
    suggested_mapping: Mapping | None

    @classmethod
    def with_sample(cls, run: ImportRun, status: RunStatus, suggested: Mapping | None) -> "ImportDetail":
        used = None if run.mapping is None else Mapping.model_validate(run.mapping)
        header_line = (used or suggested).read.header_line if used or suggested else None  # type: ignore[union-attr]
        records = [SampleRow(line=line, cells=cells) for line, cells in run.head]
        header = next((r for r in records if r.line == header_line), records[0] if records else None)
        return cls.model_validate(
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


class ImportQuery(ListQuery):
    kind: str | None = None
    status: RunStatus | None = None


class ImportStart(Draft):
    """How to read the file. Without `mapping` and `mapping_name` the one that fits is used."""

    mapping_name: Annotated[str | None, Field(max_length=100)] = None
    mapping: Mapping | None = None
    options: dict[str, Any] = Field(default_factory=dict, max_length=50)
    dry_run: bool = False


class ImportStarted(Shape):
    tracker_id: Id
    run_id: Id


class RowReportShape(Shape):
    """A row that was rejected, or noted; `content` is the row as it stood in the file."""

    line: int
    verdict: Verdict
    code: str
    field: str | None
    message: str
    content: dict[str, Any] | None

    @classmethod
    def of(cls, report: RowReport) -> "RowReportShape":
        return cls.model_validate(report)


class RowReportQuery(CursorQuery):
    verdict: Verdict | None = Verdict.REJECTED


class RowReportExportQuery(Draft):
    verdict: Verdict | None = Verdict.REJECTED
    format: ExportFormat = ExportFormat.CSV
    tenant: Annotated[str | None, Field(description="the tenant's slug, for links")] = None
