"""Which events are safely committed.

Ids are drawn before their transactions commit, so a higher id may be readable before a lower one.
Whoever writes events first takes a shared lock whose key is a lower bound of the ids it will draw.
A reader takes, in this order: the last id drawn (h), the lowest such key still held (w), the rows up to
min(h, w). An id up to h had its lock taken before it was drawn, so before h was read: either the lock is
still held and w keeps the id out, or its transaction has ended and its rows are there to be read.
"""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

KEY_SPACE = 0x5345 << 48
"""Advisory lock keys from here on are ours; the lower 48 bits are the id."""

_LAST_DRAWN = text("select coalesce(pg_sequence_last_value('event_log_id_seq'), 0)")
_LOWEST_HELD = text("""
    select min(((classid::bigint & 65535) << 32) | objid::bigint)
    from pg_locks
    where locktype = 'advisory' and objsubid = 1 and classid::bigint >> 16 = :space
      and database = (select oid from pg_database where datname = current_database())""")


async def last_drawn(session: AsyncSession | AsyncConnection) -> int:
    """The highest id any transaction has drawn, committed or not; 0 before the first."""
    return int((await session.execute(_LAST_DRAWN)).scalar_one())


async def safe_horizon(session: AsyncSession | AsyncConnection) -> int:
    """Every event up to here is committed or will never be. Needs READ COMMITTED: rows must be read by
    a later statement with a snapshot of its own.
    """
    drawn = await last_drawn(session)
    held = (await session.execute(_LOWEST_HELD, {"space": KEY_SPACE >> 48})).scalar_one()
    return drawn if held is None else min(drawn, int(held))
