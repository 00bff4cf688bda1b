"""What a person can do about events that could not be handled.

People only mark rows; the dispatcher acts on the mark under the subscriber's position, so that nothing
overtakes anything (see `souk.events.dispatch.aside`).
"""

from typing import Annotated, Any, Literal

from pydantic import Field
from sqlalchemy import func, select

from souk.events.models import EventSetAside, LoggedEvent
from souk.kernel.errors import Conflict, Missing
from souk.kernel.lists import ListQuery, Page, fetch_page, ordering
from souk.kernel.shapes import Id, Instant, Shape
from souk.kernel.work import ReadWork, Work


class EventFollows(Conflict):
    """It waits for an earlier event of the same aggregate; that one is to be retried or discarded."""

    code = "event_follows"


class SetAsideQuery(ListQuery):
    subscriber: Annotated[str | None, Field(max_length=100)] = None
    state: Literal["retrying", "given_up", "following", "discarding"] | None = None


class SetAsideShape(Shape):
    """An event one subscriber could not handle. The events behind it of the same aggregate `follow` it."""

    id: Id
    subscriber: str
    event_id: Id
    type: str
    aggregate: str
    state: Literal["retrying", "given_up", "following", "discarding"]
    attempts: int
    error: str | None
    occurred_at: Instant
    set_aside_at: Instant
    last_attempt_at: Instant | None
    next_attempt_at: Instant | None


_COLUMNS = {
    "set_aside_at": EventSetAside.set_aside_at,
    "next_attempt_at": EventSetAside.next_attempt_at,
    "event_id": EventSetAside.event_id,
    "subscriber": EventSetAside.subscriber,
    "type": EventSetAside.type,
}
_SELECT = select(EventSetAside, LoggedEvent.occurred_at).join(
    LoggedEvent,
    (LoggedEvent.tenant_id == EventSetAside.tenant_id) & (LoggedEvent.id == EventSetAside.event_id),
)


def _shape(row: Any) -> SetAsideShape:
    aside, occurred_at = row
    own = {name: getattr(aside, name) for name in SetAsideShape.model_fields if name != "occurred_at"}
    return SetAsideShape(**own, occurred_at=occurred_at)


async def list_set_aside(work: ReadWork, query: SetAsideQuery) -> Page[SetAsideShape]:
    """Oldest event first, each with what follows it."""
    statement = _SELECT.where(EventSetAside.tenant_id == work.tenant_id)
    if query.subscriber is not None:
        statement = statement.where(EventSetAside.subscriber == query.subscriber)
    if query.state is not None:
        statement = statement.where(EventSetAside.state == query.state)
    if query.q:
        statement = statement.where(
            EventSetAside.error.icontains(query.q, autoescape=True)
            | EventSetAside.aggregate.icontains(query.q, autoescape=True)
        )
    order = ordering(query.sort, _COLUMNS, default="event_id", tie=EventSetAside.id)
    return await fetch_page(work.session, statement, query, order, _shape)


async def retry_event(work: Work, set_aside_id: int) -> SetAsideShape:
    """Try it again at once, with a full count of attempts. Raises Missing, EventFollows."""
    aside = await _lock(work, set_aside_id)
    aside.state = "retrying"
    aside.attempts = 0
    aside.next_attempt_at = func.now()
    return await _read(work, set_aside_id)


async def discard_event(work: Work, set_aside_id: int) -> SetAsideShape:
    """Let the subscriber go on without it; what follows is handled next. Raises Missing, EventFollows."""
    aside = await _lock(work, set_aside_id)
    aside.state = "discarding"
    aside.next_attempt_at = func.now()
    return await _read(work, set_aside_id)


async def _lock(work: Work, set_aside_id: int) -> EventSetAside:
    aside = await work.session.scalar(
        select(EventSetAside)
        .where(EventSetAside.tenant_id == work.tenant_id, EventSetAside.id == set_aside_id)
        .with_for_update()
    )
    if aside is None:
        raise Missing(f"No event is set aside under {set_aside_id}; perhaps it has been handled by now.")
    if aside.state == "following":
        raise EventFollows(
            f"It waits for an earlier event of {aside.aggregate}; retry or discard that one first.",
            details={"aggregate": aside.aggregate, "subscriber": aside.subscriber},
        )
    return aside


async def _read(work: Work, set_aside_id: int) -> SetAsideShape:
    await work.session.flush()
    found = await work.session.execute(
        _SELECT.where(EventSetAside.tenant_id == work.tenant_id, EventSetAside.id == set_aside_id)
    )
    row = found.one()
    await work.session.refresh(row[0])
    return _shape(row)
