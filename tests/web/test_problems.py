"""Every refusal is one kind of document, whatever was wrong."""

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from typing import Annotated, Any

import pytest
from fastapi import FastAPI
from httpx import AsyncClient, Response
from sqlalchemy import text
from starlette.responses import JSONResponse
from tests.web.clients import SETTINGS, client_of

from souk.kernel.errors import Conflict, Forbidden, Invalid, Missing, SoukError, Throttled, Unavailable
from souk.kernel.work import Work
from souk.tenancy.errors import SignInRequired
from souk.tenancy.http import api_router, writing
from souk.web.app import create_app
from souk.web.problems import status_of
from souk.wiring.runtime import Runtime

DOCUMENT = {
    "type",
    "title",
    "status",
    "detail",
    "code",
    "errors",
    "details",
    "actionable",
    "request_id",
}


def told(answer: Response, status: int, code: str) -> dict[str, object]:
    """The problem, after checking that it is a whole one."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    document: dict[str, object] = answer.json()
    assert set(document) == DOCUMENT
    assert document["status"] == status
    assert document["code"] == code
    assert document["request_id"] == answer.headers["X-Request-Id"]
    return document


async def test_an_unknown_address(api: AsyncClient) -> None:
    told(await api.get("/api/v1/nonsense"), 404, "not_found")
    told(await api.post("/api/v1/nonsense", json={}), 404, "not_found")
    told(await api.get("/api"), 404, "not_found")


async def test_a_method_that_is_not_there_names_those_that_are(api: AsyncClient) -> None:
    answer = await api.delete("/api/v1/people/invitations")

    document = told(answer, 405, "method_not_allowed")
    assert answer.headers["Allow"] == "GET, POST"
    assert "GET, POST" in str(document["detail"])
    told(await api.patch("/api/v1/people/roles", json={"role": "admin"}), 405, "method_not_allowed")


@pytest.mark.parametrize(
    "body", [b"{", b'{"name": ', b'{"name": "x"', b"[1,]", b"nonsense", b"\xff\xfe{}", b'{"a":1}{"b":2}']
)
async def test_half_open_json(api: AsyncClient, body: bytes) -> None:
    answer = await api.post("/api/v1/tokens", content=body, headers={"Content-Type": "application/json"})

    assert answer.status_code == 400
    assert answer.json()["code"] in {"malformed_json", "malformed_request"}


async def test_json_nested_without_end(api: AsyncClient) -> None:
    body = b'{"name":' + b"[" * 200_000 + b"]" * 200_000 + b"}"

    answer = await api.post("/api/v1/tokens", content=body, headers={"Content-Type": "application/json"})

    assert answer.status_code in {400, 422}
    assert set(answer.json()) == DOCUMENT


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        ({}, "name"),
        ({"name": 7}, "name"),
        ({"name": ""}, "name"),
        ({"name": "x" * 256}, "name"),
        ({"name": "bell\u0007"}, "name"),
        ({"name": "nul\u0000"}, "name"),
        ({"name": "x", "scopes": "all"}, "scopes"),
        ({"name": "x", "scopes": [None]}, "scopes.0"),
        ({"name": "x", "expires_at": "tomorrow"}, "expires_at"),
        ({"name": "x", "expires_at": "2026-02-30T00:00:00Z"}, "expires_at"),
        ({"name": "x", "expires_at": "2026-03-01T00:00:00"}, "expires_at"),
        ({"name": "x", "expires_at": 10**400}, "expires_at"),
        ({"name": "x", "colour": "red"}, "colour"),
    ],
)
async def test_what_does_not_fit_is_told_at_its_field(
    api: AsyncClient, draft: dict[str, object], field: str
) -> None:
    document = told(await api.post("/api/v1/tokens", json=draft), 422, "invalid")

    assert [error["field"] for error in document["errors"]] == [field]  # type: ignore[attr-defined]
    assert field in str(document["detail"])
    assert (await api.get("/api/v1/tokens", params={"q": "x"})).json()["total"] == 0


async def test_a_body_that_is_no_object(api: AsyncClient) -> None:
    for body in ("[]", "7", '"words"', "null", "NaN"):
        answer = await api.post("/api/v1/tokens", content=body, headers={"Content-Type": "application/json"})
        assert answer.status_code == 422, body


@pytest.mark.parametrize("content_type", ["text/plain", "application/xml", "multipart/form-data", ""])
async def test_a_body_of_another_type(api: AsyncClient, content_type: str) -> None:
    answer = await api.post(
        "/api/v1/tokens", content=b'{"name": "x"}', headers={"Content-Type": content_type}
    )

    told(answer, 415, "unsupported_media_type")


async def test_words_of_every_script_come_back_as_they_went(api: AsyncClient) -> None:
    name = "توت 🍇 東京 e\u0301 ‮evil"

    made = await api.post("/api/v1/tokens", json={"name": name})

    assert made.json()["details"]["name"] == name


async def test_half_a_surrogate_is_no_text(api: AsyncClient) -> None:
    answer = await api.post(
        "/api/v1/tokens", content=rb'{"name": "\ud800"}', headers={"Content-Type": "application/json"}
    )

    told(answer, 422, "invalid")


@pytest.mark.parametrize(
    "query",
    [
        {"page": "0"},
        {"page": "-1"},
        {"page": "x"},
        {"page": "9" * 40},
        {"per_page": "201"},
        {"sort": "nonsense"},
        {"q": "x" * 201},
        {"colour": "red"},
    ],
)
async def test_a_list_is_asked_for_wrongly(api: AsyncClient, query: dict[str, str]) -> None:
    document = told(await api.get("/api/v1/people", params=query), 422, "invalid")

    assert [error["field"] for error in document["errors"]] == list(query)  # type: ignore[attr-defined]


async def test_zero_bytes_in_an_address_are_refused(api: AsyncClient) -> None:
    told(await api.get("/api/v1/people?q=%00"), 422, "invalid")
    told(await api.put("/api/v1/features/%00", json={"is_on": True}), 404, "not_found")
    assert (await api.get("/api/v1/public/invitations/%00")).status_code == 404


@pytest.mark.parametrize("identity", ["-1", "x", "1.5", "١", "1e3"])
async def test_what_is_no_number_is_no_address(api: AsyncClient, identity: str) -> None:
    told(await api.get(f"/api/v1/people/{identity}"), 404, "not_found")


@pytest.mark.parametrize("identity", ["0", str(2**63), "9" * 50])
async def test_what_is_no_id(api: AsyncClient, identity: str) -> None:
    document = told(await api.get(f"/api/v1/people/{identity}"), 422, "invalid")

    assert document["errors"][0]["field"] == "membership_id"  # type: ignore[index]


async def test_too_large_a_body_by_its_declared_length(api: AsyncClient) -> None:
    body = b'{"name": "' + b"x" * SETTINGS.body_max_bytes + b'"}'

    answer = await api.post("/api/v1/tokens", content=body, headers={"Content-Type": "application/json"})

    told(answer, 413, "body_too_large")


async def test_too_large_a_body_that_comes_in_pieces(api: AsyncClient) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        yield b'{"name": "'
        for _ in range(SETTINGS.body_max_bytes // 65536 + 1):
            yield b"x" * 65536
        yield b'"}'

    answer = await api.post("/api/v1/tokens", content=pieces(), headers={"Content-Type": "application/json"})

    told(answer, 413, "body_too_large")


@pytest.mark.parametrize("length", ["-1", "x", "1e9", "١"])
async def test_a_length_that_is_none(api: AsyncClient, length: str) -> None:
    answer = await api.post(
        "/api/v1/tokens",
        content=b'{"name": "x"}',
        headers={b"Content-Type": b"application/json", b"Content-Length": length.encode()},
    )

    assert answer.status_code < 500


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        (Invalid, 422),
        (Missing, 404),
        (Conflict, 409),
        (Forbidden, 403),
        (Throttled, 429),
        (Unavailable, 503),
        (SignInRequired, 401),
    ],
)
def test_each_kind_has_its_status(kind: type[SoukError], status: int) -> None:
    assert status_of(kind) == status
    assert status_of(type("OfADomain", (kind,), {})) == status


Writing = Annotated[Work, writing("settings.edit")]


class Fragile:
    """The application with routes that go wrong."""

    def __init__(self, app: FastAPI) -> None:
        router = api_router("/fragile", "Fragile")
        routes: dict[str, Callable[..., Any]] = {
            "/bug": self.bug,
            "/check": self.check,
            "/unique": self.unique,
            "/range": self.range,
            "/slow": self.slow,
            "/answer": self.answer,
        }
        for path, route in routes.items():
            router.add_api_route(path, route, methods=["POST"])
        app.include_router(router)

    async def bug(self) -> None:
        raise KeyError("the password is olives")

    async def check(self, work: Writing) -> None:
        await work.session.execute(text("update tenant set currency = 'nonsense'"))

    async def unique(self, work: Writing) -> None:
        switch = "insert into feature_switch values (:tenant, 'x', true, now(), 'me')"
        for _ in range(2):
            await work.session.execute(text(switch), {"tenant": work.tenant_id})

    async def range(self, work: Writing) -> None:
        await work.session.execute(text("select 9223372036854775807 + 1::bigint"))

    async def slow(self, work: Writing) -> None:
        await work.session.execute(text("set local statement_timeout = '10ms'"))
        await work.session.execute(text("select pg_sleep(10)"))

    async def answer(self, work: Writing) -> JSONResponse:
        await work.session.execute(text("update tenant set name = 'Changed'"))
        return JSONResponse({"refused": True}, 418)


@pytest.fixture
async def fragile(runtime: Runtime, api: AsyncClient) -> AsyncIterator[AsyncClient]:
    app = create_app(runtime)
    Fragile(app)
    async with AsyncExitStack() as stack:
        client = await stack.enter_async_context(client_of(app))
        client.headers["Authorization"] = api.headers["Authorization"]
        yield client


async def test_a_bug_tells_nothing_of_the_inside(
    fragile: AsyncClient, caplog: pytest.LogCaptureFixture
) -> None:
    answer = await fragile.post("/api/v1/fragile/bug")

    document = told(answer, 500, "internal_error")
    assert "olives" not in answer.text
    assert "KeyError" not in answer.text
    assert document["actionable"] is False
    logged = [record.getMessage() for record in caplog.records]
    assert any("request failed" in line for line in logged)


async def test_what_the_database_refuses_is_told_in_words(fragile: AsyncClient) -> None:
    told(await fragile.post("/api/v1/fragile/check"), 422, "invalid")
    told(await fragile.post("/api/v1/fragile/unique"), 409, "conflict")
    told(await fragile.post("/api/v1/fragile/range"), 422, "invalid")
    slow = await fragile.post("/api/v1/fragile/slow")
    told(slow, 503, "busy")
    assert slow.headers["Retry-After"] == "2"


async def test_an_answer_that_refuses_changes_nothing(fragile: AsyncClient) -> None:
    answer = await fragile.post("/api/v1/fragile/answer")

    assert (answer.status_code, answer.json()) == (418, {"refused": True})
    assert (await fragile.get("/api/v1/me")).json()["tenant"]["name"] == "Casa Olea"
