"""Bringing the schema up to date: one at a time, with time limits, as the owner role."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.pool import NullPool

from souk.kernel.db.urls import DatabaseUrls, sqlalchemy_url

MIGRATION_LOCK = 0x536F756B  # "Souk", as a session advisory lock: two migrators never run at once
LOCK_TIMEOUT_S = 10
STATEMENT_TIMEOUT_S = 3600


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(files("souk.wiring") / "migrations"))
    return config


def migrate(urls: DatabaseUrls, *, to: str = "head") -> None:
    """Upgrade the schema to `to`. Waits for another migrator, then finds nothing left to do.

    The schema of a newer Souk is left as it is.
    """
    with _OwnerConnection(urls) as connection:
        config = _config()
        if _is_of_newer(connection, ScriptDirectory.from_config(config)):
            return
        connection.rollback()  # reading has begun a transaction: each step is to have its own
        config.attributes["connection"] = connection
        command.upgrade(config, to)


def downgrade(urls: DatabaseUrls, *, to: str) -> None:
    """Take the schema back to revision `to` (`base` for nothing at all)."""
    with _OwnerConnection(urls) as connection:
        config = _config()
        config.attributes["connection"] = connection
        command.downgrade(config, to)


def pending(urls: DatabaseUrls) -> list[str]:
    """The revisions not applied yet, oldest first; none on the schema of a newer Souk (see `is_of_newer`)."""
    script = ScriptDirectory.from_config(_config())
    with _reading(urls) as connection:
        if _is_of_newer(connection, script):
            return []
        present = _present(connection)
    return [step.revision for step in reversed(list(script.iterate_revisions("head", present or "base")))]


def is_of_newer(urls: DatabaseUrls) -> bool:
    """Whether a newer Souk has migrated the schema.

    This one runs on it all the same: a migration takes nothing away that the version before uses. So old
    processes go on while new ones are rolled out, and the way back is the program of before.
    """
    with _reading(urls) as connection:
        return _is_of_newer(connection, ScriptDirectory.from_config(_config()))


@contextmanager
def _reading(urls: DatabaseUrls) -> Iterator[Connection]:
    with create_engine(sqlalchemy_url(urls.owner), poolclass=NullPool).connect() as connection:
        yield connection


def _present(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _is_of_newer(connection: Connection, script: ScriptDirectory) -> bool:
    present = _present(connection)
    return present is not None and present not in {step.revision for step in script.walk_revisions()}


class _OwnerConnection:
    """An autocommitting connection of the owner that holds the migration lock."""

    def __init__(self, urls: DatabaseUrls) -> None:
        self._engine = create_engine(sqlalchemy_url(urls.owner), poolclass=NullPool)
        self._connection: Connection | None = None

    def __enter__(self) -> Connection:
        connection = self._engine.connect()
        connection.execute(text("select pg_advisory_lock(:key)"), {"key": MIGRATION_LOCK})
        connection.execute(text(f"set lock_timeout = '{LOCK_TIMEOUT_S}s'"))
        connection.execute(text(f"set statement_timeout = '{STATEMENT_TIMEOUT_S}s'"))
        connection.commit()
        self._connection = connection
        return connection

    def __exit__(self, *_: object) -> None:
        if self._connection is not None:
            self._connection.close()  # ends the session, and with it the lock
        self._engine.dispose()
