"""Every operation against every role, made from the description: whoever lacks the capability gets 403 and
nobody gets in unknown. It holds for operations that do not exist yet.
"""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from fastapi import FastAPI
from httpx import AsyncClient, Response
from tests.web.clients import client_of, make_member, make_token
from tests.web.test_description import WITHOUT_SIGNING_IN, operations

from souk.kernel.work import Database
from souk.tenancy.roles import ROLES, Role

ClientAs = Callable[[str], Awaitable[AsyncClient]]


async def ask(client: AsyncClient, name: str) -> Response:
    """The operation, with ids of nothing and an empty body."""
    method, _, path = name.partition(" ")
    for parameter in _parameters(path):
        path = path.replace(f"{{{parameter}}}", "1")
    return await client.request(method, path, json={} if method in {"POST", "PUT", "PATCH"} else None)


def _parameters(path: str) -> list[str]:
    return [part[1:-1] for part in path.split("/") if part.startswith("{")]


def guarded(app: FastAPI) -> list[tuple[str, dict[str, Any]]]:
    return [
        (name, operation)
        for name, operation in operations(app.openapi())
        if "/api/" in name and name not in WITHOUT_SIGNING_IN
    ]


@pytest.mark.parametrize("role", list(Role))
async def test_who_lacks_the_capability_is_refused_before_anything_else(
    app: FastAPI, client_as: ClientAs, role: Role
) -> None:
    client = await client_as(role)
    wrong = []
    for name, operation in guarded(app):
        capability = operation.get("x-capability")
        if capability is None or capability in ROLES[role]:
            continue
        answer = await ask(client, name)
        if (answer.status_code, answer.json().get("code")) != (403, "not_permitted"):
            wrong.append((name, answer.status_code))

    assert wrong == []


async def test_nobody_gets_in_unknown(app: FastAPI) -> None:
    async with client_of(app) as stranger:
        wrong = []
        for name, _ in guarded(app):
            answer = await ask(stranger, name)
            if answer.status_code != 401:
                wrong.append((name, answer.status_code))

    assert wrong == []


async def test_a_token_without_scopes_can_do_nothing(
    app: FastAPI, database: Database, tenant_id: int
) -> None:
    member = await make_member(database, tenant_id, "owner")
    token = await make_token(database, tenant_id, member.user_id, scopes=[])
    async with client_of(app, token) as client:
        wrong = []
        for name, operation in guarded(app):
            if "x-capability" not in operation:
                continue
            answer = await ask(client, name)
            if answer.status_code != 403:
                wrong.append((name, answer.status_code))

    assert wrong == []
