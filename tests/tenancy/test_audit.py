"""Who did what: written with the change, searched later, never changed."""

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import ProgrammingError
from tests.tenancy.conftest import Shop

from souk.kernel.errors import Conflict
from souk.kernel.work import Work
from souk.tenancy.models import AuditEntry
from souk.tenancy.public import feature_on, record_audit, tenant_settings


async def test_an_entry_keeps_only_what_changed(work: Work) -> None:
    await record_audit(
        work,
        "product.updated",
        subject=("product", 7, "SKU-7"),
        before={"name": "Cup", "active": True},
        after={"name": "Mug", "active": True},
    )

    entry = (await work.session.execute(select(AuditEntry))).scalar_one()

    assert (entry.action, entry.subject_kind, entry.subject_id) == ("product.updated", "product", "7")
    assert entry.before == {"name": "Cup"}
    assert entry.after == {"name": "Mug"}
    assert entry.at == work.now


async def test_a_tenant_starts_with_the_defaults(work: Work) -> None:
    settings = await tenant_settings(work)

    assert settings.pricing.prices_include_tax is True
    assert "shipped" in settings.attribution.countable_statuses
    assert await feature_on(work, "attribution") is True
    assert await feature_on(work, "messaging") is False


async def test_the_application_can_neither_change_nor_delete_entries(shop: Shop) -> None:
    async with shop.database.work(shop.tenant_id) as work:
        await record_audit(work, "product.created", subject=("product", 1, "A"))

    for statement in ("delete from audit_entry", "update audit_entry set action = 'nothing'"):
        with pytest.raises(ProgrammingError, match="permission denied"):
            async with shop.database.work(shop.tenant_id) as work:
                await work.session.execute(text(statement))
        with pytest.raises(ProgrammingError, match="permission denied"):
            async with shop.database.across_tenants() as across:
                await across.session.execute(text(statement))


async def test_an_entry_goes_with_its_change(shop: Shop) -> None:
    async def change_that_fails() -> None:
        async with shop.database.work(shop.tenant_id) as work:
            await record_audit(work, "product.created", subject=("product", 1, "A"))
            raise Conflict("it cannot be after all")

    with pytest.raises(Conflict):
        await change_that_fails()

    async with shop.database.reading(shop.tenant_id) as reading:
        assert (await reading.session.execute(select(AuditEntry))).all() == []


async def test_the_log_is_searched_and_paged(shop: Shop) -> None:
    owner = await shop.member()
    browser = await shop.browser_of(owner)
    for number in range(5):
        shop.later(minutes=1)
        async with shop.database.work(shop.tenant_id, request_id=f"request-{number}") as work:
            action = "product.updated" if number % 2 else "product.created"
            await record_audit(work, action, subject=("product", number, f"Copper pot {number}_%"))

    async def found(**filters: str | int) -> list[str]:
        page = (await browser.get("/api/v1/audit", params={"subject_kind": "product", **filters})).json()
        return [entry["subject_id"] for entry in page["data"]]

    assert await found() == ["4", "3", "2", "1", "0"]
    assert await found(action="product.updated") == ["3", "1"]
    assert await found(action="product.") == ["4", "3", "2", "1", "0"]
    assert await found(action="prod.") == []
    assert await found(subject_id="2") == ["2"]
    assert await found(actor="system") == ["4", "3", "2", "1", "0"]
    assert await found(q="copper 3_%") == ["3"]
    assert await found(since="2026-05-04T12:03:00Z", until="2026-05-04T12:05:00Z") == ["3", "2"]

    first = (await browser.get("/api/v1/audit", params={"subject_kind": "product", "per_page": 2})).json()
    assert [entry["subject_id"] for entry in first["data"]] == ["4", "3"]
    assert first["data"][0]["request_id"] == "request-4"
    rest = await found(per_page=200, cursor=first["next_cursor"])
    assert rest == ["2", "1", "0"]
    forged = await browser.get("/api/v1/audit", params={"cursor": "bm9uc2Vuc2U"})
    assert forged.status_code == 422


async def test_signing_in_is_in_the_log_of_every_shop_one_belongs_to(
    shop: Shop, other_shop: Shop, member_of_two: object
) -> None:
    await shop.browser_of(member_of_two)  # type: ignore[arg-type]

    for each in (shop, other_shop):
        async with each.database.reading(each.tenant_id) as work:
            actions = (await work.session.execute(select(AuditEntry.action))).scalars().all()
        assert "session.started" in actions


async def test_passwords_and_tokens_are_in_no_entry(shop: Shop) -> None:
    owner = await shop.browser_of(await shop.member())
    token = (await owner.post("/api/v1/tokens", json={"name": "Feed"})).json()["token"]
    await owner.put("/api/v1/me/password", json={"current": "olives and thyme", "new": "a basket of figs"})

    log = (await owner.get("/api/v1/audit", params={"per_page": 200})).text

    assert "token.created" in log
    assert "password.changed" in log
    for secret in (token, "olives and thyme", "a basket of figs", owner.cookies["souk_session"]):
        assert secret not in log
