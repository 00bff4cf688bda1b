"""The audit log as a file. It lies below the floor that writes files, so the two meet here."""

import json
from collections.abc import AsyncIterator, Sequence
from typing import Annotated, Any

from fastapi import Query
from pydantic import Field

from souk.kernel.work import ReadWork, Work
from souk.tenancy.http import Door, api_router, streaming
from souk.tenancy.public import AuditQuery, stream_audit
from souk.transfers.http import EXPORT_RESPONSES, ExportResponse, streamed
from souk.transfers.public import ExportFormat, note_export

router = api_router("/audit", tag="Audit")

COLUMNS = (
    "at",
    "actor",
    "actor_kind",
    "action",
    "subject_kind",
    "subject_id",
    "subject",
    "before",
    "after",
    "request_id",
)


class AuditExportQuery(AuditQuery):
    """The list's own filters; `cursor` and `per_page` do not matter here."""

    format: Annotated[ExportFormat, Field(description="jsonl is one JSON object a line")] = ExportFormat.CSV
    tenant: Annotated[str | None, Field(description="the tenant's slug, for links in a browser")] = None


@router.get("/export", response_class=ExportResponse, responses=EXPORT_RESPONSES)
async def export_audit(
    door: Annotated[Door, streaming("audit.read")], query: Annotated[AuditExportQuery, Query()]
) -> ExportResponse:
    """Every entry the filters leave, the newest first."""

    def rows(work: ReadWork) -> AsyncIterator[Sequence[Any]]:
        return _rows(work, query)

    async def note(work: Work) -> None:
        await note_export(work, "audit", query, format=query.format)

    return await streamed(door, "audit", COLUMNS, rows, query.format, note=note)


async def _rows(work: ReadWork, query: AuditQuery) -> AsyncIterator[Sequence[Any]]:
    async for entry in stream_audit(work, query):
        yield (
            entry.at,
            entry.actor_label,
            entry.actor_kind,
            entry.action,
            entry.subject_kind,
            entry.subject_id,
            entry.subject_label,
            _as_text(entry.before),
            _as_text(entry.after),
            entry.request_id,
        )


def _as_text(values: dict[str, Any] | None) -> str | None:
    return None if values is None else json.dumps(values, ensure_ascii=False, sort_keys=True)
