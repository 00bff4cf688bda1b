"""Whether it works, also while the database is away."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import replace

import pytest
from httpx import AsyncClient
from prometheus_client.core import GaugeMetricFamily, Metric
from psycopg.conninfo import conninfo_to_dict
from pydantic import SecretStr
from sqlalchemy import text
from tests.web.clients import SETTINGS, client_of, make_member, make_token

from souk.events.log import EventLog
from souk.kernel.work import Database
from souk.tenancy.public import load_scope
from souk.web import health, metrics
from souk.web.app import create_app
from souk.wiring.runtime import Runtime


class Wire:
    """A cable to the database that can be cut and joined again."""

    def __init__(self, url: str) -> None:
        self.target = conninfo_to_dict(url)
        self.joined = True
        self.port = 0
        self._writers: set[asyncio.StreamWriter] = set()

    def url(self) -> str:
        t = self.target
        return f"postgresql://{t['user']}:{t['password']}@127.0.0.1:{self.port}/{t['dbname']}?sslmode=disable"

    def cut(self) -> None:
        self.joined = False
        for writer in self._writers:
            writer.close()

    def join(self) -> None:
        self.joined = True

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while data := await reader.read(65536):
                writer.write(data)
                await writer.drain()
        writer.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if not self.joined:
            writer.close()
            return
        host, port = str(self.target["host"]), str(self.target.get("port", 5432))
        if host.startswith("/"):
            up_reader, up_writer = await asyncio.open_unix_connection(f"{host}/.s.PGSQL.{port}")
        else:
            up_reader, up_writer = await asyncio.open_connection(host, int(port))
        pair = {writer, up_writer}
        self._writers |= pair
        await asyncio.gather(self._carry(reader, up_writer), self._carry(up_reader, writer))
        self._writers -= pair

    @asynccontextmanager
    async def laid(self) -> AsyncIterator["Wire"]:
        server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        try:
            yield self
        finally:
            server.close()
            self.cut()


async def test_without_the_database_requests_get_503_and_then_go_on(
    runtime: Runtime, database: Database, tenant_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "KEPT_S", 0.0)
    member = await make_member(database, tenant_id, "owner")
    token = await make_token(database, tenant_id, member.user_id)
    async with AsyncExitStack() as stack:
        app_wire = await stack.enter_async_context(Wire(runtime.urls.app).laid())
        system_wire = await stack.enter_async_context(Wire(runtime.urls.system).laid())
        urls = replace(runtime.urls, app=app_wire.url(), system=system_wire.url())
        wired = Database(urls, sink=EventLog({}), pool_size=2)
        stack.push_async_callback(wired.close)
        client = await stack.enter_async_context(
            client_of(create_app(Runtime(SETTINGS, urls, wired, runtime.vault, None)), token)
        )
        assert (await client.get("/api/v1/settings")).status_code == 200

        app_wire.cut()
        system_wire.cut()
        for _ in range(3):
            answer = await client.get("/api/v1/settings")
            assert (answer.status_code, answer.json()["code"]) == (503, "database_unavailable")
            assert answer.headers["Retry-After"] == "2"
            assert "postgresql" not in answer.text
        assert (await client.get("/healthz")).status_code == 200
        ready = await client.get("/readyz")
        assert (ready.status_code, ready.json()["status"]) == (503, "down")

        app_wire.join()
        system_wire.join()
        await client.get("/api/v1/settings")  # may still find a connection that died: it is thrown away
        assert (await client.get("/api/v1/settings")).status_code == 200
        assert (await client.get("/readyz")).status_code == 200


async def test_however_many_ask_readiness_is_found_out_once_a_second(
    runtime: Runtime, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[object] = []

    def look(urls: object) -> list[str]:
        looked.append(urls)
        return []

    monkeypatch.setattr(health, "pending", look)
    async with client_of(create_app(runtime)) as client:
        answers = await asyncio.gather(*(client.get("/readyz") for _ in range(20)))
        assert {answer.status_code for answer in answers} == {200}
        assert len(looked) == 1
        monkeypatch.setattr(health, "KEPT_S", 0.0)
        await client.get("/readyz")
        assert len(looked) == 2


async def test_ready_without_a_worker_is_degraded(
    api: AsyncClient, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "KEPT_S", 0.0)
    async with database.across_tenants() as work:
        await work.session.execute(text("delete from procrastinate_workers"))

    answer = await api.get("/readyz")

    assert answer.status_code == 200
    assert answer.json()["status"] == "degraded"
    assert answer.json()["migrations"] == "ok"
    assert "souk worker" in answer.json()["worker"]


async def test_figures_are_behind_their_token(
    runtime: Runtime, api: AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def shelf(_: Database) -> AsyncIterator[Metric]:
        yield GaugeMetricFamily("souk_shelf_items", "On the shelf", 7)

    async def broken(_: Database) -> AsyncIterator[Metric]:
        if metrics.READERS:
            raise RuntimeError("no figures today")
        yield GaugeMetricFamily("souk_never", "Not reached", 0)

    monkeypatch.setattr(metrics, "READERS", [broken, shelf])
    settings = SETTINGS.model_copy(update={"metrics_token": SecretStr("scrape")})
    app = create_app(Runtime(settings, runtime.urls, runtime.database, runtime.vault, None))
    async with client_of(app) as client:
        await client.get("/api/v1/people/17")
        assert (await client.get("/metrics")).status_code == 401
        assert (await client.get("/metrics", headers={"Authorization": "Bearer no"})).status_code == 401
        figures = (await client.get("/metrics", headers={"Authorization": "Bearer scrape"})).text

    assert "souk_shelf_items 7.0" in figures
    assert "souk_metrics_reader_failures_total 1.0" in figures
    assert 'route="/api/v1/people/{membership_id}"' in figures
    assert "people/17" not in figures
    assert (await api.get("/metrics")).status_code == 404, "no token, no figures"


async def test_the_figures_of_the_database_are_read_when_asked_for(
    database: Database, tenant_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("souk.web.figures.TENANTS_MAX", 10_000)  # other tests' tenants are there too
    scope = await load_scope(database, tenant_id)
    assert scope is not None

    figures = (await metrics.exposition(database)).decode()

    assert re.search(r'souk_database_connections{state="(active|idle)"} [1-9]', figures)
    assert re.search(r'souk_table_bytes{table="audit_entry"} [1-9]', figures)
    sold = f'tenant="{scope.slug}"'
    assert f'souk_attribution_revenue_minor{{attributed="no",currency="EUR",{sold}}} 0.0' in figures
