"""A request that comes twice is done once."""

import asyncio
from uuid import uuid4

from httpx import AsyncClient, Response
from sqlalchemy import text
from tests.tenancy.conftest import Shop


async def make_token(api: AsyncClient, key: str, name: str = "Feed") -> Response:
    return await api.post("/api/v1/tokens", json={"name": name}, headers={"Idempotency-Key": key})


async def count_tokens(api: AsyncClient, name: str = "Feed") -> int:
    return int((await api.get("/api/v1/tokens", params={"q": name})).json()["total"])


async def test_the_same_key_and_body_give_the_same_answer(shop: Shop) -> None:
    api = await shop.browser_of(await shop.member())
    key = str(uuid4())

    first, second = await make_token(api, key), await make_token(api, key)

    assert first.status_code == second.status_code == 201
    assert second.content == first.content
    assert second.headers["Idempotency-Replayed"] == "true"
    assert "Idempotency-Replayed" not in first.headers
    assert await count_tokens(api) == 1


async def test_the_same_key_with_another_body_is_refused(shop: Shop) -> None:
    api = await shop.browser_of(await shop.member())
    key = str(uuid4())
    await make_token(api, key)

    refused = await make_token(api, key, "Another")

    assert (refused.status_code, refused.json()["code"]) == (422, "idempotency_key_reused")
    assert await count_tokens(api, "Another") == 0


async def test_the_same_key_at_another_address_is_refused(shop: Shop) -> None:
    api = await shop.browser_of(await shop.member())
    key = str(uuid4())
    await make_token(api, key)

    refused = await api.put(
        "/api/v1/settings/pricing", json={"prices_include_tax": False}, headers={"Idempotency-Key": key}
    )

    assert refused.json()["code"] == "idempotency_key_reused"


async def test_many_at_once_are_done_once(shop: Shop) -> None:
    api = await shop.program_of(await shop.member())
    key = str(uuid4())

    answers = await asyncio.gather(*(make_token(api, key) for _ in range(6)))

    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    assert await count_tokens(api) == 1


async def test_after_a_day_the_key_is_free_again(shop: Shop) -> None:
    api = await shop.program_of(await shop.member())
    key = str(uuid4())
    first = await make_token(api, key)
    shop.later(hours=24, seconds=1)

    second = await make_token(api, key)

    assert second.status_code == 201
    assert second.content != first.content
    assert await count_tokens(api) == 2


async def test_a_refused_request_leaves_the_key_free(shop: Shop) -> None:
    api = await shop.program_of(await shop.member())
    key = str(uuid4())
    refused = await api.post(
        "/api/v1/tokens",
        json={"name": "Feed", "expires_at": "2001-01-01T00:00:00Z"},
        headers={"Idempotency-Key": key},
    )
    assert refused.status_code == 422

    assert (await make_token(api, key)).status_code == 201


async def test_nobody_is_handed_the_answer_of_someone_else(shop: Shop) -> None:
    mine, theirs = await shop.program_of(await shop.member()), await shop.program_of(await shop.member())
    key = str(uuid4())

    first, second = await make_token(mine, key), await make_token(theirs, key)

    assert second.status_code == 201
    assert first.json()["token"] != second.json()["token"]


async def test_what_the_role_has_lost_is_not_replayed(shop: Shop) -> None:
    member = await shop.member("admin")
    api = await shop.program_of(member)
    key = str(uuid4())
    draft = {"prices_include_tax": False}
    changed = await api.put("/api/v1/settings/pricing", json=draft, headers={"Idempotency-Key": key})
    assert changed.status_code == 200
    async with shop.database.across_tenants() as work:
        await work.session.execute(
            text("update membership set role = 'analyst' where user_id = :id"), {"id": member.user_id}
        )

    again = await api.put("/api/v1/settings/pricing", json=draft, headers={"Idempotency-Key": key})

    assert again.status_code == 403


async def test_the_kept_answer_cannot_be_read_in_the_database(shop: Shop) -> None:
    api = await shop.program_of(await shop.member())
    secret = (await make_token(api, str(uuid4()))).json()["token"]

    async with shop.database.reading(shop.tenant_id) as work:
        kept = (await work.session.execute(text("select body_sealed from idempotency_key"))).scalars().all()

    assert len(kept) == 1
    assert secret not in kept[0]


async def test_what_cannot_be_a_key_is_refused(shop: Shop) -> None:
    api = await shop.program_of(await shop.member())

    for key in ("", "x" * 256):
        refused = await make_token(api, key)
        assert refused.status_code == 422
        assert refused.json()["errors"][0]["field"] == "Idempotency-Key"
