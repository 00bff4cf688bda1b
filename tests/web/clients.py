"""Ways into the real application for tests: members of every role, by token or by browser."""

import itertools
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient

from souk.kernel.settings import Settings
from souk.kernel.work import SYSTEM, Database
from souk.tenancy.actions.people import add_member
from souk.tenancy.actions.tenants import add_user
from souk.tenancy.actions.tokens import create_token
from souk.tenancy.passwords import hash_password
from souk.tenancy.public import load_scope
from souk.tenancy.roles import Role

ORIGIN = "http://127.0.0.1:8000"
PASSWORD = "olives and thyme"
SETTINGS = Settings(_env_file=None, rate_limit_per_min=1_000_000)
_numbers = itertools.count(1)
_hashes: dict[str, str] = {}


@dataclass(frozen=True, slots=True)
class Member:
    user_id: int
    email: str
    slug: str


def fresh_email(who: str = "member") -> str:
    return f"{who}-{os.getpid()}-{next(_numbers)}@olea.example"


async def make_member(
    database: Database, tenant_id: int, role: str, *, email: str | None = None, password: str | None = None
) -> Member:
    """A member who can sign in where a password is given. Hashing is slow, so hashes are kept."""
    if password is not None and password not in _hashes:
        _hashes[password] = await hash_password(password)
    async with database.across_tenants() as work:
        user = await add_user(
            work,
            email=email or fresh_email(role),
            name=role.title(),
            password_hash=_hashes[password] if password is not None else None,
        )
        await add_member(work, tenant_id, user, Role(role), SYSTEM)
    scope = await load_scope(database, tenant_id)
    assert scope is not None
    return Member(user.id, user.email, scope.slug)


async def make_token(
    database: Database, tenant_id: int, user_id: int, *, scopes: list[str] | None = None
) -> str:
    async with database.work(tenant_id) as work:
        _, secret = await create_token(work, user_id, name="for tests", scopes=scopes, expires_at=None)
    return secret


@asynccontextmanager
async def client_of(
    app: FastAPI, token: str | None = None, *, origin: str = ORIGIN
) -> AsyncIterator[AsyncClient]:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    transport = ASGITransport(app, client=("127.0.0.1", 5000))
    async with AsyncClient(transport=transport, base_url=origin, headers=headers) as client:
        yield client


async def sign_in(
    browser: AsyncClient, member: Member, password: str = PASSWORD, totp: str | None = None
) -> None:
    """As the console does: the CSRF cookie's value goes into every changing request from here on."""
    answer = await browser.post(
        "/api/v1/session", json={"email": member.email, "password": password, "totp": totp}
    )
    assert answer.status_code == 201, answer.text
    browser.headers["X-CSRF-Token"] = browser.cookies["souk_csrf"]
