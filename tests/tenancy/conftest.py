from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from argon2 import PasswordHasher
from fastapi import FastAPI
from httpx import AsyncClient
from sqlalchemy import delete
from tests.clocks import FixedClock
from tests.conftest import make_tenant
from tests.web.clients import ORIGIN, PASSWORD, SETTINGS, Member, client_of, make_member, make_token, sign_in

from souk.events.log import EventLog
from souk.kernel.crypto import Vault
from souk.kernel.db.urls import DatabaseUrls
from souk.kernel.settings import Settings
from souk.kernel.work import SYSTEM, Database
from souk.tenancy import passwords
from souk.tenancy.actions.people import add_member
from souk.tenancy.models import SignInThrottle
from souk.tenancy.repository import user_by_email
from souk.tenancy.roles import Role
from souk.tenancy.throttle import Of
from souk.web.app import create_app
from souk.wiring.runtime import Runtime

NOON = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)


@pytest.fixture(scope="session", autouse=True)
def _quick_hashes() -> Iterator[None]:
    """Argon2 as cheap as it gets: these stories sign in hundreds of times."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        yield


@dataclass
class Shop:
    """A tenant, its application under a clock of its own, and ways to visit it."""

    app: FastAPI
    database: Database
    tenant_id: int
    clock: FixedClock
    stack: AsyncExitStack

    def later(self, **by: float) -> None:
        self.clock.forward(timedelta(**by))

    async def member(self, role: str = Role.OWNER, *, password: str | None = PASSWORD) -> Member:
        return await make_member(self.database, self.tenant_id, role, password=password)

    async def visit(self, *, origin: str = ORIGIN) -> AsyncClient:
        """A browser nobody is signed in with."""
        return await self.stack.enter_async_context(client_of(self.app, origin=origin))

    async def browser_of(self, member: Member) -> AsyncClient:
        browser = await self.visit()
        await sign_in(browser, member)
        return browser

    async def program_of(self, member: Member, *, scopes: list[str] | None = None) -> AsyncClient:
        token = await make_token(self.database, self.tenant_id, member.user_id, scopes=scopes)
        return await self.stack.enter_async_context(client_of(self.app, token))


async def open_shop(
    stack: AsyncExitStack, urls: DatabaseUrls, tenant_id: int, settings: Settings = SETTINGS
) -> Shop:
    clock = FixedClock(NOON)
    database = Database(urls, sink=EventLog({}), clock=clock, pool_size=8, name="souk tests")
    stack.push_async_callback(database.close)
    async with database.across_tenants() as work:  # every story's browsers come from the one loopback address
        await work.session.execute(delete(SignInThrottle).where(SignInThrottle.key.startswith(Of.ADDRESS)))
    app = create_app(Runtime(settings, urls, database, Vault.of_this_process(), None))
    return Shop(app, database, tenant_id, clock, stack)


@pytest.fixture
async def shop(urls: DatabaseUrls, tenant_id: int) -> AsyncIterator[Shop]:
    async with AsyncExitStack() as stack:
        yield await open_shop(stack, urls, tenant_id)


@pytest.fixture
async def other_shop(shop: Shop) -> Shop:
    """Another tenant of the same Souk."""
    tenant_id = await make_tenant(shop.database)
    return Shop(shop.app, shop.database, tenant_id, shop.clock, shop.stack)


@pytest.fixture
async def member_of_two(shop: Shop, other_shop: Shop) -> Member:
    member = await shop.member("owner")
    async with shop.database.across_tenants() as work:
        user = await user_by_email(work, member.email)
        assert user is not None
        await add_member(work, other_shop.tenant_id, user, Role.ANALYST, SYSTEM)
    return member
