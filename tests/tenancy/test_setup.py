"""The very first visitor, and the demo shop."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest
from tests.tenancy.conftest import Shop, open_shop
from tests.web.clients import Member, sign_in

from souk.kernel.crypto import Vault
from souk.kernel.db.urls import DatabaseUrls
from souk.tenancy.actions.demo import open_demo_tenant
from souk.tenancy.actions.tenants import setup_code, slug_of
from souk.tenancy.schemas import TenantDraft

TENANT = {"name": "Casa Olea", "currency": "EUR", "timezone": "Europe/Madrid", "locale": "es"}
OWNER = {"name": "Lucía", "email": "lucia@olea.example", "password": "a basket of figs"}


@pytest.fixture
async def souk(empty_urls: DatabaseUrls) -> AsyncIterator[Shop]:
    """A Souk with nobody in it."""
    async with AsyncExitStack() as stack:
        yield await open_shop(stack, empty_urls, tenant_id=0)


def draft(**changed: object) -> dict[str, object]:
    return {"code": setup_code(Vault.of_this_process()), "tenant": TENANT, "owner": OWNER, **changed}


async def test_the_first_visitor_makes_the_first_tenant_once(souk: Shop) -> None:
    visitor = await souk.visit()
    info = (await visitor.get("/api/v1/public/sign-in")).json()
    assert info == {"setup_needed": True, "demo": None, "mails": False}

    wrong = await visitor.post("/api/v1/setup", json=draft(code="0000-0000-0000"))
    assert (wrong.status_code, wrong.json()["code"]) == (422, "wrong_setup_code")
    weak = await visitor.post("/api/v1/setup", json=draft(owner={**OWNER, "password": "short"}))
    assert weak.json()["errors"][0]["field"] == "owner.password"
    made = await visitor.post("/api/v1/setup", json=draft())

    assert made.status_code == 201, made.text
    me = (await visitor.get("/api/v1/me")).json()
    assert (me["tenant"]["slug"], me["role"]) == ("casa-olea", "owner")
    assert (await visitor.get("/api/v1/public/sign-in")).json()["setup_needed"] is False
    again = await (await souk.visit()).post("/api/v1/setup", json=draft())
    assert (again.status_code, again.json()["code"]) == (409, "already_set_up")


async def test_two_first_visitors_make_one_tenant(souk: Shop) -> None:
    first, second = await souk.visit(), await souk.visit()

    answers = await asyncio.gather(
        first.post("/api/v1/setup", json=draft()),
        second.post("/api/v1/setup", json=draft(owner={**OWNER, "email": "marta@olea.example"})),
    )

    assert sorted(answer.status_code for answer in answers) == [201, 409]


async def test_guessing_the_code_locks_the_address(souk: Shop) -> None:
    visitor = await souk.visit()
    for number in range(30):
        await visitor.post("/api/v1/setup", json=draft(code=f"guess-{number}"))

    assert (await visitor.post("/api/v1/setup", json=draft())).status_code == 429


async def test_a_demo_shop_shows_its_sign_in_until_it_is_changed(souk: Shop) -> None:
    scope = await open_demo_tenant(
        souk.database, Vault.of_this_process(), TenantDraft(name="Demo", slug="demo", currency="EUR")
    )
    visitor = await souk.visit()

    shown = (await visitor.get("/api/v1/public/sign-in")).json()["demo"]
    await sign_in(visitor, Member(0, shown["email"], scope.slug), shown["password"])
    assert (await visitor.get("/api/v1/me")).json()["tenant"]["is_demo"] is True

    changed = await visitor.put(
        "/api/v1/me/password", json={"current": shown["password"], "new": "a basket of figs"}
    )
    assert changed.status_code == 204
    assert (await visitor.get("/api/v1/public/sign-in")).json()["demo"] is None


async def test_beside_a_real_shop_no_sign_in_is_shown(souk: Shop) -> None:
    await (await souk.visit()).post("/api/v1/setup", json=draft())
    await open_demo_tenant(
        souk.database, Vault.of_this_process(), TenantDraft(name="Demo", slug="demo", currency="EUR")
    )

    assert (await (await souk.visit()).get("/api/v1/public/sign-in")).json()["demo"] is None


@pytest.mark.parametrize(
    ("name", "slug"),
    [("Café Río", "cafe-rio"), ("  A & B!  ", "a-b"), ("日本", "tenant"), ("x" * 100, "x" * 63)],
)
def test_a_slug_is_made_from_the_name(name: str, slug: str) -> None:
    assert slug_of(name) == slug
