"""One turn of one subscriber: a transaction that handles a batch and moves the position with it."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from sqlalchemy import RowMapping
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from souk.events.dispatch import aside
from souk.events.dispatch.handling import Handling, Outcome
from souk.events.dispatch.positions import claim_position, move_position, wait_less
from souk.events.dispatching import EventWasSetAside
from souk.events.horizon import safe_horizon
from souk.events.log import EventLog, Facts, append, read_types
from souk.events.subscriber import Subscriber
from souk.kernel.work import Actor

SCAN_IDS = 50_000
"""Ids looked through at most in one turn: a subscriber of rare events passes the others in bounded steps."""
RACES_AGAIN = 12
"""Races a tenant may lose in one turn of what is set aside: it is halved meanwhile until one event that
always loses stands alone. Of what is fresh one is enough: the others' events wait all the while."""


@dataclass(frozen=True, slots=True)
class Progress:
    """What a turn did, and whether there is more to do at once."""

    handled: int = 0
    failed: int = 0
    postponed: int = 0
    more: bool = False
    busy: bool = False
    """Another process has the subscriber."""

    @classmethod
    def of(cls, outcome: Outcome, *, more: bool) -> Self:
        return cls(len(outcome.handled), len(outcome.failed), len(outcome.postponed), more=more)


@dataclass(frozen=True, slots=True)
class Turns:
    """Takes turns for any subscriber."""

    engine: AsyncEngine
    log: EventLog
    app_role: str
    now: Callable[[], datetime]

    async def take(
        self, subscriber: Subscriber, *, batch: int | None = None, condemned: BaseException | None = None
    ) -> Progress:
        """Events set aside whose time has come go first, then the next batch of the log.

        `condemned` sets the next event aside unheard, with this error: for one that keeps ending whole
        turns. Raises what a handler raised only where no single event is to blame.
        """
        limit = batch or subscriber.batch
        async with self.engine.begin() as connection:
            claim = await claim_position(connection, subscriber.name)
            if claim is None:
                return Progress(busy=True)
            if claim.has_due and (due := await aside.read_due(connection, subscriber.name, limit)):
                return await self._retry(connection, subscriber, due, condemned)
            return await self._advance(connection, subscriber, claim.position, limit, condemned)

    async def _advance(
        self,
        connection: AsyncConnection,
        subscriber: Subscriber,
        position: int,
        limit: int,
        condemned: BaseException | None,
    ) -> Progress:
        horizon = await safe_horizon(connection)
        upto = min(horizon, position + SCAN_IDS)
        if upto <= position:
            return Progress()
        rows = await read_types(connection, subscriber.types, after=position, upto=upto, limit=limit)
        reached = rows[-1]["id"] if len(rows) == limit else upto
        stopped = set()
        if rows:
            among = {(row["tenant_id"], row["aggregate"]) for row in rows}
            stopped = await aside.stopped_aggregates(connection, subscriber.name, among)
        handling = self._handling(connection, subscriber, stopped)
        await _handle(handling, rows, condemned)
        outcome = handling.outcome
        await aside.set_aside(connection, subscriber.name, outcome)
        await move_position(connection, subscriber.name, reached)
        facts = [*map(Facts.of, outcome.works), *self._told(subscriber, rows, outcome.failed)]
        await append(connection, facts)  # last: until COMMIT it holds the horizon
        return Progress.of(outcome, more=reached < horizon)

    async def _retry(
        self,
        connection: AsyncConnection,
        subscriber: Subscriber,
        due: Sequence[RowMapping],
        condemned: BaseException | None,
    ) -> Progress:
        await wait_less(connection)
        discarded = [row["id"] for row in due if row["state"] == "discarding"]
        handling = self._handling(connection, subscriber, set(), races_max=RACES_AGAIN)
        await _handle(handling, [row for row in due if row["state"] != "discarding"], condemned)
        outcome = handling.outcome
        await aside.take_back(connection, subscriber.name, outcome, discarded=discarded)
        await append(connection, map(Facts.of, outcome.works))
        return Progress.of(outcome, more=True)

    def _told(
        self, subscriber: Subscriber, rows: Sequence[RowMapping], failed: Mapping[int, str]
    ) -> Iterator[Facts]:
        """The news that an event was set aside; not about such news itself, which would never end."""
        for row in rows:
            if row["id"] in failed and row["type"] != EventWasSetAside.type:
                news = EventWasSetAside(
                    subscriber=subscriber.name,
                    event_id=row["id"],
                    event_type=row["type"],
                    error=failed[row["id"]],
                )
                yield Facts(row["tenant_id"], Actor("system", subscriber.name), self.now(), None, [news])

    def _handling(
        self,
        connection: AsyncConnection,
        subscriber: Subscriber,
        stopped: set[tuple[int, str]],
        *,
        races_max: int = 1,
    ) -> Handling:
        return Handling(
            connection,
            subscriber,
            self.log,
            app_role=self.app_role,
            now=self.now,
            stopped=stopped,
            races_max=races_max,
        )


async def _handle(handling: Handling, rows: Sequence[RowMapping], condemned: BaseException | None) -> None:
    if condemned is not None and rows:
        handling.fail(rows[0], condemned)
        rows = rows[1:]
    by_tenant = defaultdict(list)
    for row in rows:
        by_tenant[row["tenant_id"]].append(row)
    for tenant_id, theirs in by_tenant.items():
        await handling.handle(tenant_id, theirs)
