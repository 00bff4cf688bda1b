"""Segments over HTTP. Who is in one: `/audience/contacts?segment_id=…`."""

from typing import Annotated, Any

from fastapi import Query, Response
from sqlalchemy import SQLColumnExpression, select

from souk.audience.actions.grouping import create_segment, delete_segment, update_segment
from souk.audience.models import Contact, Segment
from souk.audience.repository.groups import get_segment, named_like, segments
from souk.audience.repository.listing import count_of
from souk.audience.repository.sizes import sizes_of
from souk.audience.routes.shaping import segment_shape, shaped
from souk.audience.schemas import (
    SegmentCount,
    SegmentCountsQuery,
    SegmentDraft,
    SegmentPreview,
    SegmentShape,
    SegmentSize,
    SegmentUpdate,
)
from souk.audience.segments.definition import Node, read_definition
from souk.audience.segments.meaning import members
from souk.audience.states import Consent
from souk.kernel.lists import ListQuery, Page, fetch_page, ordering
from souk.kernel.shapes import Id
from souk.kernel.work import ReadWork, Work
from souk.tenancy.http import api_router, expected_version, reading, writing

router = api_router("/audience/segments", tag="Segments")
SAMPLE = 5

_SORT: dict[str, SQLColumnExpression[Any]] = {
    "name": Segment.name_key,
    "created_at": Segment.id,
    "updated_at": Segment.updated_at,
}


@router.get("")
async def list_segments(
    work: Annotated[ReadWork, reading("audience.read")], query: Annotated[ListQuery, Query()]
) -> Page[SegmentShape]:
    """Saved segments by name."""
    statement = segments(work)
    if query.q:
        statement = named_like(statement, Segment.name_key, query.q)
    order = ordering(query.sort, _SORT, default="name", tie=Segment.id.asc())
    return await fetch_page(work.session, statement, query, order, lambda row: segment_shape(row[0]))


@router.post("", status_code=201)
async def add_segment(work: Annotated[Work, writing("audience.create")], draft: SegmentDraft) -> SegmentShape:
    """Save a segment."""
    return segment_shape(await create_segment(work, draft.name, draft.definition, draft.description))


@router.post("/count")
async def preview_segment(
    work: Annotated[ReadWork, reading("audience.read")], preview: SegmentPreview
) -> SegmentCount:
    """Count the contacts a definition holds for, without saving it."""
    return await _counted(work, preview.definition)


@router.get("/counts")
async def count_segments(
    work: Annotated[ReadWork, reading("audience.read")], query: Annotated[SegmentCountsQuery, Query()]
) -> list[SegmentSize]:
    """Count the contacts several segments hold now. Segments that are not there are left out."""
    return [
        SegmentSize(id=row.id, contacts=row.contacts, with_consent=row.with_consent)
        for row in await sizes_of(work, query.id)
    ]


@router.get("/{segment_id}")
async def show_segment(work: Annotated[ReadWork, reading("audience.read")], segment_id: Id) -> SegmentShape:
    return segment_shape(await get_segment(work, segment_id))


@router.get("/{segment_id}/count")
async def count_segment(work: Annotated[ReadWork, reading("audience.read")], segment_id: Id) -> SegmentCount:
    """Count the contacts a segment holds now."""
    segment = await get_segment(work, segment_id)
    return await _counted(work, read_definition(segment.definition))


async def _counted(work: ReadWork, definition: Node) -> SegmentCount:
    ids = members(work, definition)
    sample = select(Contact).where(Contact.tenant_id == work.tenant_id, Contact.id.in_(ids))
    some = (await work.session.execute(sample.order_by(Contact.id).limit(SAMPLE))).scalars().all()
    return SegmentCount(
        contacts=await count_of(work, ids),
        with_consent=await count_of(
            work, ids.where(Contact.sms_consent == Consent.GRANTED, Contact.phone.is_not(None))
        ),
        sample=await shaped(work, some),
    )


@router.put("/{segment_id}")
async def change_segment(
    work: Annotated[Work, writing("audience.edit")],
    segment_id: Id,
    update: SegmentUpdate,
    if_match: Annotated[int | None, expected_version()],
) -> SegmentShape:
    """Change a segment. `If-Match` or `version` guards against a change by someone else in the meantime."""
    return segment_shape(
        await update_segment(
            work,
            segment_id,
            name=update.name,
            description=update.description,
            definition=update.definition,
            version=update.version if update.version is not None else if_match,
        )
    )


@router.delete("/{segment_id}", status_code=204)
async def remove_segment(work: Annotated[Work, writing("audience.delete")], segment_id: Id) -> Response:
    """Delete a segment; the contacts stay."""
    await delete_segment(work, segment_id)
    return Response(status_code=204)
