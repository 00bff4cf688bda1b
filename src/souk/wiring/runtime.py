"""From settings to a running Souk: the keys, the database, the sink of facts."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass

from cryptography.fernet import Fernet

from souk.events.dispatch import register
from souk.events.log import EventLog
from souk.kernel.crypto import Vault, load_or_make_key
from souk.kernel.db.urls import DatabaseUrls
from souk.kernel.errors import Unavailable
from souk.kernel.log import get_logger
from souk.kernel.settings import Settings
from souk.kernel.work import Database
from souk.wiring import models as _models  # noqa: F401  foreign keys go by table name: all models first
from souk.wiring import tasks as _tasks  # noqa: F401  jobs are enqueued by their task's name: all tasks first
from souk.wiring.embedded import EmbeddedCluster
from souk.wiring.exporters import offer_all_exporters
from souk.wiring.importers import offer_all_importers
from souk.wiring.migrate import is_of_newer, migrate, pending
from souk.wiring.ports import connect_ports
from souk.wiring.provisioning import provision
from souk.wiring.subscriptions import AFTER_COMMIT, IN_TRANSACTION

DATABASE_NAME = "souk"

log = get_logger(__name__)


class NotSetUp(Unavailable):
    code = "not_set_up"
    title = "Souk is not set up"


@dataclass(frozen=True)
class Runtime:
    """What a process of Souk works with."""

    settings: Settings
    urls: DatabaseUrls
    database: Database
    vault: Vault
    cluster: EmbeddedCluster | None


@contextmanager
def found_database(settings: Settings) -> Iterator[tuple[DatabaseUrls, EmbeddedCluster | None]]:
    """The roles' addresses on the server of DATABASE_URL, else on the embedded cluster, started if need be.

    Provisioning is idempotent; nothing is migrated here.
    """
    replica = settings.database_replica_url.get_secret_value() if settings.database_replica_url else None
    secret = secret_keys(settings)[-1].encode()
    prefix = settings.database_role_prefix
    if settings.database_url is not None:
        admin = settings.database_url.get_secret_value()
        name = admin.partition("?")[0].rpartition("/")[2] or DATABASE_NAME
        yield provision(admin, database=name, prefix=prefix, secret=secret, replica_url=replica), None
        return
    with EmbeddedCluster.open(settings.home, postgres_bin=settings.postgres_bin) as cluster:
        cluster.watch()
        admin = cluster.admin_url("postgres")
        yield provision(admin, database=DATABASE_NAME, prefix=prefix, secret=secret), cluster


def secret_keys(settings: Settings) -> list[str]:
    """The keys of this installation, the newest first. The embedded run makes its own once.

    Raises NotSetUp where a server is used and no key was given: a key made here would be another one on
    every machine.
    """
    if settings.secret_key is not None:
        return [key.strip() for key in settings.secret_key.get_secret_value().split(",") if key.strip()]
    if settings.database_url is not None:
        raise NotSetUp(
            "Set SOUK_SECRET_KEY to a Fernet key, the same for every process;"
            " `souk doctor --make-key` prints one."
        )
    return [load_or_make_key(settings.home / "secret.key")]


@asynccontextmanager
async def open_runtime(
    settings: Settings, *, name: str = "souk", migrating: bool | None = None
) -> AsyncIterator[Runtime]:
    """Everything a process needs, closed at the end.

    The embedded database is migrated on the way; a server's schema is left to `souk migrate` unless
    `migrating` says otherwise. Raises NotSetUp when the schema is behind.
    """
    vault = Vault(secret_keys(settings))
    vault.serve_this_process()
    connect_ports()
    offer_all_importers()
    offer_all_exporters()
    with found_database(settings) as (urls, cluster):
        if migrating if migrating is not None else cluster is not None:
            migrate(urls)
        elif behind := pending(urls):
            raise NotSetUp(f"The database is {len(behind)} migrations behind; run `souk migrate` first.")
        if is_of_newer(urls):
            log.warning("schema_of_a_newer_souk")
        database = Database(urls, sink=EventLog(IN_TRANSACTION), pool_size=settings.database_pool, name=name)
        try:
            async with database.across_tenants() as work:
                await register(work.session, AFTER_COMMIT)
            yield Runtime(settings, urls, database, vault, cluster)
        finally:
            await database.close()


def unconnected(settings: Settings) -> Runtime:
    """A runtime that describes and never connects: for printing the API's description."""
    nowhere = "postgresql://nowhere.invalid/souk"
    urls = DatabaseUrls(nowhere, nowhere, nowhere, nowhere, nowhere)
    vault = Vault([Fernet.generate_key().decode()])
    return Runtime(settings, urls, Database(urls, sink=EventLog({})), vault, None)
