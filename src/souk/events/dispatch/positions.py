"""How far each subscriber has got."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from souk.events.horizon import safe_horizon
from souk.events.subscriber import Subscriber

STATEMENT_TIMEOUT = "60s"
IDLE_TIMEOUT = "60s"
LOCK_TIMEOUT = "1s"
"""Short: while one tenant's events wait for a lock, every other tenant's wait with them."""
LOCK_TIMEOUT_AGAIN = "100ms"

_REGISTER = text("""
    insert into event_position (subscriber, position)
    select name, case when starts_at = 'start' then 0 else :horizon end
    from unnest(cast(:names as text[]), cast(:starts as text[])) as fresh (name, starts_at)
    on conflict (subscriber) do nothing""")

_CLAIM = text("""
    select position.position,
        exists (
            select from event_set_aside aside
            where aside.subscriber = :subscriber and aside.next_attempt_at <= clock_timestamp()) as has_due,
        set_config('statement_timeout', :statement_timeout, true),
        set_config('idle_in_transaction_session_timeout', :idle_timeout, true),
        set_config('lock_timeout', :lock_timeout, true)
    from event_position position
    where position.subscriber = :subscriber
    for update of position skip locked""")
_WAIT_LESS = text("select set_config('lock_timeout', :lock_timeout, true)")
_MOVE = text(
    "update event_position set position = :position, moved_at = clock_timestamp()"
    " where subscriber = :subscriber"
)

_BEHIND = text("""
    select subscriber from event_position
    where subscriber = any(cast(:names as text[]))
        and position < (select coalesce(pg_sequence_last_value('event_log_id_seq'), 0))
    union
    select subscriber from event_set_aside
    where subscriber = any(cast(:names as text[])) and next_attempt_at <= clock_timestamp()""")


@dataclass(frozen=True, slots=True)
class Claim:
    """A subscriber is ours for this transaction. `has_due`: an event set aside is to be tried again."""

    position: int
    has_due: bool


async def register(session: AsyncSession | AsyncConnection, subscribers: Sequence[Subscriber]) -> None:
    """Give new subscribers their first position. An event in flight counts as after the log's end.

    Every process does this when it starts, so that what happens before the first worker runs is heard.
    """
    await session.execute(
        _REGISTER,
        {
            "horizon": await safe_horizon(session),
            "names": [each.name for each in subscribers],
            "starts": [each.starts_at for each in subscribers],
        },
    )


async def claim_position(connection: AsyncConnection, subscriber: str) -> Claim | None:
    """Lock the subscriber for this transaction and limit its time; None while another process has it."""
    found = await connection.execute(
        _CLAIM,
        {
            "subscriber": subscriber,
            "statement_timeout": STATEMENT_TIMEOUT,
            "idle_timeout": IDLE_TIMEOUT,
            "lock_timeout": LOCK_TIMEOUT,
        },
    )
    row = found.one_or_none()
    return None if row is None else Claim(row.position, row.has_due)


async def wait_less(connection: AsyncConnection) -> None:
    """What is tried again waits hardly for locks: it comes again, and several may have to be tried."""
    await connection.execute(_WAIT_LESS, {"lock_timeout": LOCK_TIMEOUT_AGAIN})


async def move_position(connection: AsyncConnection, subscriber: str, position: int) -> None:
    await connection.execute(_MOVE, {"subscriber": subscriber, "position": position})


async def behind(connection: AsyncConnection, names: Sequence[str]) -> list[str]:
    """The subscribers that have something to do."""
    return list((await connection.execute(_BEHIND, {"names": list(names)})).scalars())
