"""Events set aside: written by the turn that failed, tried again with backoff, in order per aggregate.

All of it happens under the subscriber's claimed position, so a retry never overtakes a fresh event of the
same aggregate, nor the other way round. People only mark rows (see `souk.events.set_aside`).
"""

from collections.abc import Collection, Sequence

from sqlalchemy import RowMapping, text
from sqlalchemy.ext.asyncio import AsyncConnection

from souk.events.dispatch.handling import Aggregate, Outcome

BACKOFF_FIRST_S = 5
BACKOFF_MAX_S = 3600
ATTEMPTS_MAX = 20
"""About nine hours of trying; after that a person decides."""
POSTPONED_FIRST_S = 1
POSTPONED_MAX_S = 60
"""What loses races is tried again without end, each time after half as long as it has waited."""

_STOPPED = text("""
    select distinct aside.tenant_id, aside.aggregate
    from event_set_aside aside
    join unnest(cast(:tenant_ids as bigint[]), cast(:aggregates as text[])) as here (tenant_id, aggregate)
        using (tenant_id, aggregate)
    where aside.subscriber = :subscriber""")

_SET_ASIDE = text("""
    insert into event_set_aside (tenant_id, subscriber, event_id, type, aggregate, state, attempts, error,
        last_attempt_at, next_attempt_at)
    select tenant_id, :subscriber, id, type, aggregate,
        case when wait_s is null then 'following' else 'retrying' end,
        attempts, error,
        case when wait_s is not null then clock_timestamp() end,
        clock_timestamp() + wait_s * interval '1 second'
    from event_log
    join unnest(cast(:ids as bigint[]), cast(:attempts as integer[]), cast(:waits_s as integer[]),
            cast(:errors as text[]))
        as stuck (id, attempts, wait_s, error) using (id)
    order by id""")

_DUE = text("""
    select log.id, log.tenant_id, log.type, log.aggregate, log.payload, log.occurred_at, log.actor,
        log.request_id, aside.state
    from event_set_aside head
    join event_set_aside aside on aside.subscriber = head.subscriber and aside.tenant_id = head.tenant_id
        and aside.aggregate = head.aggregate and aside.event_id >= head.event_id
    join event_log log on log.tenant_id = aside.tenant_id and log.id = aside.event_id
    where head.subscriber = :subscriber and head.next_attempt_at <= clock_timestamp()
        and (aside.id = head.id or (head.state = 'retrying' and aside.state = 'following'))
    order by log.id limit :limit""")

_DONE = text(
    "delete from event_set_aside where subscriber = :subscriber and event_id = any(cast(:ids as bigint[]))"
)

_FAILED_AGAIN = text("""
    update event_set_aside aside
    set attempts = attempts + 1, error = stuck.error, last_attempt_at = clock_timestamp(),
        state = case when attempts + 1 >= :attempts_max then 'given_up' else 'retrying' end,
        next_attempt_at = case when attempts + 1 < :attempts_max then clock_timestamp()
            + least(:max_s, :first_s * power(2, least(attempts, 12))) * interval '1 second'
            end
    from unnest(cast(:ids as bigint[]), cast(:errors as text[])) as stuck (event_id, error)
    where aside.subscriber = :subscriber and aside.event_id = stuck.event_id""")

_PUT_OFF = text("""
    update event_set_aside aside
    set state = 'retrying', error = stuck.error, last_attempt_at = clock_timestamp(),
        next_attempt_at = clock_timestamp() + interval '1 second' * least(:max_s, greatest(:first_s,
            extract(epoch from clock_timestamp() - aside.set_aside_at) / 2))
    from unnest(cast(:ids as bigint[]), cast(:errors as text[])) as stuck (event_id, error)
    where aside.subscriber = :subscriber and aside.event_id = stuck.event_id""")

_PROMOTE = text("""
    update event_set_aside next set state = 'retrying', next_attempt_at = clock_timestamp()
    where next.subscriber = :subscriber and next.state = 'following'
        and not exists (
            select 1 from event_set_aside ahead
            where ahead.subscriber = next.subscriber and ahead.tenant_id = next.tenant_id
                and ahead.aggregate = next.aggregate and ahead.event_id < next.event_id)""")


async def stopped_aggregates(
    connection: AsyncConnection, subscriber: str, among: Collection[Aggregate]
) -> set[Aggregate]:
    """Which of these aggregates wait behind an event set aside."""
    pairs = list(among)
    found = await connection.execute(
        _STOPPED,
        {
            "subscriber": subscriber,
            "tenant_ids": [tenant_id for tenant_id, _ in pairs],
            "aggregates": [aggregate for _, aggregate in pairs],
        },
    )
    return {(row.tenant_id, row.aggregate) for row in found}


async def set_aside(connection: AsyncConnection, subscriber: str, outcome: Outcome) -> None:
    """Write down what a turn leaves behind: what failed, what lost a race, and what follows either."""
    stuck = [
        *((event_id, 1, BACKOFF_FIRST_S, error) for event_id, error in outcome.failed.items()),
        *((event_id, 0, POSTPONED_FIRST_S, error) for event_id, error in outcome.postponed.items()),
        *((event_id, 0, None, None) for event_id in outcome.following),
    ]
    if not stuck:
        return
    ids, attempts, waits_s, errors = (list(column) for column in zip(*stuck, strict=True))
    await connection.execute(
        _SET_ASIDE,
        {
            "subscriber": subscriber,
            "ids": ids,
            "attempts": attempts,
            "waits_s": waits_s,
            "errors": errors,
        },
    )


async def read_due(connection: AsyncConnection, subscriber: str, limit: int) -> list[RowMapping]:
    """Rows of the log whose time has come, with what waits behind each, in log order."""
    found = await connection.execute(_DUE, {"subscriber": subscriber, "limit": limit})
    return list(found.mappings())


async def take_back(
    connection: AsyncConnection, subscriber: str, outcome: Outcome, *, discarded: Sequence[int]
) -> None:
    """Forget what was handled or discarded, put off what failed again, let the next one come forward."""
    done = [*discarded, *outcome.handled]
    if done:
        await connection.execute(_DONE, {"subscriber": subscriber, "ids": done})
    if outcome.failed:
        await connection.execute(
            _FAILED_AGAIN,
            {
                "subscriber": subscriber,
                "ids": list(outcome.failed),
                "errors": list(outcome.failed.values()),
                "first_s": BACKOFF_FIRST_S,
                "max_s": BACKOFF_MAX_S,
                "attempts_max": ATTEMPTS_MAX,
            },
        )
    if outcome.postponed:
        await connection.execute(
            _PUT_OFF,
            {
                "subscriber": subscriber,
                "ids": list(outcome.postponed),
                "errors": list(outcome.postponed.values()),
                "first_s": POSTPONED_FIRST_S,
                "max_s": POSTPONED_MAX_S,
            },
        )
    if done:
        await connection.execute(_PROMOTE, {"subscriber": subscriber})
