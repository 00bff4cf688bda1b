"""Keys are changed while a shop is open: everything stored is read with the newest one alone."""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import text
from tests.conftest import make_tenant
from tests.web.clients import make_member

from souk.events.log import EventLog
from souk.kernel.crypto import SecretUnreadable, Vault
from souk.kernel.db.urls import DatabaseUrls
from souk.kernel.work import Database
from souk.wiring import secrets
from souk.wiring.secrets import reseal_everything, sealed_columns

OLD, NEW = (Fernet.generate_key().decode() for _ in range(2))


@dataclass
class Shop:
    database: Database
    tenants: list[int]

    async def secrets(self) -> list[str]:
        """Every sealed value of every tenant."""
        async with self.database.across_tenants() as work:
            found = [
                *await work.session.scalars(text("select secret_sealed from webhook_endpoint")),
                *await work.session.scalars(text("select totp_sealed from user_credential")),
                *await work.session.scalars(text("select body_sealed from idempotency_key")),
            ]
        return [one for one in found if one is not None]


@pytest.fixture
async def shop(empty_urls: DatabaseUrls) -> AsyncIterator[Shop]:
    """Two tenants, one of them closed, with webhooks, a second factor and answers kept for repetitions."""
    database = Database(empty_urls, sink=EventLog({}), pool_size=2)
    tenants = [await make_tenant(database) for _ in range(2)]
    vault = Vault([OLD])
    for tenant_id in tenants:
        async with database.work(tenant_id) as work:
            for n in range(3):
                await work.session.execute(
                    text(
                        "insert into webhook_endpoint"
                        " (tenant_id, url, event_types, secret_sealed, created_by)"
                        " values (:tenant_id, :url, '[]', :sealed, 'mara')"
                    ),
                    {
                        "tenant_id": tenant_id,
                        "url": f"https://rio.example/{n}",
                        "sealed": vault.seal({"secret": f"{tenant_id} {n}"}),
                    },
                )
            await work.session.execute(
                text(
                    "insert into idempotency_key"
                    " (tenant_id, asker, key, fingerprint, body_sealed, expires_at)"
                    " values (:tenant_id, 'mara', 'k', 'f', :sealed, now())"
                ),
                {"tenant_id": tenant_id, "sealed": vault.seal({"body": "e30="})},
            )
    member = await make_member(database, tenants[0], "owner")
    async with database.across_tenants() as work:
        await work.session.execute(
            text("update user_credential set totp_sealed = :sealed where user_id = :user_id"),
            {"sealed": vault.seal({"secret": "S"}), "user_id": member.user_id},
        )
        await work.session.execute(
            text("update tenant set closed_at = now() where id = :id"), {"id": tenants[1]}
        )
    yield Shop(database, tenants)
    await database.close()


def test_the_columns_of_secrets_are_found_by_their_names() -> None:
    assert {table.name: [c.name for c in columns] for table, columns in sealed_columns().items()} == {
        "idempotency_key": ["body_sealed"],
        "user_credential": ["totp_sealed", "totp_offered_sealed"],
        "webhook_endpoint": ["secret_sealed", "previous_secret_sealed"],
    }


async def test_every_secret_is_read_with_the_newest_key_alone(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(secrets, "ROWS_AT_ONCE", 2)
    before = {json.dumps(Vault([OLD]).unseal(one)) for one in await shop.secrets()}
    outcome = await reseal_everything(shop.database, Vault([NEW, OLD]))
    assert (outcome.values, outcome.unreadable) == (9, 0)
    newest = Vault([NEW])
    assert {json.dumps(newest.unseal(one)) for one in await shop.secrets()} == before
    assert (await reseal_everything(shop.database, newest)).values == 9  # again: nothing is lost by it


async def test_a_secret_no_key_fits_is_left_and_told(shop: Shop) -> None:
    before = await shop.secrets()
    outcome = await reseal_everything(shop.database, Vault([NEW]))
    assert (outcome.values, outcome.unreadable) == (0, 9)
    assert sorted(await shop.secrets()) == sorted(before)


def test_the_vault_says_in_words_that_no_key_fits() -> None:
    sealed = Vault([OLD]).seal({"secret": "S"})
    with pytest.raises(SecretUnreadable, match="SOUK_SECRET_KEY"):
        Vault([NEW]).reseal(sealed)
