"""Imports and mappings over HTTP."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Annotated, Any

from fastapi import Query, Request, Response
from sqlalchemy import ColumnElement
from starlette.datastructures import UploadFile

from souk.kernel.errors import FieldError, Invalid
from souk.kernel.lists import CursorPage, Page, fetch_after, fetch_page, ordering
from souk.kernel.shapes import Id
from souk.kernel.work import ReadWork, Work
from souk.tenancy.http import Door, api_router, reading, runtime_of, streaming, uploading, writing
from souk.tenancy.public import access_of
from souk.transfers import actions
from souk.transfers.http import EXPORT_RESPONSES, ExportResponse, streamed
from souk.transfers.importer import Importer
from souk.transfers.limits import CHUNK_BYTES, Limits
from souk.transfers.mapping.catalogue import shipped_mappings
from souk.transfers.mapping.definition import Mapping
from souk.transfers.models import ImportRun, RowReport
from souk.transfers.permission import may_import, offered_importers, require_importing, require_switched_on
from souk.transfers.registry import importer_of, importers
from souk.transfers.reporting import REPORT_COLUMNS, report_rows
from souk.transfers.repository import (
    get_run,
    real_status,
    reports,
    runs,
    status_of,
    stored_mappings,
)
from souk.transfers.schemas import (
    ImportDetail,
    ImportQuery,
    ImportShape,
    ImportStart,
    ImportStarted,
    KindShape,
    MappingShape,
    MappingUpdate,
    RowReportExportQuery,
    RowReportQuery,
    RowReportShape,
)
from souk.transfers.shaping import import_detail, import_shape, kept_mapping, kind_shape, shipped_mapping
from souk.transfers.states import RunStatus

router = api_router("/imports", tag="Imports")

_SORTABLE: dict[str, ColumnElement[Any]] = {
    "created_at": ImportRun.id.expression,
    "file_name": ImportRun.file_name.expression,
    "kind": ImportRun.kind.expression,
    "rows_read": ImportRun.rows_read.expression,
}
_FILE = {"schema": {"type": "string", "format": "binary"}}
_UPLOAD_BODY = {
    "requestBody": {
        "required": True,
        "content": {
            "application/octet-stream": _FILE,
            "text/csv": _FILE,
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {"file": {"type": "string", "format": "binary"}},
                }
            },
        },
    }
}


@router.post("", status_code=201, openapi_extra=_UPLOAD_BODY)
async def upload_file(
    request: Request,
    door: Annotated[Door, uploading("imports.create")],
    kind: Annotated[str, Query(max_length=50, description="what the file holds, see /imports/kinds")],
    file_name: Annotated[str | None, Query(max_length=500)] = None,
) -> ImportDetail:
    """Upload a CSV (also `.gz`) or XLSX file, as the body itself or as the part `file` of a form.

    Nothing is imported yet: the answer has the file's columns, its first rows and the mapping that fits.
    """
    importer = importer_of(kind)
    require_importing(door.access, importer)
    async with door.reading() as looking:
        await require_switched_on(looking, importer)
    limits = Limits.of(runtime_of(request).settings)
    async with (
        _upload_of(request, file_name) as (name, stream),
        actions.receive(stream, name, limits) as received,
        door.working() as work,
    ):
        run = await actions.keep_upload(work, kind, received)
        suggested = await actions.suggested_mapping(work, run)
        return import_detail(run, RunStatus(run.status), suggested)


@asynccontextmanager
async def _upload_of(request: Request, name: str | None) -> AsyncIterator[tuple[str, AsyncIterator[bytes]]]:
    """The file in a request, a form's part or the whole body."""
    if not request.headers.get("content-type", "").startswith("multipart/"):
        yield name or "upload.csv", request.stream()
        return
    async with request.form(max_files=1, max_fields=10) as form:
        part = form.get("file")
        if not isinstance(part, UploadFile):
            raise Invalid(
                "Send the file as the part `file` of the form.", fields=[FieldError("file", "is missing")]
            )
        yield name or part.filename or "upload.csv", _pieces(part)


async def _pieces(part: UploadFile) -> AsyncIterator[bytes]:
    while piece := await part.read(CHUNK_BYTES):
        yield piece


@router.get("")
async def list_imports(
    work: Annotated[ReadWork, reading("imports.read")], query: Annotated[ImportQuery, Query()]
) -> Page[ImportShape]:
    """Every import, the newest first."""
    kinds = [importer.kind for importer in importers() if query.kind in (None, importer.kind)]
    statement = runs(work, kinds)
    if query.status is not None:
        statement = statement.where(real_status() == query.status)
    if query.q:
        statement = statement.where(ImportRun.file_name.icontains(query.q, autoescape=True))
    order = ordering(query.sort, _SORTABLE, default="-created_at", tie=ImportRun.id.desc())
    return await fetch_page(
        work.session, statement, query, order, lambda row: import_shape(row[0], RunStatus(row[1]))
    )


@router.get("/kinds")
async def list_kinds(work: Annotated[ReadWork, reading("imports.create")]) -> list[KindShape]:
    """The kinds of file that may be imported, with their fields and options."""
    return [kind_shape(importer) for importer in await offered_importers(work)]


def _may(work: ReadWork, importer: Importer[Any]) -> bool:
    return may_import(access_of(work), importer)


@router.get("/mappings")
async def list_mappings(
    work: Annotated[ReadWork, reading("imports.create")],
    kind: Annotated[str | None, Query(max_length=50)] = None,
) -> list[MappingShape]:
    """Mappings that were kept, then those shipped with Souk."""
    kinds = [importer_of(kind)] if kind else await offered_importers(work)
    shapes = [kept_mapping(one) for one in await stored_mappings(work, kind and kinds[0].kind)]
    shapes += [shipped_mapping(one) for importer in kinds for one in shipped_mappings(importer.kind)]
    return shapes


@router.post("/mappings", status_code=201)
async def create_mapping(work: Annotated[Work, writing("imports.create")], mapping: Mapping) -> MappingShape:
    """Keep a mapping under its name."""
    return kept_mapping(await actions.save_mapping(work, mapping))


@router.put("/mappings/{mapping_id}")
async def change_mapping(
    work: Annotated[Work, writing("imports.create")], mapping_id: Id, update: MappingUpdate
) -> MappingShape:
    """Change a kept mapping. `version` guards against a change by someone else in the meantime."""
    return kept_mapping(await actions.update_mapping(work, mapping_id, update.definition, update.version))


@router.delete("/mappings/{mapping_id}", status_code=204)
async def remove_mapping(work: Annotated[Work, writing("imports.create")], mapping_id: Id) -> Response:
    """Forget a kept mapping. Imports that used it keep their own copy."""
    await actions.delete_mapping(work, mapping_id)
    return Response(status_code=204)


@router.get("/{run_id}")
async def show_import(work: Annotated[ReadWork, reading("imports.read")], run_id: Id) -> ImportDetail:
    """An import, with its file's first rows and the mapping that fits, for those who may import it."""
    run = await get_run(work, run_id)
    status = await status_of(work, run)
    if not _may(work, importer_of(run.kind)):
        work.session.expunge(run)
        run.head = []
    suggested = await actions.suggested_mapping(work, run) if run.head else None
    return import_detail(run, status, suggested)


@router.post("/{run_id}/start", status_code=202)
async def start(
    work: Annotated[Work, writing("imports.create")], run_id: Id, start: ImportStart
) -> ImportStarted:
    """Start the import, or with `dry_run` a rehearsal that changes nothing and reports the same."""
    if start.mapping is not None and start.mapping_name is not None:
        raise Invalid("Give a mapping or the name of one, not both.")
    run = await actions.start_import(
        work,
        run_id,
        mapping=start.mapping or start.mapping_name,
        options=start.options,
        dry_run=start.dry_run,
    )
    return ImportStarted(tracker_id=await actions.hand_to_worker(work, run), run_id=run.id)


@router.post("/{run_id}/cancel")
async def cancel(work: Annotated[Work, writing("imports.create")], run_id: Id) -> ImportShape:
    """End the import after the batch in hand. What is in stays in; started again, it goes on from there."""
    run = await actions.cancel_import(work, run_id)
    return import_shape(run, RunStatus(run.status))


@router.delete("/{run_id}/file", status_code=204)
async def forget_file(work: Annotated[Work, writing("imports.create")], run_id: Id) -> Response:
    """Remove the uploaded file before its time. The import and its counts stay."""
    await actions.forget_file(work, run_id)
    return Response(status_code=204)


@router.get("/{run_id}/rejected")
async def list_rejected(
    work: Annotated[ReadWork, reading("imports.read")],
    run_id: Id,
    query: Annotated[RowReportQuery, Query()],
) -> CursorPage[RowReportShape]:
    """Rows that were not taken, or (`verdict=noted`) taken with a remark, in the file's order."""
    await _reportable(work, run_id)
    return await fetch_after(
        work.session,
        reports(work, run_id, query.verdict),
        query,
        RowReport.id.expression,
        lambda row: RowReportShape.model_validate(row[1]),
        newest_first=False,
    )


@router.get("/{run_id}/rejected/export", response_class=ExportResponse, responses=EXPORT_RESPONSES)
async def export_rejected(
    door: Annotated[Door, streaming("imports.read")],
    run_id: Id,
    query: Annotated[RowReportExportQuery, Query()],
) -> ExportResponse:
    """The reported rows as a file: line, reason, and the row's own columns, ready to be mended."""
    async with door.reading() as work:
        run = await _reportable(work, run_id)
    headers = list((run.layout or {}).get("headers", []))

    def rows(work: ReadWork) -> AsyncIterator[Sequence[Any]]:
        return report_rows(work, run_id, query.verdict, headers)

    async def note(work: Work) -> None:
        subject = ("import", run.id, run.file_name)
        await actions.note_export(work, f"{run.kind}-rows", query, subject=subject, format=query.format)

    columns = [*REPORT_COLUMNS, *headers]
    return await streamed(door, f"{run.kind}-rows", columns, rows, query.format, note=note)


async def _reportable(work: ReadWork, run_id: int) -> ImportRun:
    """The rows hold people's data: only who may import the kind sees them."""
    run = await get_run(work, run_id)
    require_importing(access_of(work), importer_of(run.kind))
    return run
