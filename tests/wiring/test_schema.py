"""The schema as migrated: nobody's rows are open, models and tables agree, every step can be taken back."""

import psycopg
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from psycopg import sql
from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

from souk.kernel.db.urls import DatabaseUrls, sqlalchemy_url
from souk.wiring.migrate import downgrade, is_of_newer, migrate, pending
from souk.wiring.models import metadata

OF_NO_TENANT = {"alembic_version"}
"""What has no rows of tenants and is written by the owner alone."""


def rows(url: str, query: str) -> list[tuple[object, ...]]:
    with psycopg.connect(url) as connection:
        return connection.execute(sql.SQL(query)).fetchall()  # type: ignore[arg-type]


def test_every_table_forces_row_level_security_and_has_a_policy(urls: DatabaseUrls) -> None:
    open_tables = rows(
        urls.owner,
        """
        select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname = 'souk' and c.relkind in ('r', 'p')
          and not (c.relrowsecurity and c.relforcerowsecurity
                   and exists (select 1 from pg_policy p where p.polrelid = c.oid))
        """,
    )
    assert {name for (name,) in open_tables} == OF_NO_TENANT


def test_no_view_looks_past_row_level_security(urls: DatabaseUrls) -> None:
    views = rows(
        urls.owner,
        """
        select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname = 'souk' and c.relkind in ('v', 'm')
          and not coalesce('security_invoker=true' = any(c.reloptions), false)
        """,
    )
    assert views == []


def test_the_application_owns_nothing_and_bypasses_nothing(urls: DatabaseUrls) -> None:
    app = rows(
        urls.app,
        "select rolsuper, rolbypassrls, rolcreatedb, rolcreaterole from pg_roles"
        " where rolname = current_user",
    )
    assert app == [(False, False, False, False)]
    owned = rows(
        urls.app,
        "select relname from pg_class"
        " where relowner = (select oid from pg_roles where rolname = current_user)"
        " and relpersistence <> 't'",
    )
    assert owned == []


def test_foreign_keys_between_tenants_tables_cannot_cross_tenants(urls: DatabaseUrls) -> None:
    """A foreign key is checked without row-level security: it has to carry the tenant itself."""
    crossing = rows(
        urls.owner,
        """
        select c.conname from pg_constraint c
        join pg_attribute mine on mine.attrelid = c.conrelid and mine.attname = 'tenant_id'
        join pg_attribute theirs on theirs.attrelid = c.confrelid and theirs.attname = 'tenant_id'
        where c.contype = 'f' and theirs.attnotnull
          and not (mine.attnum = any(c.conkey) and theirs.attnum = any(c.confkey))
        """,
    )
    assert crossing == []


def test_models_say_what_the_migrations_made(urls: DatabaseUrls) -> None:
    engine = create_engine(sqlalchemy_url(urls.owner), poolclass=NullPool)
    modelled = {name for name in metadata.tables if not name.startswith("procrastinate")}
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "compare_server_default": False,
                "include_object": lambda _object, name, kind, _reflected, _to: (
                    kind != "table" or name in modelled
                ),
            },
        )
        differences = [
            difference
            for difference in compare_metadata(context, metadata)
            if isinstance(difference, tuple) and difference[0] in {"add_table", "add_column", "remove_column"}
        ]
    assert differences == []


def test_every_migration_can_be_taken_back_and_again(empty_urls: DatabaseUrls) -> None:
    downgrade(empty_urls, to="base")
    left = rows(
        empty_urls.owner,
        "select relname from pg_class c join pg_namespace n on n.oid = c.relnamespace"
        " where n.nspname = 'souk' and c.relkind in ('r', 'p', 'v', 'S') and c.relname not like 'alembic%'",
    )
    assert left == []
    migrate(empty_urls)
    assert pending(empty_urls) == []


def test_migrating_again_changes_nothing(urls: DatabaseUrls) -> None:
    migrate(urls)
    assert pending(urls) == []


def test_the_version_before_runs_on_the_schema_of_a_newer_one(empty_urls: DatabaseUrls) -> None:
    """While a new version is rolled out, and after going back from it: nothing is behind, nothing is done."""
    assert not is_of_newer(empty_urls)
    with psycopg.connect(empty_urls.owner) as connection:
        connection.execute("update alembic_version set version_num = '999_of_tomorrow'")

    assert pending(empty_urls) == []
    migrate(empty_urls)

    assert is_of_newer(empty_urls)
    assert rows(empty_urls.owner, "select version_num from alembic_version") == [("999_of_tomorrow",)]
