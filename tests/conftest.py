"""Fixtures every test may use: a really migrated database, a tenant, a transaction rolled back."""

import hashlib
import itertools
import os
import uuid
from collections.abc import AsyncIterator, Iterator
from importlib.resources import files

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from souk.events.log import EventLog
from souk.kernel.crypto import Vault
from souk.kernel.db.urls import DatabaseUrls
from souk.kernel.log import configure_logging
from souk.kernel.work import SYSTEM, Database, Work, enter_tenant
from souk.wiring.migrate import migrate
from souk.wiring.provisioning import provision

SECRET = b"only for tests"
configure_logging("INFO", as_json=True)
Vault(["YSBrZXkgdGhhdCBpcyBvbmx5IGZvciB0aGUgdGVzdHM="]).serve_this_process()
_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def admin_url() -> Iterator[str]:
    """A superuser's address of the server under test: SOUK_TEST_DATABASE_URL, else the embedded one."""
    given = os.environ.get("SOUK_TEST_DATABASE_URL")
    if given:
        yield given
        return
    from souk.wiring.embedded import EmbeddedCluster

    with EmbeddedCluster.open(_test_home()) as cluster:
        yield cluster.admin_url("postgres")


def _test_home():
    from pathlib import Path
    from tempfile import gettempdir

    return Path(gettempdir()) / f"souk-tests-{os.getuid()}"


def _migrations_digest() -> str:
    digest = hashlib.sha256()
    for step in sorted((files("souk.wiring") / "migrations" / "versions").iterdir(), key=lambda p: p.name):
        if step.name.endswith(".py"):
            digest.update(step.read_bytes())
    return digest.hexdigest()[:12]


@pytest.fixture(scope="session")
def urls(admin_url: str) -> Iterator[DatabaseUrls]:
    """A database of this test process: cloned from a template that is migrated once."""
    template = f"souk_template_{_migrations_digest()}"
    mine = f"souk_test_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(admin_url, autocommit=True) as admin:
        admin.execute("select pg_advisory_lock(7356)")
        made = admin.execute("select 1 from pg_database where datname = %s", (template,)).fetchone()
        if not made:
            half = f"{template}_half"
            admin.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(half)))
            migrate(provision(admin_url, database=half, prefix="soukt", secret=SECRET))
            admin.execute(
                sql.SQL("alter database {} rename to {}").format(sql.Identifier(half), sql.Identifier(template))
            )
        admin.execute(
            sql.SQL("create database {} template {}").format(sql.Identifier(mine), sql.Identifier(template))
        )
    try:
        yield provision(admin_url, database=mine, prefix="soukt", secret=SECRET)
    finally:
        with psycopg.connect(admin_url, autocommit=True) as admin:
            admin.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(mine)))


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
