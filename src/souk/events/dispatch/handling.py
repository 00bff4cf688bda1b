"""Running a handler on one tenant's events, and finding the one that cannot be handled."""

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import RowMapping, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from souk.events.log import EventLog, as_event
from souk.events.subscriber import Subscriber
from souk.kernel.db.faults import is_lost_connection, is_race, told_safely
from souk.kernel.errors import Missing
from souk.kernel.log import get_logger
from souk.kernel.work import Actor, Work, enter_tenant

logger = get_logger(__name__)

Aggregate = tuple[int, str]
"""Tenant and aggregate: the things whose events stay in order."""

_AS_SYSTEM = text("set local role none")
_ERROR_MAX_CHARS = 2000


@dataclass(slots=True)
class Outcome:
    """What became of a turn's events. The facts of the works are still to be written."""

    works: list[Work] = field(default_factory=list)
    handled: list[int] = field(default_factory=list)
    failed: dict[int, str] = field(default_factory=dict)
    postponed: dict[int, str] = field(default_factory=dict)
    """Lost a race, and first of their aggregates: no fault of theirs, so no attempt is counted."""
    following: list[int] = field(default_factory=list)


class Handling:
    """Handles events in savepoints of the dispatcher's transaction, as the application's role."""

    def __init__(
        self,
        connection: AsyncConnection,
        subscriber: Subscriber,
        log: EventLog,
        *,
        app_role: str,
        now: Callable[[], datetime],
        stopped: Collection[Aggregate] = (),
        races_max: int = 1,
    ) -> None:
        self._connection = connection
        self._subscriber = subscriber
        self._log = log
        self._as_app = text(f'set local role "{app_role}"')
        self._now = now
        self._stopped = set(stopped)
        self._races_max = races_max
        self._races: Counter[int] = Counter()
        self.outcome = Outcome()

    async def handle(self, tenant_id: int, rows: Sequence[RowMapping]) -> None:
        """All at once; where that fails, in halves, until the failing event stands alone.

        What follows a failed event of its aggregate waits with it. Races for locks are no failure of
        an event: after `races_max` of them the tenant's events are postponed, and those of others go on.
        """
        free = [row for row in rows if not self._must_wait(row)]
        if not free:
            return
        try:
            work = await self._attempt(tenant_id, free)
        except Exception as error:
            if is_lost_connection(error):
                raise
            if is_race(error):
                self._races[tenant_id] += 1
                if len(free) == 1 or self._races[tenant_id] >= self._races_max:
                    self._postpone(free, error)
                    return
            elif len(free) == 1:
                self.fail(free[0], error)
                return
            middle = len(free) // 2
            await self.handle(tenant_id, free[:middle])
            if self._races[tenant_id] >= self._races_max:
                self._postpone(free[middle:], error)
            else:
                await self.handle(tenant_id, free[middle:])
        else:
            if work is not None:
                self.outcome.works.append(work)
            self.outcome.handled.extend(row["id"] for row in free)

    def fail(self, row: RowMapping, error: BaseException) -> None:
        """Set one event aside, and with it what follows of its aggregate."""
        logger.error(
            "event_failed",
            subscriber=self._subscriber.name,
            tenant_id=row["tenant_id"],
            event_id=row["id"],
            event_type=row["type"],
            exc_info=error,
        )
        self.outcome.failed[row["id"]] = said_by(error)
        self._stopped.add((row["tenant_id"], row["aggregate"]))

    def _postpone(self, rows: Sequence[RowMapping], error: BaseException) -> None:
        """Leave a tenant's events for a little while: somebody holds what they need."""
        logger.warning(
            "events_postponed",
            subscriber=self._subscriber.name,
            tenant_id=rows[0]["tenant_id"],
            events=len(rows),
            error=told_safely(error),
        )
        for row in rows:
            if not self._must_wait(row):
                self.outcome.postponed[row["id"]] = said_by(error)
                self._stopped.add((row["tenant_id"], row["aggregate"]))

    def _must_wait(self, row: RowMapping) -> bool:
        waits = (row["tenant_id"], row["aggregate"]) in self._stopped
        if waits:
            self.outcome.following.append(row["id"])
        return waits

    async def _attempt(self, tenant_id: int, rows: Sequence[RowMapping]) -> Work | None:
        """A session of its own in a savepoint; None for a tenant that is no more."""
        async with (
            AsyncSession(
                bind=self._connection, join_transaction_mode="create_savepoint", expire_on_commit=False
            ) as session,
            session.begin(),
        ):
            await session.execute(self._as_app)
            work = await self._handled(session, tenant_id, rows)
        # Rolling back to the savepoint gives the role back by itself, releasing it does not.
        await self._connection.execute(_AS_SYSTEM)
        return work

    async def _handled(
        self, session: AsyncSession, tenant_id: int, rows: Sequence[RowMapping]
    ) -> Work | None:
        try:
            scope = await enter_tenant(session, tenant_id)
        except Missing:
            return None
        work = Work(session, scope, Actor("system", self._subscriber.name), self._now())
        await self._subscriber.handler(work, [as_event(row) for row in rows])
        await self._log.react(work)
        return work


def said_by(error: BaseException) -> str:
    """The error in a line for people and for the log of events, without anybody's values."""
    root = error.orig if isinstance(error, DBAPIError) and error.orig is not None else error
    if isinstance(root, TimeoutError):
        return "handling it took too long"
    return told_safely(error)[:_ERROR_MAX_CHARS]
