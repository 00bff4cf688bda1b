"""Events that could not be handled, for the Jobs page."""

from typing import Annotated

from fastapi import Path, Query

from souk.events import set_aside
from souk.events.set_aside import SetAsideQuery, SetAsideShape
from souk.kernel.lists import Page
from souk.kernel.work import ReadWork, Work
from souk.tenancy.http import api_router, reading, writing
from souk.tenancy.public import record_audit

router = api_router("/events/set-aside", tag="Jobs")

SetAsideId = Annotated[int, Path(ge=1, le=2**63 - 1)]


@router.get("")
async def list_events_set_aside(
    work: Annotated[ReadWork, reading("jobs.read")], query: Annotated[SetAsideQuery, Query()]
) -> Page[SetAsideShape]:
    """Events a subscriber failed to handle, with what waits behind them. They are retried by themselves."""
    return await set_aside.list_set_aside(work, query)


@router.post("/{set_aside_id}/retry", status_code=202)
async def retry_event_set_aside(
    work: Annotated[Work, writing("jobs.retry")], set_aside_id: SetAsideId
) -> SetAsideShape:
    """Try it again now. It leaves the list when it has been handled."""
    shape = await set_aside.retry_event(work, set_aside_id)
    await _record(work, "event.retried", shape)
    return shape


@router.post("/{set_aside_id}/discard", status_code=202)
async def discard_event_set_aside(
    work: Annotated[Work, writing("jobs.retry")], set_aside_id: SetAsideId
) -> SetAsideShape:
    """Go on without it: this subscriber never handles it, what waits behind it is handled next."""
    shape = await set_aside.discard_event(work, set_aside_id)
    await _record(work, "event.discarded", shape)
    return shape


async def _record(work: Work, action: str, shape: SetAsideShape) -> None:
    label = f"{shape.type} {shape.aggregate} for {shape.subscriber}"
    after = {"event_id": shape.event_id, "subscriber": shape.subscriber}
    await record_audit(work, action, subject=("event_set_aside", shape.id, label), after=after)
