"""Suppressions over HTTP."""

from typing import Annotated, Any

from fastapi import Query, Response
from sqlalchemy import SQLColumnExpression, select

from souk.audience.actions.suppressing import lift_suppression, suppress_numbers
from souk.audience.errors import ContactInvalid
from souk.audience.models import Suppression
from souk.audience.repository.suppressions import listed
from souk.audience.rules.reaching import phone_of
from souk.audience.schemas import SuppressionDraft, SuppressionQuery, SuppressionShape
from souk.kernel.errors import FieldError
from souk.kernel.lists import Page, fetch_page, ordering
from souk.kernel.shapes import Id
from souk.kernel.work import ReadWork, Work
from souk.tenancy.http import api_router, reading, writing
from souk.tenancy.public import masks_personal_data

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
    phone = None
    if query.phone is not None:
        phone = phone_of(query.phone, None)
        if phone is None:
            raise ContactInvalid(
                "That is no phone number; write it as +34612345678.",
                fields=[FieldError("phone", "not a phone number")],
            )
    order = ordering(query.sort, _SORT, default="-created_at", tie=Suppression.id.desc())
    masked = masks_personal_data(work)
    return await fetch_page(
        work.session,
        listed(work, query.reason, phone),
        query,
        order,
        lambda row: SuppressionShape.of(row[0], masked=masked),
    )


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
    return [SuppressionShape.of(one, masked=masked) for one in rows.scalars()]


@router.delete("/{suppression_id}", status_code=204)
async def remove_suppression(work: Annotated[Work, writing("audience.edit")], suppression_id: Id) -> Response:
    """Let a number go. Consent does not come back by it."""
    await lift_suppression(work, suppression_id)
    return Response(status_code=204)
