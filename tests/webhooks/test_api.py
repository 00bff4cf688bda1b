"""Webhooks by the API."""

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from httpx import AsyncClient
from tests.conftest import make_tenant
from tests.web.clients import SETTINGS, client_of, make_member, make_token

from souk.kernel.crypto import Vault
from souk.kernel.work import Database
from souk.web.app import create_app
from souk.webhooks.actions import endpoints
from souk.wiring.runtime import Runtime

HOOK = {"url": "https://hooks.example.com/souk", "event_types": ["order.*", "tracker.failed"]}
URL = "/api/v1/webhooks"


async def make(api: AsyncClient, **changes: object) -> dict[str, object]:
    answer = await api.post(URL, json=HOOK | changes)
    assert answer.status_code == 201, answer.text
    made: dict[str, object] = answer.json()
    return made


async def test_a_webhook_tells_its_secret_once(api: AsyncClient) -> None:
    made = await make(api, description="the warehouse")
    assert str(made["secret"]).startswith("whsec_")
    read = (await api.get(f"{URL}/{made['id']}")).json()
    assert "secret" not in read
    assert read == {name: value for name, value in made.items() if name != "secret"}
    assert (read["active"], read["description"], read["version"]) == (True, "the warehouse", 1)
    listed = (await api.get(URL)).json()
    assert (listed["total"], listed["data"]) == (1, [read])
    assert str(made["secret"]) not in (await api.get("/api/v1/audit")).text


@pytest.mark.parametrize(
    ("changes", "field", "says"),
    [
        ({"url": "http://hooks.example.com/"}, "url", "begin with https"),
        ({"url": "https://127.0.0.1/"}, "url", "private network"),
        ({"url": "https://localhost/"}, "url", "private network"),
        ({"url": "nonsense"}, "url", "begin with https"),
        ({"event_types": []}, "event_types", "at least one"),
        ({"event_types": ["order.lost"]}, "event_types", "order.placed"),
        ({"event_types": ["notice.posted"]}, "event_types", "no event type"),
    ],
)
async def test_bad_input_says_what_to_do_and_makes_nothing(
    api: AsyncClient, changes: dict[str, object], field: str, says: str
) -> None:
    answer = await api.post(URL, json=HOOK | changes)
    assert answer.status_code == 422
    problem = answer.json()
    assert says in problem["detail"]
    assert [error["field"] for error in problem["errors"]] == [field]
    assert (await api.get(URL)).json()["total"] == 0


async def test_a_lost_update_is_refused(api: AsyncClient) -> None:
    made = await make(api)
    change = HOOK | {"description": "mine"}
    assert (await api.put(f"{URL}/{made['id']}", json=change)).json()["version"] == 2
    stale = await api.put(f"{URL}/{made['id']}", json=HOOK | {"version": 1})
    assert (stale.status_code, stale.json()["code"]) == (409, "stale_version")
    assert stale.json()["details"] == {"version": 2}
    stale = await api.put(f"{URL}/{made['id']}", json=HOOK, headers={"If-Match": '"1"'})
    assert stale.status_code == 409
    read = await api.get(f"{URL}/{made['id']}")
    assert (read.json()["description"], read.headers["ETag"]) == ("mine", '"2"')


async def test_a_test_message_and_its_delivery(api: AsyncClient) -> None:
    made = await make(api)
    queued = await api.post(f"{URL}/{made['id']}/test")
    assert queued.status_code == 202
    delivery = queued.json()
    assert (delivery["event_type"], delivery["status"], delivery["event_id"]) == (
        "webhook.ping",
        "pending",
        None,
    )
    listed = (await api.get(f"{URL}/{made['id']}/deliveries")).json()
    assert listed["data"] == [delivery]
    assert (await api.get(f"{URL}/{made['id']}/deliveries?status=failed")).json()["data"] == []
    read = (await api.get(f"{URL}/{made['id']}/deliveries/{delivery['id']}")).json()
    assert read["message"]["data"] == {"endpoint_id": made["id"]}
    assert read["attempt_log"] == []
    again = await api.post(f"{URL}/{made['id']}/deliveries/{delivery['id']}/resend")
    assert (again.status_code, again.json()["id"]) == (202, delivery["id"])
    missing = await api.get(f"{URL}/{made['id']}/deliveries/{delivery['id'] + 1000}")
    assert (missing.status_code, missing.json()["code"]) == (404, "webhook_delivery_not_found")


async def test_resending_what_failed_when_nothing_did(api: AsyncClient) -> None:
    made = await make(api)
    since = {"since": "2026-11-01T00:00:00Z"}
    answer = await api.post(f"{URL}/{made['id']}/resend_failed", json=since)
    assert (answer.status_code, answer.json()) == (202, {"deliveries": 0})


async def test_a_new_secret(api: AsyncClient) -> None:
    made = await make(api)
    rotated = (await api.post(f"{URL}/{made['id']}/rotate_secret")).json()
    assert rotated["secret"] != made["secret"]
    assert rotated["previous_secret_until"] is not None


async def test_deleted_it_is_gone(api: AsyncClient) -> None:
    made = await make(api)
    assert (await api.delete(f"{URL}/{made['id']}")).status_code == 204
    assert (await api.get(f"{URL}/{made['id']}")).status_code == 404
    assert (await api.delete(f"{URL}/{made['id']}")).status_code == 404


async def test_there_are_only_so_many(api: AsyncClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(endpoints, "ENDPOINTS_MAX", 2)
    await make(api)
    await make(api)
    refused = await api.post(URL, json=HOOK)
    assert (refused.status_code, refused.json()["code"]) == (409, "too_many_webhooks")


@pytest.mark.parametrize("role", ["analyst", "operator", "marketing_manager"])
async def test_only_administrators_change_webhooks(
    api: AsyncClient, client_as: Callable[[str], Awaitable[AsyncClient]], role: str
) -> None:
    made = await make(api)
    client = await client_as(role)
    assert (await client.get(URL)).status_code == 200
    for method, path in (
        ("POST", URL),
        ("PUT", f"{URL}/{made['id']}"),
        ("DELETE", f"{URL}/{made['id']}"),
        ("POST", f"{URL}/{made['id']}/rotate_secret"),
        ("POST", f"{URL}/{made['id']}/test"),
    ):
        answer = await client.request(method, path, json=HOOK)
        assert answer.status_code == 403, f"{method} {path}"


@pytest.fixture
async def stranger(runtime: Runtime, database: Database) -> AsyncIterator[AsyncClient]:
    """The owner of another shop, where private addresses are allowed."""
    tenant_id = await make_tenant(database)
    member = await make_member(database, tenant_id, "owner")
    token = await make_token(database, tenant_id, member.user_id)
    settings = SETTINGS.model_copy(update={"webhook_allow_private": True})
    app = create_app(Runtime(settings, runtime.urls, database, Vault.of_this_process(), None))
    async with client_of(app, token) as client:
        yield client


async def test_another_tenants_webhooks_are_not_found(api: AsyncClient, stranger: AsyncClient) -> None:
    made = await make(api)
    delivery = (await api.post(f"{URL}/{made['id']}/test")).json()
    for method, path in (
        ("GET", f"{URL}/{made['id']}"),
        ("PUT", f"{URL}/{made['id']}"),
        ("DELETE", f"{URL}/{made['id']}"),
        ("POST", f"{URL}/{made['id']}/rotate_secret"),
        ("POST", f"{URL}/{made['id']}/test"),
        ("GET", f"{URL}/{made['id']}/deliveries"),
        ("GET", f"{URL}/{made['id']}/deliveries/{delivery['id']}"),
        ("POST", f"{URL}/{made['id']}/deliveries/{delivery['id']}/resend"),
    ):
        answer = await stranger.request(method, path, json=HOOK)
        assert answer.status_code == 404, f"{method} {path}"
    assert (await stranger.get(URL)).json()["total"] == 0


async def test_a_private_address_where_the_installation_allows_it(stranger: AsyncClient) -> None:
    assert (await make(stranger, url="http://10.0.0.7:9000/hook"))["url"] == "http://10.0.0.7:9000/hook"


async def test_switched_off_the_section_is_gone(api: AsyncClient) -> None:
    switched = await api.put("/api/v1/features/webhooks", json={"is_on": False})
    assert switched.status_code == 200, switched.text
    answer = await api.get(URL)
    assert (answer.status_code, answer.json()["code"]) == (409, "feature_off")


async def test_every_message_is_described(api: AsyncClient) -> None:
    described = (await api.get("/api/openapi.json")).json()
    webhooks = described["webhooks"]
    assert {"order.placed", "ad_campaign.activated", "tracker.failed"} <= set(webhooks)
    body = webhooks["order.placed"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    schema = described["components"]["schemas"][body["$ref"].rpartition("/")[2]]
    assert schema["properties"]["type"]["const"] == "order.placed"
