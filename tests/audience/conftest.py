"""The real application, with programs of every role, and what wiring hands the audience."""

from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AsyncExitStack
from typing import Any

import pytest
from httpx import AsyncClient
from tests.web.clients import SETTINGS, client_of, make_member, make_token

from souk.events.log import EventLog
from souk.kernel.crypto import Vault
from souk.kernel.db.urls import DatabaseUrls
from souk.kernel.work import Database
from souk.web.app import create_app
from souk.wiring.exporters import offer_all_exporters
from souk.wiring.importers import offer_all_importers
from souk.wiring.ports import connect_ports
from souk.wiring.runtime import Runtime
from souk.wiring.subscriptions import IN_TRANSACTION

Program = Callable[..., Coroutine[Any, Any, AsyncClient]]


@pytest.fixture(autouse=True)
def _wired() -> None:
    connect_ports()
    offer_all_importers()
    offer_all_exporters()


@pytest.fixture
async def shop(urls: DatabaseUrls) -> AsyncIterator[Database]:
    """The database with the handlers of the emitting transaction, as a running Souk has them."""
    database = Database(urls, sink=EventLog(IN_TRANSACTION), pool_size=4, name="audience tests")
    yield database
    await database.close()


@pytest.fixture
async def program(urls: DatabaseUrls, shop: Database, tenant_id: int) -> AsyncIterator[Program]:
    """A program with the token of a member: `await program("analyst")`."""
    async with AsyncExitStack() as stack:
        app = create_app(Runtime(SETTINGS, urls, shop, Vault.of_this_process(), None))

        async def of(role: str = "marketing_manager", tenant: int = tenant_id) -> AsyncClient:
            member = await make_member(shop, tenant, role)
            token = await make_token(shop, tenant, member.user_id)
            return await stack.enter_async_context(client_of(app, token))

        yield of


@pytest.fixture
async def api(program: Program) -> AsyncClient:
    return await program("marketing_manager")
