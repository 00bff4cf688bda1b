"""The log: what a transaction has emitted is written with it, as its last act."""

import json
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from sqlalchemy import RowMapping, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from souk.events.event import Event, Logged, event_type
from souk.events.horizon import KEY_SPACE
from souk.kernel.work import Actor, Work

Handler = Callable[[Work, Sequence[Event]], Awaitable[None]]
"""Takes events of one tenant in log order. After commit it may get an event twice: it is idempotent."""
Reactions = Mapping[type[Event], Sequence[Handler]]
"""Handlers in the emitting transaction: pure database work that cannot be refused."""

ROUNDS_MAX = 20
PAYLOAD_MAX_BYTES = 64 * 1024

_APPEND = text("""
    with bound as materialized (select coalesce(pg_sequence_last_value('event_log_id_seq'), 0) as id),
    held as materialized (select pg_advisory_xact_lock_shared(:key_space + bound.id) from bound),
    fact as materialized (
        select given.* from held, unnest(
            cast(:tenant_ids as bigint[]), cast(:types as text[]), cast(:versions as integer[]),
            cast(:aggregates as text[]), cast(:payloads as text[]), cast(:occurred as timestamptz[]),
            cast(:actors as text[]), cast(:request_ids as text[])
        ) with ordinality as
            given (tenant_id, type, version, aggregate, payload, occurred_at, actor, request_id, ordinal)
        order by ordinal
    )
    insert into event_log
        (id, tenant_id, type, version, aggregate, payload, occurred_at, actor, request_id)
    select nextval('event_log_id_seq'), tenant_id, type, version, aggregate, payload::jsonb, occurred_at,
        actor, request_id
    from fact""")

_READ = """
    select id, tenant_id, type, version, aggregate, payload, occurred_at, actor, request_id
    from event_log
    where id > :after and id <= :upto {narrowed}
    order by id limit :limit"""
_READ_TYPES = text(_READ.format(narrowed="and type = any(cast(:types as text[]))"))
_READ_OF_TENANT = text(
    _READ.format(narrowed="and tenant_id = :tenant_id and type = any(cast(:types as text[]))")
)
_READ_OF_TENANTS = text(_READ.format(narrowed="and tenant_id = any(cast(:tenant_ids as bigint[]))"))


@dataclass(frozen=True, slots=True)
class Facts:
    """What one tenant's transaction has to write down, and under whose name."""

    tenant_id: int
    actor: Actor
    at: datetime
    request_id: str | None
    events: Sequence[Event]

    @classmethod
    def of(cls, work: Work) -> Self:
        return cls(work.tenant_id, work.actor, work.now, work.request_id, work.facts)


class EventLog:
    """The transaction's sink for facts: lets its handlers react to them, then writes them all."""

    def __init__(self, reactions: Reactions) -> None:
        self._heard: dict[Handler, set[type[Event]]] = {}
        for kind, handlers in reactions.items():
            for handler in handlers:
                self._heard.setdefault(handler, set()).add(kind)

    async def settle(self, work: Work) -> None:
        """Call as the transaction's last act: until COMMIT, readers of the log wait for it."""
        await self.react(work)
        await append(work.session, [Facts.of(work)])

    async def react(self, work: Work) -> None:
        """Run the handlers of this transaction, and those of what they emit, until nothing is new."""
        settled = 0
        for _ in range(ROUNDS_MAX):
            fresh, settled = work.facts[settled:], len(work.facts)
            for handler, kinds in self._heard.items():
                heard = [fact for fact in fresh if type(fact) in kinds]
                if heard:
                    await handler(work, heard)
            if settled == len(work.facts):
                break
        else:
            raise RuntimeError(f"handlers kept answering one another for {ROUNDS_MAX} rounds")
        await work.session.flush()


async def append(session: AsyncSession | AsyncConnection, written: Iterable[Facts]) -> None:
    """Write all facts in one statement: lock first, ids after, in the order emitted."""
    facts: list[tuple[Facts, Event]] = [(by, event) for by in written for event in by.events]
    if not facts:
        return
    await session.execute(
        _APPEND,
        {
            "key_space": KEY_SPACE,
            "tenant_ids": [by.tenant_id for by, _ in facts],
            "types": [event.type for _, event in facts],
            "versions": [event.version for _, event in facts],
            "aggregates": [event.aggregate for _, event in facts],
            "payloads": [_written(event) for _, event in facts],
            "occurred": [by.at for by, _ in facts],
            "actors": [_named(by.actor) for by, _ in facts],
            "request_ids": [by.request_id for by, _ in facts],
        },
    )


def _written(event: Event) -> str:
    written = json.dumps(event.payload(), ensure_ascii=False, separators=(",", ":"))
    if len(written.encode()) > PAYLOAD_MAX_BYTES:
        raise ValueError(f"{event.type} carries over {PAYLOAD_MAX_BYTES} bytes; ids and plain values suffice")
    return written


def _named(actor: Actor) -> str:
    """Who, by id: the log is never rewritten, so no name or address of a person goes into it."""
    number = actor.user_id or actor.token_id
    return actor.kind if number is None else f"{actor.kind}:{number}"


async def read_types(
    session: AsyncSession | AsyncConnection, types: Sequence[str], *, after: int, upto: int, limit: int
) -> list[RowMapping]:
    """Rows of all tenants the session may see, in log order."""
    found = await session.execute(
        _READ_TYPES, {"types": list(types), "after": after, "upto": upto, "limit": limit}
    )
    return list(found.mappings())


async def read_of_tenant(
    session: AsyncSession | AsyncConnection,
    tenant_id: int,
    types: Sequence[str],
    *,
    after: int,
    upto: int,
    limit: int,
) -> list[RowMapping]:
    found = await session.execute(
        _READ_OF_TENANT,
        {"tenant_id": tenant_id, "types": list(types), "after": after, "upto": upto, "limit": limit},
    )
    return list(found.mappings())


async def read_of_tenants(
    session: AsyncSession | AsyncConnection,
    tenant_ids: Iterable[int],
    *,
    after: int,
    upto: int,
    limit: int,
) -> list[RowMapping]:
    found = await session.execute(
        _READ_OF_TENANTS, {"tenant_ids": list(tenant_ids), "after": after, "upto": upto, "limit": limit}
    )
    return list(found.mappings())


def as_event(row: Mapping[str, Any] | RowMapping) -> Event:
    """A row of the log as the event it was. Raises KeyError for a type nobody publishes any more."""
    logged = Logged(
        row["id"],
        row["tenant_id"],
        row["aggregate"],
        row["occurred_at"],
        row["actor"],
        row["request_id"],
    )
    return event_type(row["type"]).from_payload(row["payload"], logged)
