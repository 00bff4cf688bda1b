"""A database that is there for one benchmark, with roles of its own, and gone after it."""

import secrets
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass

import psycopg
from cryptography.fernet import Fernet
from psycopg import sql
from sqlalchemy import text

from souk.events.dispatch import register
from souk.events.log import EventLog
from souk.kernel.crypto import Vault
from souk.kernel.db.urls import DatabaseUrls
from souk.kernel.settings import Settings
from souk.kernel.work import SYSTEM, Database
from souk.tenancy.public import OwnerDraft, TenantDraft, add_owner, create_tenant, create_token
from souk.wiring.embedded import EmbeddedCluster
from souk.wiring.migrate import migrate
from souk.wiring.ports import connect_ports
from souk.wiring.provisioning import SessionLimits, provision
from souk.wiring.subscriptions import AFTER_COMMIT, IN_TRANSACTION

CURRENCY, ZONE = "EUR", "Europe/Madrid"
# Filling a database and aggregating a raw ledger take longer than any request may.
_LIMITS = SessionLimits(statement_timeout_s=3600, idle_in_transaction_timeout_s=600)


@dataclass(frozen=True, slots=True)
class Scratch:
    """One tenant's empty Souk. `key` opens its vault, `token` its API, for an owner."""

    database: Database
    urls: DatabaseUrls
    prefix: str
    key: str
    tenant_id: int
    token: str


@contextmanager
def server(database_url: str | None, settings: Settings) -> Iterator[str]:
    """An administrator's URL: of the server given, else of the embedded cluster."""
    if database_url is not None:
        yield database_url
        return
    with EmbeddedCluster.open(settings.home, postgres_bin=settings.postgres_bin) as cluster:
        yield cluster.admin_url("postgres")


@asynccontextmanager
async def scratch(admin_url: str) -> AsyncIterator[Scratch]:
    """Make it, hand it over, remove it with its roles, whatever happens in between."""
    prefix = f"souk_bench_{secrets.token_hex(4)}"
    key = Fernet.generate_key().decode()
    try:
        urls = provision(admin_url, database=prefix, prefix=prefix, secret=key.encode(), limits=_LIMITS)
        migrate(urls)
        connect_ports()
        database = Database(urls, sink=EventLog(IN_TRANSACTION), name="souk bench")
        try:
            with _vault(key):
                tenant_id, token = await _open_tenant(database)
                yield Scratch(database, urls, prefix, key, tenant_id, token)
        finally:
            await database.close()
    finally:
        _remove(admin_url, prefix)


@contextmanager
def _vault(key: str) -> Iterator[None]:
    """The scratch database's vault serves this process, and then again the one that did before."""
    try:
        before = Vault.of_this_process()
    except RuntimeError:
        before = None
    vault = Vault([key])
    vault.serve_this_process()
    try:
        yield
    finally:
        (before or vault).serve_this_process()


async def _open_tenant(database: Database) -> tuple[int, str]:
    owner = OwnerDraft(name="Owner", email="owner@bench.example", password=secrets.token_hex(16))
    user = await add_owner(database, owner)
    draft = TenantDraft(name="Bench", slug="bench", currency=CURRENCY, timezone=ZONE)
    async with database.across_tenants() as system:
        scope = await create_tenant(system, draft, SYSTEM, owner=user)
    async with database.across_tenants() as system:
        await register(system.session, AFTER_COMMIT)
    async with database.work(scope.tenant_id) as work:
        _, token = await create_token(work, user.id, name="bench", scopes=None, expires_at=None)
    return scope.tenant_id, token


def _remove(admin_url: str, prefix: str) -> None:
    with psycopg.connect(admin_url, autocommit=True) as admin:
        admin.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(prefix)))
        for role in ("app", "system", "backup", "owner"):
            admin.execute(sql.SQL("drop role if exists {}").format(sql.Identifier(f"{prefix}_{role}")))


def tidy(scratch: Scratch, *tables: str) -> None:
    """Vacuum and count, as the server would have done by itself before anybody measures."""
    with psycopg.connect(scratch.urls.owner, autocommit=True) as owner:
        for table in tables:
            owner.execute(sql.SQL("vacuum (analyze) {}").format(sql.Identifier(table)))


def draw_on(scratch: Scratch, **highest: int) -> None:
    """Let the ids of these tables be drawn from after their highest, given by hand."""
    with psycopg.connect(scratch.urls.owner) as owner:
        for table, number in highest.items():
            owner.execute("select setval(pg_get_serial_sequence(%s, 'id'), %s)", [table, number])


async def fill(scratch: Scratch, statement: str, **values: object) -> None:
    """One INSERT … SELECT under the tenant's row-level security."""
    async with scratch.database.work(scratch.tenant_id) as work:
        await work.session.execute(text(statement), {"tenant_id": work.tenant_id, **values})
