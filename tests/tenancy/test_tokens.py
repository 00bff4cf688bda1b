"""Programs come in by token, and can do no more than who made it."""

from datetime import datetime

from sqlalchemy import text
from tests.tenancy.conftest import Shop


async def test_a_token_is_shown_once_and_works(shop: Shop) -> None:
    owner = await shop.browser_of(await shop.member())

    made = (await owner.post("/api/v1/tokens", json={"name": "Feed"})).json()

    assert made["token"].startswith(made["details"]["prefix"])
    program = await shop.visit()
    program.headers["Authorization"] = f"Bearer {made['token']}"
    assert (await program.get("/api/v1/me")).json()["role"] == "owner"
    (listed,) = (await owner.get("/api/v1/tokens")).json()["data"]
    assert listed["prefix"] == made["details"]["prefix"]
    assert made["token"] not in str(listed)
    async with shop.database.across_tenants() as work:
        kept = (await work.session.execute(text("select token_hash from api_token"))).scalars().all()
    assert made["token"] not in kept


async def test_a_token_needs_no_csrf_token_and_may_name_its_tenant(shop: Shop) -> None:
    member = await shop.member()
    program = await shop.program_of(member)

    program.headers["Souk-Tenant"] = member.slug
    assert (await program.post("/api/v1/tokens", json={"name": "Another"})).status_code == 201
    program.headers["Souk-Tenant"] = "another-shop"
    assert (await program.get("/api/v1/settings")).status_code == 404


async def test_a_token_can_do_no_more_than_its_scopes(shop: Shop) -> None:
    program = await shop.program_of(await shop.member(), scopes=["settings.read", "tokens.own"])

    assert (await program.get("/api/v1/settings")).status_code == 200
    refused = await program.get("/api/v1/audit")
    assert refused.status_code == 403
    assert refused.json()["details"] == {"capability": "audit.read"}
    assert "This token" in refused.json()["detail"]


async def test_a_token_can_do_no_more_than_its_owner_still_may(shop: Shop) -> None:
    member = await shop.member("admin")
    program = await shop.program_of(member, scopes=["settings.edit"])
    async with shop.database.across_tenants() as work:
        await work.session.execute(
            text("update membership set role = 'analyst' where user_id = :id"), {"id": member.user_id}
        )

    change = {"name": "X", "timezone": "UTC", "locale": "en"}
    assert (await program.put("/api/v1/settings/tenant", json=change)).status_code == 403


async def test_nobody_gives_a_token_more_than_they_have(shop: Shop) -> None:
    analyst = await shop.browser_of(await shop.member("analyst"))
    narrow = await shop.program_of(await shop.member(), scopes=["tokens.own", "orders.read"])

    greedy = await analyst.post("/api/v1/tokens", json={"name": "X", "scopes": ["people.edit"]})
    assert (greedy.status_code, greedy.json()["code"]) == (403, "not_permitted")
    child = (await narrow.post("/api/v1/tokens", json={"name": "Child"})).json()
    assert child["details"]["scopes"] == ["orders.read", "tokens.own"], "no way around one's own scopes"
    unknown = await analyst.post("/api/v1/tokens", json={"name": "X", "scopes": ["orders.devour"]})
    assert unknown.status_code == 422
    assert unknown.json()["errors"][0]["field"] == "scopes.0"


async def test_a_revoked_or_expired_token_is_out(shop: Shop) -> None:
    owner = await shop.browser_of(await shop.member())
    short = await owner.post("/api/v1/tokens", json={"name": "Short", "expires_at": "2026-05-04T13:00:00Z"})
    program = await shop.visit()
    program.headers["Authorization"] = f"Bearer {short.json()['token']}"

    assert (await program.get("/api/v1/me")).status_code == 200
    shop.later(hours=1)
    assert (await program.get("/api/v1/me")).status_code == 401
    past = await owner.post("/api/v1/tokens", json={"name": "Past", "expires_at": "2020-01-01T00:00:00Z"})
    assert past.json()["errors"][0]["field"] == "expires_at"

    long = (await owner.post("/api/v1/tokens", json={"name": "Long"})).json()
    program.headers["Authorization"] = f"Bearer {long['token']}"
    assert (await program.get("/api/v1/me")).status_code == 200
    identity = long["details"]["id"]
    assert (await owner.delete(f"/api/v1/tokens/{identity}")).status_code == 204
    assert (await program.get("/api/v1/me")).status_code == 401
    assert (await owner.delete(f"/api/v1/tokens/{identity}")).status_code == 204, "twice is the same"
    kept = (await owner.get("/api/v1/tokens", params={"include_revoked": True})).json()["data"]
    assert [one["revoked_at"] is not None for one in kept if one["id"] == identity] == [True]


async def test_members_see_their_own_tokens_and_administrators_all(shop: Shop) -> None:
    operator, owner = await shop.member("operator"), await shop.member()
    theirs, mine = await shop.browser_of(operator), await shop.browser_of(owner)
    made = (await theirs.post("/api/v1/tokens", json={"name": "Scanner"})).json()["details"]
    own = (await mine.post("/api/v1/tokens", json={"name": "Feed"})).json()["details"]

    assert [one["id"] for one in (await theirs.get("/api/v1/tokens")).json()["data"]] == [made["id"]]
    assert (await theirs.delete(f"/api/v1/tokens/{own['id']}")).status_code == 404
    seen = {one["id"]: one["owner"] for one in (await mine.get("/api/v1/tokens")).json()["data"]}
    assert seen == {made["id"]: operator.email, own["id"]: owner.email}
    assert (await mine.delete(f"/api/v1/tokens/{made['id']}")).status_code == 204


async def test_use_is_written_down_at_most_once_a_minute(shop: Shop) -> None:
    member = await shop.member()
    program = await shop.program_of(member)

    async def last_used() -> datetime:
        async with shop.database.across_tenants() as work:
            found = await work.session.execute(
                text("select last_used_at from api_token where user_id = :id"), {"id": member.user_id}
            )
            moment: datetime = found.scalar_one()
            return moment

    await program.get("/api/v1/me")
    first = await last_used()
    shop.later(seconds=40)
    await program.get("/api/v1/me")
    assert await last_used() == first
    shop.later(seconds=40)
    await program.get("/api/v1/me")
    assert await last_used() > first


async def test_a_header_that_is_no_bearer_token_is_refused(shop: Shop) -> None:
    visitor = await shop.visit()
    for header in ("Basic b2xpdmU6dGh5bWU=", "Bearer", "Bearer ", "souk_abc"):
        refused = await visitor.get("/api/v1/me", headers={"Authorization": header})
        assert refused.status_code == 401
        assert refused.headers["WWW-Authenticate"].startswith("Bearer")
