"""Events over HTTP: a stream that resumes, a list to poll, the events that could not be handled."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from httpx import AsyncClient
from tests.conftest import make_tenant
from tests.web.clients import SETTINGS, make_member, make_token

from souk.cli.serve import Server
from souk.events import Event, emit
from souk.events.attribution import AdCampaignActivated
from souk.events.dispatch import Dispatcher
from souk.events.log import EventLog
from souk.events.notices import NoticePosted
from souk.events.subscriber import Subscriber
from souk.events.tenancy import FeatureSwitched
from souk.kernel.work import Database, Work
from souk.web.app import create_app
from souk.web.stream import hub_of
from souk.wiring.runtime import Runtime

ClientAs = Callable[[str], Awaitable[AsyncClient]]
STREAM = "/api/v1/events/stream"


def started(campaign_id: int) -> AdCampaignActivated:
    return AdCampaignActivated(campaign_id=campaign_id, name=f"Campaign {campaign_id}")


async def happen(database: Database, tenant_id: int, *events: Event) -> None:
    async with database.work(tenant_id) as work:
        for event in events:
            emit(work, event)


@pytest.fixture
async def server(runtime: Runtime) -> AsyncIterator[Server]:
    async with serving(runtime) as server:
        yield server


@asynccontextmanager
async def serving(runtime: Runtime) -> AsyncIterator[Server]:
    """The application behind the real web server: a stream needs one that sends as it goes."""
    server = Server(create_app(runtime), port=0, log_config=None, timeout_graceful_shutdown=5)
    running = asyncio.create_task(server.serve())
    await asyncio.wait_for(server.answering.wait(), 20)
    yield server
    server.should_exit = True
    await running


def url_of(server: Server) -> str:
    return f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"


@pytest.fixture
async def token(database: Database, tenant_id: int) -> str:
    member = await make_member(database, tenant_id, "owner")
    return await make_token(database, tenant_id, member.user_id)


async def test_a_connection_that_idles_longer_than_clients_wait_is_still_served(server: Server) -> None:
    """Closed by the server while a request is on its way, it breaks that request off."""
    idle_s = 5.5  # the web server's own limit is 5
    limits = httpx.Limits(keepalive_expiry=60)
    ports = []
    async with AsyncClient(base_url=url_of(server), limits=limits) as client:
        for pause in (idle_s, 0):
            answer = await client.get("/healthz")
            ports.append(answer.extensions["network_stream"].get_extra_info("client_addr")[1])
            await asyncio.sleep(pause)
    assert len(set(ports)) == 1


class Frames:
    """What a browser makes of the stream."""

    def __init__(self, response: httpx.Response) -> None:
        self.response = response
        self._lines = response.aiter_lines()

    async def next(self) -> dict[str, str]:
        frame: dict[str, str] = {}
        async with asyncio.timeout(20):
            async for line in self._lines:
                name, colon, value = line.partition(": ")
                if colon and name:
                    frame[name] = value
                elif not line and "data" in frame:
                    return frame
        return {}

    async def events(self, count: int) -> list[tuple[str, Any]]:
        frames = [await self.next() for _ in range(count)]
        return [(frame["event"], json.loads(frame["data"])) for frame in frames]


@asynccontextmanager
async def streaming(server: Server, token: str, **asked: Any) -> AsyncIterator[Frames]:
    headers = {"Authorization": f"Bearer {token}", **asked.pop("headers", {})}
    async with (
        httpx.AsyncClient(base_url=url_of(server), headers=headers, trust_env=False) as client,
        client.stream("GET", STREAM, params=asked) as response,
    ):
        yield Frames(response)


async def test_a_campaign_started_elsewhere_is_seen_at_once(
    server: Server, database: Database, tenant_id: int, token: str
) -> None:
    async with streaming(server, token) as stream:
        assert stream.response.status_code == 200
        assert stream.response.headers["content-type"].startswith("text/event-stream")
        assert stream.response.headers["cache-control"] == "no-store"
        assert "content-encoding" not in stream.response.headers
        opened = await stream.next()
        assert (opened["event"], opened["retry"]) == ("opened", "2000")
        assert json.loads(opened["data"]) == {"last_id": int(opened["id"]), "missed_some": False}
        await happen(database, tenant_id, started(1))
        frame = await stream.next()
        assert frame["event"] == "ad_campaign.activated"
        assert int(frame["id"]) > int(opened["id"])
        assert json.loads(frame["data"]) == {"campaign_id": 1, "name": "Campaign 1"}


async def test_it_resumes_by_the_last_id_in_another_process(
    server: Server, runtime: Runtime, database: Database, tenant_id: int, token: str
) -> None:
    async with streaming(server, token) as stream:
        await stream.next()
        await happen(database, tenant_id, started(1))
        seen = await stream.next()
    await happen(database, tenant_id, started(2), started(3))
    async with streaming(server, token, headers={"Last-Event-ID": seen["id"]}) as stream:
        assert (await stream.next())["id"] == seen["id"]
        assert [data["campaign_id"] for _, data in await stream.events(2)] == [2, 3]
    async with streaming(server, token, after=seen["id"]) as stream:
        await stream.next()
        assert [data["campaign_id"] for _, data in await stream.events(2)] == [2, 3]


async def test_only_what_was_asked_for(
    server: Server, database: Database, tenant_id: int, token: str
) -> None:
    async with streaming(server, token, types="ad_campaign.*") as stream:
        await stream.next()
        await happen(database, tenant_id, FeatureSwitched(feature="webhooks", is_on=True), started(1))
        assert await stream.events(1) == [("ad_campaign.activated", {"campaign_id": 1, "name": "Campaign 1"})]


async def test_another_tenants_events_do_not_come(
    server: Server, database: Database, tenant_id: int, token: str
) -> None:
    other = await make_tenant(database)
    async with streaming(server, token) as stream:
        await stream.next()
        await happen(database, other, started(66))
        await happen(database, tenant_id, started(1))
        assert [data["campaign_id"] for _, data in await stream.events(1)] == [1]


async def test_a_token_with_fewer_scopes_sees_less(
    server: Server, database: Database, tenant_id: int
) -> None:
    member = await make_member(database, tenant_id, "owner")
    narrow = await make_token(database, tenant_id, member.user_id, scopes=["settings.read"])
    async with streaming(server, narrow) as stream:
        await stream.next()
        await happen(database, tenant_id, started(1), FeatureSwitched(feature="webhooks", is_on=True))
        assert [kind for kind, _ in await stream.events(1)] == ["feature.switched"]


async def test_when_the_process_stops_streams_end(
    server: Server, database: Database, tenant_id: int, token: str
) -> None:
    async with streaming(server, token) as stream:
        await stream.next()
        await hub_of(server.app).close()
        assert await stream.next() == {}
    async with streaming(server, token) as refused:
        await refused.response.aread()
        assert refused.response.status_code == 503
        assert refused.response.json()["code"] == "stream_unavailable"


async def test_a_stream_too_many_is_told_when_to_come_again_and_closed_ones_make_room(
    runtime: Runtime, token: str
) -> None:
    narrow = replace(runtime, settings=SETTINGS.model_copy(update={"streams_per_tenant_max": 1}))
    async with serving(narrow) as server:
        for _ in range(2):
            async with streaming(server, token) as stream:
                assert (await stream.next())["event"] == "opened"
                async with streaming(server, token) as refused:
                    await refused.response.aread()
                    assert refused.response.status_code == 429
                    assert refused.response.json()["code"] == "too_many_streams"
                    assert refused.response.headers["retry-after"] == "30"
            async with asyncio.timeout(10):
                while hub_of(server.app)._visitors.total():  # noqa: ASYNC110 (until the server has noticed)
                    await asyncio.sleep(0.01)


@pytest.mark.parametrize("header", ["yesterday", "-1", "1e3", "9" * 30, "١"])
async def test_a_last_id_that_is_none_is_refused(api: AsyncClient, header: str) -> None:
    answer = await api.get(STREAM, headers={b"Last-Event-ID": header.encode()})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "Last-Event-ID")


@pytest.mark.parametrize("path", [STREAM, "/api/v1/events"])
async def test_unknown_types_are_refused(api: AsyncClient, path: str) -> None:
    answer = await api.get(path, params={"types": "order.placed,order.eaten"})
    assert answer.status_code == 422
    assert "order.eaten" in answer.json()["detail"]


@pytest.mark.parametrize("path", [STREAM, "/api/v1/events", "/api/v1/events/types"])
async def test_strangers_are_asked_to_sign_in(app: FastAPI, path: str) -> None:
    transport = httpx.ASGITransport(app, client=("127.0.0.1", 5000))
    async with AsyncClient(transport=transport, base_url="http://127.0.0.1:8000") as client:
        assert (await client.get(path)).status_code == 401


async def test_those_who_poll_get_the_same(database: Database, tenant_id: int, api: AsyncClient) -> None:
    now = (await api.get("/api/v1/events")).json()
    assert (now["data"], now["more"], now["missed_some"]) == ([], False, False)
    await happen(database, tenant_id, *(started(number) for number in range(5)))

    async def poll(after: int, **asked: Any) -> dict[str, Any]:
        answer = await api.get("/api/v1/events", params={"after": after, **asked})
        assert answer.status_code == 200, answer.text
        page: dict[str, Any] = answer.json()
        return page

    first = await poll(now["last_id"], limit=3)
    assert [event["data"]["campaign_id"] for event in first["data"]] == [0, 1, 2]
    assert (first["more"], first["last_id"]) == (True, first["data"][-1]["id"])
    second = await poll(first["last_id"], limit=3)
    assert [event["data"]["campaign_id"] for event in second["data"]] == [3, 4]
    assert second["data"][0]["aggregate"] == "ad_campaign:3"
    assert not second["more"]
    assert (await poll(second["last_id"]))["data"] == []
    assert (await poll(now["last_id"], types="order.*"))["data"] == []
    ahead = await poll(2**62)
    assert (ahead["missed_some"], ahead["last_id"]) == (True, second["last_id"])


async def test_personal_events_are_polled_by_those_they_are_for(
    database: Database, tenant_id: int, client_as: ClientAs
) -> None:
    ana, ben = await client_as("owner"), await client_as("owner")
    who = (await ana.get("/api/v1/me")).json()
    ana_id = who["user"]["id"] if "user" in who else who["id"]
    start = (await ana.get("/api/v1/events")).json()["last_id"]
    await happen(database, tenant_id, NoticePosted(kind="x", tone="good", title="For Ana", user_ids=[ana_id]))
    for client, count in ((ana, 1), (ben, 0)):
        assert len((await client.get(f"/api/v1/events?after={start}")).json()["data"]) == count


async def test_every_type_is_described_with_its_schema(api: AsyncClient) -> None:
    types = {each["type"]: each for each in (await api.get("/api/v1/events/types")).json()["data"]}
    placed = types["order.placed"]
    assert placed["is_published"]
    assert placed["capability"] == "orders.read"
    assert "total_minor" in placed["payload"]["properties"]
    assert not types["notice.posted"]["is_published"]


@pytest.fixture
async def stuck(database: Database, tenant_id: int) -> AsyncIterator[Dispatcher]:
    """A subscriber that cannot handle campaign 1, which has two events."""

    async def fail(_work: Work, events: Any) -> None:
        if any(event.campaign_id == 1 for event in events):
            raise RuntimeError("out of olives")

    dispatcher = Dispatcher(
        database, [Subscriber(f"stuck-{tenant_id}", [AdCampaignActivated], fail)], EventLog({})
    )
    await dispatcher.drain()
    await happen(database, tenant_id, started(1), started(1), started(2))
    await dispatcher.drain()
    yield dispatcher
    await dispatcher.close()


async def test_what_could_not_be_handled_is_listed_retried_and_discarded(
    stuck: Dispatcher, api: AsyncClient, client_as: ClientAs
) -> None:
    listed = (await api.get("/api/v1/events/set-aside")).json()
    failed, following = listed["data"]
    assert (failed["state"], failed["error"]) == ("retrying", "RuntimeError: out of olives")
    assert following["state"] == "following"

    url = f"/api/v1/events/set-aside/{failed['id']}"
    analyst = await client_as("analyst")
    assert (await analyst.get("/api/v1/events/set-aside")).status_code == 200
    assert (await analyst.post(f"{url}/retry")).status_code == 403

    waits = await api.post(f"/api/v1/events/set-aside/{following['id']}/retry")
    assert (waits.status_code, waits.json()["code"]) == (409, "event_follows")
    retried = await api.post(f"{url}/retry")
    assert (retried.status_code, retried.json()["attempts"]) == (202, 0)
    await stuck.drain()
    assert (await api.get("/api/v1/events/set-aside")).json()["total"] == 2

    assert (await api.post(f"{url}/discard")).json()["state"] == "discarding"
    await stuck.drain()
    (left,) = (await api.get("/api/v1/events/set-aside")).json()["data"]
    assert (left["id"], left["state"]) == (following["id"], "retrying")
    gone = await api.post(f"{url}/discard")
    assert gone.status_code == 404
    actions = {entry["action"] for entry in (await api.get("/api/v1/audit")).json()["data"]}
    assert {"event.retried", "event.discarded"} <= actions


async def test_another_tenant_finds_nothing_to_retry(
    stuck: Dispatcher, api: AsyncClient, app: FastAPI, database: Database
) -> None:
    (failed, _) = (await api.get("/api/v1/events/set-aside")).json()["data"]
    other = await make_tenant(database)
    member = await make_member(database, other, "owner")
    headers = {"Authorization": f"Bearer {await make_token(database, other, member.user_id)}"}
    transport = httpx.ASGITransport(app, client=("127.0.0.1", 5000))
    async with AsyncClient(transport=transport, base_url="http://127.0.0.1:8000", headers=headers) as client:
        assert (await client.get("/api/v1/events/set-aside")).json()["total"] == 0
        for verb in ("retry", "discard"):
            assert (await client.post(f"/api/v1/events/set-aside/{failed['id']}/{verb}")).status_code == 404
