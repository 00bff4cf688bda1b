"""All rows of a tenant as the administrator sees them, to prove that nothing of them was changed."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo


def admin_of(admin_url: str, database_url: str) -> str:
    """The superuser's address of the database under test: nothing is hidden from it."""
    return make_conninfo(admin_url, dbname=conninfo_to_dict(database_url)["dbname"])


def tenants_tables(admin: psycopg.Connection) -> list[str]:
    found = admin.execute("""
        select c.relname from pg_class c
        join pg_namespace n on n.oid = c.relnamespace
        join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id'
        where n.nspname = 'souk' and c.relkind in ('r', 'p') order by 1
    """)
    return [name for (name,) in found]


def fingerprints(admin: psycopg.Connection, tenant_id: int) -> dict[str, str]:
    """By table: a digest of every row of the tenant."""
    found = {}
    for table in tenants_tables(admin):
        query = sql.SQL(
            "select count(*) || ' ' || coalesce(md5(string_agg(t::text, '|' order by t::text)), '')"
            " from souk.{} t where tenant_id = %s"
        ).format(sql.Identifier(table))
        row = admin.execute(query, [tenant_id]).fetchone()
        assert row is not None
        found[table] = str(row[0])
    return found


@contextmanager
def untouched(admin_address: str, tenant_id: int) -> Iterator[None]:
    """Fails when the block changed, added or removed any row of the tenant."""
    with psycopg.connect(admin_address, autocommit=True) as admin:
        before = fingerprints(admin, tenant_id)
        yield
        after = fingerprints(admin, tenant_id)
    assert {name for name in before if before[name] != after[name]} == set()
