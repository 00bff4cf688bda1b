"""What the API says of trackers."""

from typing import Annotated, Any, Literal

from pydantic import Field

from souk.kernel.lists import ListQuery
from souk.kernel.shapes import Id, Instant, Shape

Status = Literal["pending", "in_progress", "completed", "failed", "cancelled"]


class PhaseShape(Shape):
    """One step. `total` is null while nobody knows how much there is to do; `progress` is 0 to 100."""

    name: str
    label: str
    status: Status
    total: int | None
    completed: int
    failed: int
    progress: int
    started_at: Instant | None
    ended_at: Instant | None


class TrackerShape(Shape):
    """The progress of one long operation. `progress` is 0 to 100 and never runs backwards.

    `rate_per_s` is that of the phase under way, `eta_s` the seconds to the end at that rate; both are null
    where nothing can be said. `outcome` are the figures at the end, `error` says why it failed.
    """

    id: Id
    parent_id: Id | None
    subject_kind: str
    subject_id: int | None
    label: str
    action: str
    process_type: Literal["main", "marketplace"]
    marketplace: str | None
    status: Status
    progress: int
    total: int
    completed: int
    failed: int
    phases: list[PhaseShape]
    metadata: dict[str, Any]
    outcome: dict[str, Any]
    error: str | None
    error_code: str | None
    created_by: str
    created_at: Instant
    started_at: Instant | None
    last_activity_at: Instant
    completed_at: Instant | None
    cancel_requested_at: Instant | None
    can_cancel: bool
    rate_per_s: float | None
    eta_s: int | None


class TrackerDetailShape(TrackerShape):
    children: list[TrackerShape]


class TrackerQuery(ListQuery):
    """`running` leaves those that have not ended, or only those that have. Children are left out unless
    their parent is named.
    """

    status: Status | None = None
    running: bool | None = None
    subject_kind: Annotated[str | None, Field(max_length=100)] = None
    subject_id: Id | None = None
    action: Annotated[str | None, Field(max_length=100)] = None
    parent_id: Id | None = None
