"""One transaction, opened at the edge: the first argument of every action."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncSession, create_async_engine

from souk.kernel.clock import Clock, SystemClock
from souk.kernel.crypto import Vault
from souk.kernel.db.urls import DatabaseUrls, sqlalchemy_url
from souk.kernel.errors import Missing

_SET_TENANT = text(
    "select set_config('souk.tenant_id', :tenant_id, true),"
    " set_config('transaction_read_only', :read_only, true)"
)
_READ_SCOPE = text("select id, slug, currency, timezone, locale from tenant where id = :tenant_id")


@dataclass(frozen=True, slots=True)
class Scope:
    """The tenant a transaction belongs to."""

    tenant_id: int
    slug: str
    currency: str
    timezone: str
    locale: str


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asked: a `user`, a `token`, `cli` or the `system`. `user_id` where a person stands behind it."""

    kind: str
    label: str
    user_id: int | None = None
    token_id: int | None = None


SYSTEM = Actor("system", "system")


@dataclass(slots=True)
class ReadWork:
    """A read-only transaction of one tenant. `now` stands still for its whole length."""

    session: AsyncSession
    scope: Scope
    actor: Actor
    now: datetime
    request_id: str | None = None

    @property
    def tenant_id(self) -> int:
        return self.scope.tenant_id


@dataclass(slots=True)
class Work(ReadWork):
    """A transaction that may change things. It is committed once, by whoever opened it."""

    facts: list[Any] = field(default_factory=list)
    """Events to be written as the transaction's last act; see `souk.events.emit`."""
    vault: Vault = field(default_factory=Vault.of_this_process, repr=False)


class FactSink(Protocol):
    """Takes the facts of a transaction just before it commits: handlers in it, then the log."""

    async def settle(self, work: Work) -> None: ...


@dataclass(slots=True)
class SystemWork:
    """A transaction of the system role: it sees what dispatchers and sign-in must see across tenants."""

    session: AsyncSession
    now: datetime


def make_engine(url: str, *, pool_size: int, name: str) -> AsyncEngine:
    return create_async_engine(
        sqlalchemy_url(url),
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=30,
        pool_pre_ping=False,
        hide_parameters=True,  # an error's words go to logs; the values are other people's data
        connect_args={"application_name": name, "connect_timeout": 10},
    )


class Database:
    """Opens transactions. One per process; `close()` it at the end."""

    def __init__(
        self,
        urls: DatabaseUrls,
        *,
        sink: FactSink,
        clock: Clock | None = None,
        pool_size: int = 10,
        name: str = "souk",
    ) -> None:
        self.urls = urls
        self.clock = clock or SystemClock()
        self.sink = sink
        self.pool_size = pool_size
        self.app = make_engine(urls.app, pool_size=pool_size, name=name)
        self.system = make_engine(urls.system, pool_size=max(2, pool_size // 2), name=f"{name} system")
        self.replica = make_engine(urls.replica, pool_size=pool_size, name=name) if urls.replica else self.app

    @asynccontextmanager
    async def work(
        self, tenant_id: int, actor: Actor = SYSTEM, *, request_id: str | None = None
    ) -> AsyncIterator[Work]:
        """A transaction of one tenant, committed when the block ends well and rolled back otherwise.

        Raises Missing when there is no such tenant.
        """
        async with AsyncSession(self.app, expire_on_commit=False) as session, session.begin():
            scope = await enter_tenant(session, tenant_id, read_only=False)
            work = Work(session, scope, actor, self.clock.now(), request_id)
            yield work
            await self.sink.settle(work)

    @asynccontextmanager
    async def reading(
        self, tenant_id: int, actor: Actor = SYSTEM, *, request_id: str | None = None, may_lag: bool = False
    ) -> AsyncIterator[ReadWork]:
        """A read-only transaction of one tenant; `may_lag` lets a replica answer."""
        engine = self.replica if may_lag else self.app
        async with AsyncSession(engine, expire_on_commit=False) as session, session.begin():
            scope = await enter_tenant(session, tenant_id, read_only=True)
            yield ReadWork(session, scope, actor, self.clock.now(), request_id)

    @asynccontextmanager
    async def across_tenants(self) -> AsyncIterator[SystemWork]:
        """A transaction of the system role, for dispatchers, schedulers and signing in."""
        async with AsyncSession(self.system, expire_on_commit=False) as session, session.begin():
            yield SystemWork(session, self.clock.now())

    async def close(self) -> None:
        for engine in {self.app, self.system, self.replica}:
            await engine.dispose()


async def enter_tenant(session: AsyncSession, tenant_id: int, *, read_only: bool = False) -> Scope:
    """Put the session's transaction under a tenant's row-level security. Raises Missing."""
    await session.execute(
        _SET_TENANT, {"tenant_id": str(tenant_id), "read_only": "on" if read_only else "off"}
    )
    row = (await session.execute(_READ_SCOPE, {"tenant_id": tenant_id})).one_or_none()
    if row is None:
        raise Missing("There is no such tenant.")
    return Scope(row.id, row.slug, row.currency, row.timezone, row.locale)


async def raw_connection(session: AsyncSession) -> Any:
    """psycopg's own connection below the session's transaction, for COPY and for inserting jobs."""
    connection: AsyncConnection = await session.connection()
    raw = await connection.get_raw_connection()
    return raw.driver_connection
