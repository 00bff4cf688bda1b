"""What is under way, and how far."""

from typing import Annotated

from fastapi import Path, Query

from souk.jobs.trackers import reading as trackers
from souk.jobs.trackers import request_cancel
from souk.jobs.trackers.schemas import TrackerDetailShape, TrackerQuery, TrackerShape
from souk.kernel.lists import Page
from souk.kernel.work import ReadWork, Work
from souk.tenancy.http import api_router, reading, writing
from souk.tenancy.public import record_audit

router = api_router("/trackers", tag="Jobs")

TrackerId = Annotated[int, Path(ge=1, le=2**63 - 1)]


@router.get("")
async def list_trackers(
    work: Annotated[ReadWork, reading("jobs.read")], query: Annotated[TrackerQuery, Query()]
) -> Page[TrackerShape]:
    """Long operations, the newest first; `running=true` for what is under way."""
    return await trackers.list_trackers(work, query)


@router.get("/{tracker_id}")
async def show_tracker(
    work: Annotated[ReadWork, reading("jobs.read")], tracker_id: TrackerId
) -> TrackerDetailShape:
    """One operation, phase by phase, with what it consists of."""
    return await trackers.read_tracker(work, tracker_id)


@router.post("/{tracker_id}/cancel", status_code=202)
async def cancel_tracker(
    work: Annotated[Work, writing("jobs.cancel")], tracker_id: TrackerId
) -> TrackerDetailShape:
    """Ask an operation to end, with everything under it: what waits is cancelled, what runs is told."""
    tracker = await request_cancel(work, tracker_id)
    await record_audit(
        work, "tracker.cancelled", subject=("tracker", tracker.id, tracker.label or tracker.action)
    )
    return await trackers.read_tracker(work, tracker_id)
