"""The second lock: with every condition on the tenant taken out of the service's statements, and below the
service altogether, PostgreSQL itself keeps the shops apart.
"""

import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from typing import Any

import psycopg
import pytest
from fastapi import FastAPI
from httpx import AsyncClient
from psycopg import sql
from sqlalchemy import event
from tests.isolation.conftest import Neighbours
from tests.isolation.requests import OF_EVERYONE, path_of, rows_in
from tests.isolation.test_other_tenants import EXPLAIN, ask, by_id, first_body, is_list, lists, template, told
from tests.isolation.untouched import tenants_tables, untouched
from tests.web.clients import SETTINGS, client_of

from souk.events.log import EventLog
from souk.kernel.crypto import Vault
from souk.kernel.db.urls import DatabaseUrls
from souk.kernel.work import Database
from souk.tenancy.roles import Role
from souk.web.app import create_app
from souk.wiring.runtime import Runtime

FILTER = re.compile(r"(?<!\w)(?:\w+\.)?tenant_id = (?:%\(\w+\)s(?:::\w+)?|cast\(%\(\w+\)s as bigint\))", re.I)


class Unfiltered:
    """A program of mine whose service no longer asks for its own tenant's rows."""

    def __init__(self, client: AsyncClient, app: FastAPI) -> None:
        self.client = client
        self.app = app
        self.statements_changed = 0

    def take_filter_out(
        self, _connection: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, _many: bool
    ) -> tuple[str, Any]:
        changed, times = FILTER.subn("true", statement)
        self.statements_changed += bool(times)
        return changed, parameters


@pytest.fixture
async def unfiltered(app: FastAPI, urls: DatabaseUrls, neighbours: Neighbours) -> AsyncIterator[Unfiltered]:
    async with AsyncExitStack() as stack:
        database = Database(urls, sink=EventLog({}), pool_size=2, name="souk without filters")
        stack.push_async_callback(database.close)
        application = create_app(Runtime(SETTINGS, urls, database, Vault.of_this_process(), None))
        client = await stack.enter_async_context(client_of(application, neighbours.mine.tokens[Role.OWNER]))
        program = Unfiltered(client, app)
        event.listen(database.app.sync_engine, "before_cursor_execute", program.take_filter_out, retval=True)
        yield program


async def test_without_the_services_filter_her_ids_are_still_not_found(
    unfiltered: Unfiltered, neighbours: Neighbours, admin_address: str
) -> None:
    mine, hers = neighbours.mine, neighbours.hers
    wrong = []
    with untouched(admin_address, hers.tenant_id):
        for name, _ in by_id(unfiltered.app):
            path = path_of(template(name), hers.ids)
            answer = await ask(unfiltered.client, name, path, mine.ids, first_body(name, mine.ids))
            if answer.status_code != 404 or hers.word in answer.text.lower():
                wrong.append((name, answer.status_code, answer.text[:300]))

    assert wrong == [], told(wrong)
    assert unfiltered.statements_changed > 100


async def test_without_the_services_filter_lists_still_hold_nothing_of_hers(
    unfiltered: Unfiltered, neighbours: Neighbours
) -> None:
    mine, hers = neighbours.mine, neighbours.hers
    wrong = []
    for name, _ in lists(unfiltered.app):
        if name in {EXPLAIN, "GET /sessions"}:
            continue
        answer = await ask(unfiltered.client, name, template(name), mine.ids)
        if answer.status_code != 200 or hers.word in answer.text.lower():
            wrong.append((name, answer.status_code, answer.text[:300]))
        elif name not in OF_EVERYONE and is_list(answer):
            listed = rows_in((await ask(mine.owner, name, template(name), mine.ids)).json())
            if extra := rows_in(answer.json()) - listed:
                wrong.append((name, "more rows than with the filter", str(extra)[:300]))

    assert wrong == [], told(wrong)
    assert unfiltered.statements_changed > 50


def test_every_table_keeps_her_rows_from_being_read_changed_and_written(
    urls: DatabaseUrls, neighbours: Neighbours, admin_address: str
) -> None:
    """Table by table as the catalogue names them, on a connection that has entered my tenant."""
    mine, hers = neighbours.mine.tenant_id, neighbours.hers.tenant_id
    wrong = []
    with psycopg.connect(admin_address) as admin, psycopg.connect(urls.app) as app:
        app.execute("select set_config('souk.tenant_id', %s, false)", [str(mine)])
        app.commit()
        for table in tenants_tables(admin):
            name = sql.Identifier(table)
            row = admin.execute(
                sql.SQL("select to_jsonb(t)::text from souk.{} t where tenant_id = %s limit 1").format(name),
                [hers],
            ).fetchone()
            if row is None:
                wrong.append((table, "the neighbour has no row here to be seen"))
                continue
            copied = sql.SQL(
                "insert into souk.{name} ({columns}) overriding system value"
                " select {columns} from jsonb_populate_record(null::souk.{name}, %s::jsonb)"
            ).format(name=name, columns=_columns(admin, table))
            for doing, statement, values in (
                ("read", sql.SQL("select 1 from souk.{} where tenant_id = %s").format(name), [hers]),
                (
                    "change",
                    sql.SQL("update souk.{} set tenant_id = tenant_id where tenant_id = %s").format(name),
                    [hers],
                ),
                ("take", sql.SQL("update souk.{} set tenant_id = %s").format(name), [hers]),
                ("delete", sql.SQL("delete from souk.{} where tenant_id = %s").format(name), [hers]),
                ("write", copied, [row[0]]),
            ):
                if outcome := _touched(app, statement, values, must_refuse=doing in {"take", "write"}):
                    wrong.append((table, doing, outcome))

    assert wrong == [], told(wrong)


def _touched(
    app: psycopg.Connection, statement: sql.Composed, values: list[Any], *, must_refuse: bool
) -> str | None:
    """What a statement reached that it must not reach; None when it reached nothing."""
    try:
        reached = app.execute(statement, values).rowcount
    except (psycopg.errors.InsufficientPrivilege, psycopg.errors.GeneratedAlways):
        return None  # row-level security's refusal, no privilege at all, or a column nobody can write
    except psycopg.Error as other:
        return f"{type(other).__name__}: {other}"
    finally:
        app.rollback()
    if must_refuse:
        return f"was not refused, {reached} rows"
    return f"{reached} rows" if reached else None


def _columns(admin: psycopg.Connection, table: str) -> sql.Composed:
    found = admin.execute(
        "select attname from pg_attribute where attrelid = ('souk.' || %s)::regclass and attnum > 0"
        " and not attisdropped and attgenerated = '' order by attnum",
        [table],
    )
    return sql.SQL(", ").join([sql.Identifier(column) for (column,) in found])
