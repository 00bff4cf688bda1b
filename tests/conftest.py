"""Fixtures every test may use: a really migrated database, a tenant, a transaction rolled back."""

import hashlib
import itertools
import os
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, contextmanager
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from tempfile import gettempdir
from typing import TYPE_CHECKING

import psycopg
import pytest
from fastapi import FastAPI
from httpx import AsyncClient
from psycopg import sql
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession
from tests.network import loopback_only
from tests.web.clients import SETTINGS, client_of, make_member, make_token

from souk.events.log import EventLog
from souk.kernel.crypto import Vault
from souk.kernel.db.urls import DatabaseUrls
from souk.kernel.log import configure_logging
from souk.kernel.work import SYSTEM, Database, Work, enter_tenant
from souk.wiring.embedded import EmbeddedCluster, EmbeddedDatabaseUnavailable
from souk.wiring.migrate import migrate
from souk.wiring.provisioning import provision

if TYPE_CHECKING:
    from souk.wiring.runtime import Runtime

SECRET = b"only for tests"
ROLE_PREFIX = "soukt"
QUICK_AND_FORGETFUL = {"fsync": "off", "full_page_writes": "off", "autovacuum_naptime": "10s"}
TEMPLATES_KEPT = 4
configure_logging("INFO", as_json=True)
Vault(["YSBrZXkgdGhhdCBpcyBvbmx5IGZvciB0aGUgdGVzdHM="]).serve_this_process()
_numbers = itertools.count(1)


@pytest.fixture(scope="session", autouse=True)
def nothing_reaches_further_than_this_machine() -> Iterator[None]:
    with loopback_only():
        yield


@pytest.fixture(scope="session")
def admin_url() -> Iterator[str]:
    """A superuser's address of the server under test: SOUK_TEST_DATABASE_URL, else an embedded one
    that all test processes of this user share and that keeps its template from run to run.
    """
    if given := os.environ.get("SOUK_TEST_DATABASE_URL"):
        yield given
        return
    home = Path(gettempdir()) / f"souk-tests-{os.getuid()}"
    try:
        cluster = EmbeddedCluster.open(home, settings=QUICK_AND_FORGETFUL)
    except EmbeddedDatabaseUnavailable as refusal:
        pytest.exit(f"{refusal} (It is only for tests: {home} can be removed.)", returncode=2)
    with cluster:
        yield cluster.admin_url("postgres")


@pytest.fixture(scope="session")
def urls(admin_url: str) -> Iterator[DatabaseUrls]:
    """A database of this test process."""
    with cloned_database(admin_url) as urls:
        yield urls


@pytest.fixture
def empty_urls(admin_url: str) -> Iterator[DatabaseUrls]:
    """A migrated database with nothing in it, for what only the very first visitor sees."""
    with cloned_database(admin_url) as urls:
        yield urls


@contextmanager
def cloned_database(admin_url: str) -> Iterator[DatabaseUrls]:
    """Cloned from a template that is migrated once."""
    mine = f"souk_test_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(admin_url, autocommit=True) as mine_is_used:
        mine_is_used.execute("select pg_advisory_lock_shared(hashtext(%s))", [mine])
        with psycopg.connect(admin_url, autocommit=True) as admin:
            admin.execute("select pg_advisory_lock(7356)")
            _drop_abandoned(admin)
            admin.execute(
                sql.SQL("create database {} template {}").format(
                    sql.Identifier(mine), sql.Identifier(_migrated_template(admin, admin_url))
                )
            )
        yield provision(admin_url, database=mine, prefix=ROLE_PREFIX, secret=SECRET)
        mine_is_used.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(mine)))


def _migrated_template(admin: psycopg.Connection, admin_url: str) -> str:
    """The template of the migrations as they are now; older ones go, but for a few of other branches."""
    template = f"souk_template_{_schema_digest()}"
    templates = _databases_like(admin, "souk_template_%")
    if template not in templates:
        half = f"{template}_half"
        admin.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(half)))
        migrate(provision(admin_url, database=half, prefix=ROLE_PREFIX, secret=SECRET))
        admin.execute(
            sql.SQL("alter database {} rename to {}").format(sql.Identifier(half), sql.Identifier(template))
        )
        for older in templates[:-TEMPLATES_KEPT]:
            admin.execute(sql.SQL("drop database if exists {}").format(sql.Identifier(older)))
    return template


def _drop_abandoned(admin: psycopg.Connection) -> None:
    """Databases whose test process was killed: its lock ended with it."""
    for name in _databases_like(admin, "souk_test_%"):
        free = admin.execute("select pg_try_advisory_lock(hashtext(%s))", [name]).fetchone()
        if free == (True,):
            admin.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))
            admin.execute("select pg_advisory_unlock(hashtext(%s))", [name])


def _databases_like(admin: psycopg.Connection, pattern: str) -> list[str]:
    """Oldest first."""
    found = admin.execute("select datname from pg_database where datname like %s order by oid", [pattern])
    return [name for (name,) in found]


def _schema_digest() -> str:
    """Of all that the migrated schema is made from."""
    digest = hashlib.sha256(version("procrastinate").encode())
    for package in ("migrations", "provisioning"):
        folder = Path(str(files("souk.wiring"))) / package
        for file in sorted(folder.rglob("*.py")):
            digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


@pytest.fixture(scope="session")
async def database(urls: DatabaseUrls) -> AsyncIterator[Database]:
    database = Database(urls, sink=EventLog({}), pool_size=8, name="souk tests")
    yield database
    await database.close()


@pytest.fixture
async def tenant_id(database: Database) -> int:
    """A tenant of this test alone (EUR, Europe/Madrid)."""
    return await make_tenant(database)


async def make_tenant(
    database: Database, *, currency: str = "EUR", timezone: str = "Europe/Madrid", slug: str | None = None
) -> int:
    async with database.across_tenants() as work:
        made = await work.session.execute(
            text(
                "insert into tenant (slug, name, currency, timezone, locale)"
                " values (:slug, 'Casa Olea', :currency, :timezone, 'en') returning id"
            ),
            {
                "slug": slug or f"olea-{os.getpid()}-{next(_numbers)}",
                "currency": currency,
                "timezone": timezone,
            },
        )
        return int(made.scalar_one())


@pytest.fixture
async def work(database: Database, tenant_id: int) -> AsyncIterator[Work]:
    """A transaction of a fresh tenant, rolled back at the end."""
    async with AsyncSession(database.app, expire_on_commit=False) as session:
        await session.begin()
        scope = await enter_tenant(session, tenant_id)
        yield Work(session, scope, SYSTEM, database.clock.now())
        await session.rollback()


@pytest.fixture(scope="session")
def runtime(database: Database, urls: DatabaseUrls) -> "Runtime":
    from souk.wiring.runtime import Runtime  # only tests that need the whole of Souk import it

    return Runtime(SETTINGS, urls, database, Vault.of_this_process(), None)


@pytest.fixture(scope="session")
def app(runtime: "Runtime") -> FastAPI:
    """The whole web application, over the database under test."""
    from souk.web.app import create_app

    return create_app(runtime)


@pytest.fixture
async def client_as(
    app: FastAPI, database: Database, tenant_id: int
) -> AsyncIterator[Callable[[str], Awaitable[AsyncClient]]]:
    """`await client_as("analyst")`: an HTTP client of a member of the tenant, by token."""
    async with AsyncExitStack() as stack:

        async def enter(role: str) -> AsyncClient:
            member = await make_member(database, tenant_id, role)
            token = await make_token(database, tenant_id, member.user_id)
            return await stack.enter_async_context(client_of(app, token))

        yield enter


@pytest.fixture
async def api(client_as: Callable[[str], Awaitable[AsyncClient]]) -> AsyncClient:
    """An HTTP client of the tenant's owner."""
    return await client_as("owner")
