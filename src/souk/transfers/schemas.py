"""The API's shapes of imports and mappings."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import Field

from souk.kernel.lists import CursorQuery, ListQuery
from souk.kernel.shapes import Draft, Id, Shape, Version
from souk.transfers.fields import FieldKind
from souk.transfers.mapping.definition import Mapping
from souk.transfers.states import RunStatus, Verdict
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


class MappingShape(Shape):
    """A mapping that can be chosen. `id` and `version` are null for those shipped with Souk."""

    id: int | None
    version: int | None
    kind: str
    name: str
    title: str
    definition: Mapping


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


class SampleRow(Shape):
    line: int
    cells: list[str]


class ImportDetail(ImportShape):
    """An import with what the mapping step needs. The sample is empty once the file is no longer kept."""

    columns: list[str]
    sample: list[SampleRow]
    mapping: Mapping | None
    suggested_mapping: Mapping | None


class ExportQuery(ListQuery):
    """What a list's query takes more when it is exported. `page` and `per_page` do not matter then."""

    format: Annotated[ExportFormat, Field(description="jsonl is one JSON object a line")] = ExportFormat.CSV
    tenant: Annotated[str | None, Field(description="the tenant's slug, for links in a browser")] = None


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


class RowReportQuery(CursorQuery):
    verdict: Verdict | None = Verdict.REJECTED


class RowReportExportQuery(Draft):
    verdict: Verdict | None = Verdict.REJECTED
    format: ExportFormat = ExportFormat.CSV
    tenant: Annotated[str | None, Field(description="the tenant's slug, for links")] = None
