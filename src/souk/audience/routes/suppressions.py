"""Suppressions over HTTP."""

from typing import Annotated, Any

from fastapi import Query, Response
from sqlalchemy import SQLColumnExpression, select

from souk.audience.actions.suppressing import lift_suppression, number_meant, suppress_numbers
from souk.audience.exports import SuppressionExport
from souk.audience.models import Suppression
from souk.audience.repository.suppressions import listed
from souk.audience.routes.shaping import suppression_shape
from souk.audience.schemas import (
    SuppressionDraft,
    SuppressionExportQuery,
    SuppressionQuery,
    SuppressionShape,
)
from souk.kernel.lists import Page, fetch_page, ordering
from souk.kernel.shapes import Id
from souk.kernel.work import ReadWork, Work
from souk.tenancy.http import Door, api_router, reading, streaming, writing
from souk.tenancy.public import masks_personal_data
from souk.transfers.http import EXPORT_RESPONSES, ExportResponse, export_response

router = api_router("/audience/suppressions", tag="Suppressions")

_SORT: dict[str, SQLColumnExpression[Any]] = {
    "created_at": Suppression.id,
    "reason": Suppression.reason,
    "source": Suppression.source,
}


@router.get("")
async def list_suppressions(
    work: Annotated[ReadWork, reading("audience.read")], query: Annotated[SuppressionQuery, Query()]
) -> Page[SuppressionShape]:
    """Numbers never to be messaged. `phone` asks for one exactly, which finds erased ones too."""
    order = ordering(query.sort, _SORT, default="-created_at", tie=Suppression.id.desc())
    masked = masks_personal_data(work)
    return await fetch_page(
        work.session,
        listed(work, query.reason, number_meant(query.phone)),
        query,
        order,
        lambda row: suppression_shape(row[0], masked=masked),
    )


@router.get("/export", response_class=ExportResponse, responses=EXPORT_RESPONSES)
async def export_suppressions(
    door: Annotated[Door, streaming("audience.read")], query: Annotated[SuppressionExportQuery, Query()]
) -> ExportResponse:
    """The list as a file; masked for who may not see numbers."""
    return await export_response(door, SuppressionExport(), query)


@router.post("", status_code=201)
async def add_suppressions(
    work: Annotated[Work, writing("audience.edit")], draft: SuppressionDraft
) -> list[SuppressionShape]:
    """Suppress numbers. Answers with what is new; a number suppressed for this reason already stays so."""
    made = await suppress_numbers(work, draft.phones, draft.reason, draft.source)
    rows = await work.session.execute(
        select(Suppression)
        .where(Suppression.tenant_id == work.tenant_id, Suppression.id.in_(made))
        .order_by(Suppression.id)
    )
    masked = masks_personal_data(work)
    return [suppression_shape(one, masked=masked) for one in rows.scalars()]


@router.delete("/{suppression_id}", status_code=204)
async def remove_suppression(work: Annotated[Work, writing("audience.edit")], suppression_id: Id) -> Response:
    """Let a number go. Consent does not come back by it."""
    await lift_suppression(work, suppression_id)
    return Response(status_code=204)
