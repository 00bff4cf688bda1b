"""Events as they happen: the live stream, and the list to poll where streams do not pass."""

import json
import time
from collections.abc import AsyncGenerator
from typing import Annotated, Any

from fastapi import Header, Query, Request
from fastapi.responses import StreamingResponse

from souk.events.horizon import safe_horizon
from souk.events.hub import Heartbeat, Hub, Opened
from souk.events.live import Sighting
from souk.events.log import read_of_tenant
from souk.events.published import catalogue, chosen, payload_model, readable_with
from souk.kernel.errors import FieldError, Invalid
from souk.kernel.shapes import Id, Instant, Shape
from souk.tenancy.http import Door, SentAsMade, api_router, streaming
from souk.wiring.runtime import Runtime

router = api_router("/events", tag="Events")

STREAM_AGE_MAX_S = 600.0
"""Then the client comes again with the last id it saw, and who may see what is looked up anew."""
RETRY_MS = 2000
POLL_DEFAULT = 200
POLL_MAX = 1000

EventId = Annotated[int, Query(ge=0, le=2**63 - 1)]
Types = Annotated[
    str | None,
    Query(
        description="event types, comma separated; `order.*` for all of a kind. Default: all you may see",
        max_length=2000,
        examples=["tracker.*,notice.posted"],
    ),
]


class EventShape(Shape):
    """An event of the log. `data` follows the schema of its type and version."""

    id: Id
    type: str
    version: int
    aggregate: str
    occurred_at: Instant
    data: dict[str, Any]


class EventPage(Shape):
    """Ask again with `after` set to `last_id`. After `missed_some`, load everything anew."""

    data: list[EventShape]
    last_id: int
    more: bool
    missed_some: bool


class EventTypeShape(Shape):
    """`is_published` ones can be sent by webhook; `payload` is the JSON Schema of `data`."""

    type: str
    version: int
    description: str
    capability: str
    is_published: bool
    payload: dict[str, Any]


class EventTypes(Shape):
    data: list[EventTypeShape]


@router.get("")
async def list_events(
    door: Annotated[Door, streaming()],
    types: Types = None,
    after: Annotated[EventId | None, Query(description="the last event known; none: from now on")] = None,
    limit: Annotated[int, Query(ge=1, le=POLL_MAX)] = POLL_DEFAULT,
) -> EventPage:
    """Events since `after`, in order: what the live stream carries, for those who poll."""
    wanted = _wanted(door, types)
    async with door.reading() as work:
        horizon = await safe_horizon(work.session)
        if after is None or after > horizon:
            return EventPage(data=[], last_id=horizon, more=False, missed_some=after is not None)
        rows = await read_of_tenant(
            work.session, work.tenant_id, list(wanted), after=after, upto=horizon, limit=limit
        )
    more = len(rows) == limit
    seen = [each for each in map(Sighting.of_row, rows) if each.is_for(door.access.user_id)]
    return EventPage(
        data=[EventShape.model_validate(each.envelope()) for each in seen],
        last_id=rows[-1]["id"] if more else horizon,
        more=more,
        missed_some=False,
    )


@router.get(
    "/stream",
    response_class=StreamingResponse,
    responses={
        200: {
            "description": "Server-Sent Events named by their type, with the event's `data`; those only"
            " passing by are without `id`. The first is `opened`, with `last_id` and `missed_some`.",
            "content": {"text/event-stream": {"schema": {"type": "string"}}},
        }
    },
)
async def stream_events(
    request: Request,
    door: Annotated[Door, streaming()],
    types: Types = None,
    after: Annotated[EventId | None, Query(description="resume after this event")] = None,
    last_event_id: Annotated[str | None, Header(description="sent by browsers when they resume")] = None,
) -> StreamingResponse:
    """Events as they happen. Resumes by `Last-Event-ID`; after `missed_some`, load everything anew."""
    wanted = _wanted(door, types)
    resumed = after if last_event_id is None else _event_id(last_event_id)
    watched = hub_of(request.app).watch(
        door.access.scope.tenant_id, wanted, user_id=door.access.user_id, after=resumed
    )
    first = await anext(watched)  # refusals become a problem document: nothing has been sent yet
    return SentAsMade(
        _frames(first, watched),
        source=watched,
        media_type="text/event-stream",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


@router.get("/types")
async def list_event_types(door: Annotated[Door, streaming()]) -> EventTypes:
    """Every type of event, with the schema of what it carries."""
    return EventTypes(
        data=[
            EventTypeShape(
                type=name,
                version=kind.version,
                description=payload_model(kind).__doc__ or "",
                capability=kind.capability,
                is_published=kind.published,
                payload=payload_model(kind).model_json_schema(),
            )
            for name, kind in catalogue().items()
        ]
    )


def hub_of(app: Any) -> Hub:
    """The process's hub. Whoever stops the process closes it first: streams do not end by themselves."""
    if not hasattr(app.state, "hub"):
        runtime: Runtime = app.state.runtime
        app.state.hub = Hub(
            runtime.database,
            streams_max=runtime.settings.streams_max,
            per_tenant_max=runtime.settings.streams_per_tenant_max,
        )
    hub: Hub = app.state.hub
    return hub


async def _frames(
    first: Opened | Sighting | Heartbeat, watched: AsyncGenerator[Opened | Sighting | Heartbeat, None]
) -> AsyncGenerator[str]:
    ends_at = time.monotonic() + STREAM_AGE_MAX_S
    yield f"retry: {RETRY_MS}\n{frame(first)}"
    async for each in watched:
        yield frame(each)
        if time.monotonic() > ends_at:
            break


def frame(each: Opened | Sighting | Heartbeat) -> str:
    """One Server-Sent Event, or a comment where there is nothing to tell."""
    if isinstance(each, Heartbeat):
        return ": still here\n\n"
    if isinstance(each, Opened):
        said = json.dumps({"last_id": each.id, "missed_some": each.missed_some})
        return f"id: {each.id}\nevent: opened\ndata: {said}\n\n"
    name = "" if each.id is None else f"id: {each.id}\n"
    return f"{name}event: {each.type}\ndata: {json.dumps(each.payload, ensure_ascii=False)}\n\n"


def _wanted(door: Door, types: str | None) -> set[str]:
    """The types asked for that this member may see."""
    readable = readable_with(door.access.capabilities)
    if types is None:
        return readable
    patterns = [each.strip() for each in types.split(",") if each.strip()]
    return chosen(patterns, catalogue(), field="types") & readable


def _event_id(header: str) -> int:
    if not (header.isascii() and header.isdigit() and len(header) <= 19 and int(header) < 2**63):
        raise Invalid(
            "Last-Event-ID is the id of an event this stream has sent.",
            fields=[FieldError("Last-Event-ID", "not an event id")],
        )
    return int(header)
