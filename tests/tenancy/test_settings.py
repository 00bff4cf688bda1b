"""What a shop sets and switches, and the log of it."""

from sqlalchemy import select
from tests.tenancy.conftest import Shop

from souk.tenancy.models import FeatureSwitch
from souk.tenancy.public import feature_on, tenant_settings


async def test_an_area_is_changed_field_by_field_and_written_down(shop: Shop) -> None:
    owner = await shop.member()
    browser = await shop.browser_of(owner)

    changed = await browser.put(
        "/api/v1/settings/attribution", json={"countable_statuses": ["delivered", "confirmed", "confirmed"]}
    )

    assert changed.status_code == 200, changed.text
    values = changed.json()["values"]
    assert values["countable_statuses"] == ["confirmed", "delivered"]
    assert values["lookback_days"] == 30, "what was left out stays"
    assert changed.headers["ETag"] == '"2"'
    async with shop.database.reading(shop.tenant_id) as work:
        assert (await tenant_settings(work)).attribution.countable_statuses == ["confirmed", "delivered"]
    (entry,) = (await browser.get("/api/v1/audit", params={"action": "settings.changed"})).json()["data"]
    assert entry["actor"] == owner.email
    assert entry["after"] == {"countable_statuses": ["confirmed", "delivered"]}
    assert list(entry["before"]) == ["countable_statuses"]
    shown = (await browser.get("/api/v1/settings")).json()["areas"]["attribution"]
    assert (shown["version"], shown["changed_by"]) == (2, owner.email)


async def test_one_area_is_read_alone_as_it_is_saved(shop: Shop) -> None:
    browser = await shop.browser_of(await shop.member())
    whole = (await browser.get("/api/v1/settings")).json()

    for area, shown in whole["areas"].items():
        alone = await browser.get(f"/api/v1/settings/{area}")
        assert alone.json() == shown
        assert (alone.json()["area"], alone.headers["ETag"]) == (area, f'"{shown["version"]}"')
    tenant = await browser.get("/api/v1/settings/tenant")
    assert tenant.json() == whole["tenant"]
    assert tenant.headers["ETag"] == '"1"'


async def test_saving_the_same_changes_nothing(shop: Shop) -> None:
    browser = await shop.browser_of(await shop.member())

    same = await browser.put("/api/v1/settings/pricing", json={"prices_include_tax": True})

    assert same.json()["version"] == 1
    assert (await browser.get("/api/v1/audit", params={"action": "settings."})).json()["data"] == []


async def test_a_lost_update_is_refused_with_the_present_version(shop: Shop) -> None:
    browser = await shop.browser_of(await shop.member())
    await browser.put("/api/v1/settings/pricing", json={"prices_include_tax": False})

    by_header = await browser.put(
        "/api/v1/settings/pricing", json={"prices_include_tax": True}, headers={"If-Match": '"1"'}
    )
    by_body = await browser.put("/api/v1/settings/pricing", json={"prices_include_tax": True, "version": 1})
    rightly = await browser.put(
        "/api/v1/settings/pricing", json={"prices_include_tax": True}, headers={"If-Match": '"2"'}
    )

    for refused in (by_header, by_body):
        assert (refused.status_code, refused.json()["code"]) == (409, "stale_version")
        assert refused.json()["details"] == {"version": 2}
    assert rightly.json()["version"] == 3


async def test_a_setting_that_cannot_be_meant_changes_nothing(shop: Shop) -> None:
    browser = await shop.browser_of(await shop.member())

    for area, draft, field in (
        ("attribution", {"countable_statuses": []}, "countable_statuses"),
        ("attribution", {"countable_statuses": ["cancelled"]}, "countable_statuses.0"),
        ("attribution", {"lookback_days": 0}, "lookback_days"),
        ("security", {"session_days": 10**30}, "session_days"),
        ("pricing", {"prices_include_vat": True}, "prices_include_vat"),
    ):
        refused = await browser.put(f"/api/v1/settings/{area}", json=draft)
        assert refused.status_code == 422, refused.text
        assert refused.json()["errors"][0]["field"] == field
    assert (await browser.put("/api/v1/settings/nonsense", json={})).status_code == 404
    areas = (await browser.get("/api/v1/settings")).json()["areas"]
    assert {area["version"] for area in areas.values()} == {1}


async def test_the_tenant_has_a_name_zone_and_locale(shop: Shop) -> None:
    browser = await shop.browser_of(await shop.member())
    draft = {"name": "Casa Olea Norte", "timezone": "America/Santiago", "locale": "es-CL"}

    changed = await browser.put("/api/v1/settings/tenant", json=draft)

    assert changed.json()["timezone"] == "America/Santiago"
    assert changed.headers["ETag"] == '"2"'
    stale = await browser.put("/api/v1/settings/tenant", json={**draft, "name": "X", "version": 1})
    assert stale.json()["code"] == "stale_version"
    for field, value in (("timezone", "Mars/Olympus"), ("locale", "klingon!"), ("name", "")):
        refused = await browser.put("/api/v1/settings/tenant", json={**draft, field: value})
        assert refused.status_code == 422
        assert refused.json()["errors"][0]["field"] == field


async def test_a_feature_is_switched_off_and_on(shop: Shop) -> None:
    owner = await shop.member()
    browser = await shop.browser_of(owner)

    off = await browser.put("/api/v1/features/attribution", json={"is_on": False})

    assert off.json()["is_on"] is False
    assert off.json()["changed_by"] == owner.email
    assert off.json()["changed_at"] == "2026-05-04T12:00:00Z"
    assert (await browser.get("/api/v1/me")).json()["features"]["attribution"] is False
    async with shop.database.reading(shop.tenant_id) as work:
        assert await feature_on(work, "attribution") is False
    on = await browser.put("/api/v1/features/attribution", json={"is_on": True})
    assert on.json()["is_on"] is True
    entries = (await browser.get("/api/v1/audit", params={"subject_kind": "feature"})).json()["data"]
    assert [entry["after"] for entry in entries] == [{"is_on": True}, {"is_on": False}]


async def test_what_is_not_built_cannot_be_switched_on(shop: Shop) -> None:
    browser = await shop.browser_of(await shop.member())

    refused = await browser.put("/api/v1/features/messaging", json={"is_on": True})

    assert refused.status_code == 409
    assert (await browser.put("/api/v1/features/teleport", json={"is_on": True})).status_code == 404
    async with shop.database.reading(shop.tenant_id) as work:
        assert (await work.session.execute(select(FeatureSwitch))).all() == []


async def test_a_closed_tenant_lets_nobody_in_and_loses_nothing(shop: Shop) -> None:
    owner = await shop.member()
    browser, program = await shop.browser_of(owner), await shop.program_of(owner)

    wrong = await browser.post("/api/v1/settings/tenant/closing", json={"slug": "another"})
    assert wrong.json()["errors"][0]["field"] == "slug"
    closed = await browser.post("/api/v1/settings/tenant/closing", json={"slug": owner.slug})
    assert closed.status_code == 204

    assert (await browser.get("/api/v1/settings")).status_code == 404
    assert (await program.get("/api/v1/settings")).status_code == 401
    assert (await browser.get("/api/v1/me")).json()["tenants"] == []


async def test_an_admin_does_not_close_the_tenant(shop: Shop) -> None:
    admin = await shop.member("admin")
    browser = await shop.browser_of(admin)

    refused = await browser.post("/api/v1/settings/tenant/closing", json={"slug": admin.slug})

    assert refused.status_code == 403
