"""The API's description is true and whole, and so are the pages made from it."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import FastAPI
from httpx import AsyncClient

from souk.tenancy.roles import CAPABILITIES
from souk.web.docs import problem_codes

WITHOUT_SIGNING_IN = {
    "POST /api/v1/session",
    "POST /api/v1/setup",
    "GET /api/v1/public/sign-in",
    "GET /api/v1/public/invitations/{code}",
    "POST /api/v1/public/invitations/{code}",
    "POST /api/v1/public/password-resets",
    "GET /api/v1/public/password-resets/{code}",
    "POST /api/v1/public/password-resets/{code}",
}


def operations(described: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            yield f"{method.upper()} {path}", operation


@pytest.fixture
def described(app: FastAPI) -> dict[str, Any]:
    return app.openapi()


async def test_it_is_served_where_the_spec_says(api: AsyncClient) -> None:
    document = (await api.get("/api/openapi.json")).json()

    assert document["openapi"].startswith("3.1")
    assert set(document["components"]["securitySchemes"]) == {"token", "session"}


def test_every_operation_has_a_name_of_its_own_a_summary_and_a_tag(described: dict[str, Any]) -> None:
    names = [operation["operationId"] for _, operation in operations(described)]

    assert len(names) == len(set(names))
    for name, operation in operations(described):
        assert re.fullmatch(r"[a-z][a-z0-9_]*", operation["operationId"]), name
        assert operation["summary"], name
        assert operation["tags"], name


def test_every_operation_of_the_api_says_how_it_refuses(described: dict[str, Any]) -> None:
    for name, operation in operations(described):
        if "/api/v1/" in name:
            for status in ("4XX", "5XX"):
                schema = operation["responses"][status]["content"]["application/problem+json"]["schema"]
                assert schema == {"$ref": "#/components/schemas/Problem"}, name
            assert "422" not in operation["responses"], name


def test_every_operation_asks_who_is_there_but_those_meant_for_strangers(described: dict[str, Any]) -> None:
    open_to_all = {
        name for name, operation in operations(described) if "/api/" in name and "security" not in operation
    }

    assert open_to_all == WITHOUT_SIGNING_IN


def test_every_capability_asked_for_exists(described: dict[str, Any]) -> None:
    asked = {operation.get("x-capability") for _, operation in operations(described)} - {None}

    assert asked <= set(CAPABILITIES)


async def test_the_docs_page_shows_every_operation_and_needs_nothing_from_elsewhere(
    api: AsyncClient, described: dict[str, Any]
) -> None:
    answer = await api.get("/api/docs")

    page = answer.text
    for _, operation in operations(described):
        assert f'id="{operation["operationId"]}"' in page
    assert "<script" not in page
    assert not re.findall(r"(?:src|href)=\"(?:https?:)?//", page)
    policy = answer.headers["Content-Security-Policy"]
    (nonce,) = re.findall(r'<style nonce="([^"]+)">', page)
    assert f"style-src 'nonce-{nonce}'" in policy
    links = set(re.findall(r'href="#([^"]+)"', page))
    assert links <= set(re.findall(r'id="([^"]+)"', page))


async def test_the_type_of_a_problem_leads_to_its_description(api: AsyncClient) -> None:
    page = (await api.get("/api/docs")).text
    problem = (await api.get("/api/v1/people/0")).json()

    assert problem["type"] == "/api/docs#problem-invalid"
    assert 'id="problem-invalid"' in page
    codes = problem_codes()
    assert codes["sign_in_required"][0] == 401
    assert codes["stale_version"][0] == 409
    assert codes["unknown_host"][0] == 421
