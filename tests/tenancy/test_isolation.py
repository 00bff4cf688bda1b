"""Nothing crosses tenants: not through the routes, and not below them."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from tests.tenancy.conftest import Shop
from tests.web.clients import fresh_email

from souk.tenancy.audit import record_audit

OF_TENANTS = [
    "tenant",
    "app_user",
    "membership",
    "api_token",
    "invitation",
    "tenant_setting",
    "feature_switch",
    "audit_entry",
    "idempotency_key",
]
OF_THE_SYSTEM = ["user_credential", "user_session", "password_reset", "recovery_code", "sign_in_throttle"]


@pytest.fixture
async def neighbour(other_shop: Shop) -> Shop:
    """Another shop with something in every table."""
    owner = await other_shop.browser_of(await other_shop.member())
    await owner.post("/api/v1/tokens", json={"name": "Theirs"}, headers={"Idempotency-Key": "theirs"})
    await owner.post("/api/v1/people/invitations", json={"email": fresh_email(), "role": "admin"})
    await owner.put("/api/v1/settings/pricing", json={"prices_include_tax": False})
    await owner.put("/api/v1/features/attribution", json={"is_on": False})
    return other_shop


async def test_ids_of_another_shop_are_not_found(shop: Shop, neighbour: Shop) -> None:
    mine = await shop.browser_of(await shop.member())
    theirs = await neighbour.browser_of(await neighbour.member())
    member = (await theirs.get("/api/v1/people")).json()["data"][0]["id"]
    token = (await theirs.get("/api/v1/tokens")).json()["data"][0]["id"]
    invitation = (await theirs.get("/api/v1/people/invitations")).json()["data"][0]["id"]

    answers = [
        await mine.get(f"/api/v1/people/{member}"),
        await mine.patch(f"/api/v1/people/{member}", json={"role": "analyst"}),
        await mine.delete(f"/api/v1/people/{member}"),
        await mine.post(f"/api/v1/people/{member}/password-reset"),
        await mine.delete(f"/api/v1/tokens/{token}"),
        await mine.delete(f"/api/v1/people/invitations/{invitation}"),
    ]

    assert [answer.status_code for answer in answers] == [404] * 6
    assert (await theirs.get(f"/api/v1/people/{member}")).json()["role"] == "owner"


async def test_lists_hold_only_ones_own(shop: Shop, neighbour: Shop) -> None:
    member = await shop.member()
    mine = await shop.browser_of(member)

    assert [one["email"] for one in (await mine.get("/api/v1/people")).json()["data"]] == [member.email]
    assert (await mine.get("/api/v1/tokens")).json()["total"] == 0
    assert (await mine.get("/api/v1/people/invitations")).json()["data"] == []
    log = (await mine.get("/api/v1/audit")).json()["data"]
    assert {entry["actor"] for entry in log} <= {member.email, "system"}


@pytest.mark.parametrize("table", OF_TENANTS)
async def test_the_database_itself_shows_no_row_of_another_tenant(
    shop: Shop, neighbour: Shop, table: str
) -> None:
    await shop.browser_of(await shop.member())
    key = {"tenant": "id", "app_user": "id"}.get(table, "tenant_id")
    hers = await _ids(neighbour, f"select {key} from {table}")
    mine = await _ids(shop, f"select {key} from {table}")

    assert hers, "the neighbour has something to be seen"
    assert not hers & mine
    if table != "app_user":
        assert hers == {neighbour.tenant_id}


@pytest.mark.parametrize("table", OF_THE_SYSTEM)
async def test_the_application_role_cannot_read_what_proves_who_someone_is(shop: Shop, table: str) -> None:
    async def read() -> None:
        async with shop.database.reading(shop.tenant_id) as work:
            await work.session.execute(text(f"select 1 from {table}"))

    with pytest.raises(DBAPIError, match="permission denied"):
        await read()


async def test_the_database_refuses_a_row_for_another_tenant(shop: Shop, neighbour: Shop) -> None:
    async def forge() -> None:
        async with shop.database.work(shop.tenant_id) as work:
            await work.session.execute(
                text(
                    "insert into feature_switch (tenant_id, feature, is_on, changed_at, changed_by)"
                    " values (:theirs, 'attribution', true, now(), 'me')"
                ),
                {"theirs": neighbour.tenant_id},
            )

    with pytest.raises(DBAPIError, match="row-level security"):
        await forge()


async def test_without_a_tenant_there_is_nothing(shop: Shop) -> None:
    async with shop.database.work(shop.tenant_id) as work:
        await record_audit(work, "product.created", subject=("product", 1, "A"))
    async with shop.database.app.connect() as connection:
        found = (await connection.execute(text("select count(*) from audit_entry"))).scalar_one()
    assert found == 0


async def _ids(shop: Shop, statement: str) -> set[int]:
    async with shop.database.reading(shop.tenant_id) as work:
        return set((await work.session.execute(text(statement))).scalars())
