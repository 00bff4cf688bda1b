"""The real application, with programs of every role."""

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

Program = Callable[..., Coroutine[Any, Any, AsyncClient]]


@pytest.fixture
async def program(urls: DatabaseUrls, database: Database, tenant_id: int) -> AsyncIterator[Program]:
    """A program with the token of a member: `await program("analyst")`."""
    from souk.web.app import create_app
    from souk.wiring.runtime import Runtime

    async with AsyncExitStack() as stack:
        own = Database(urls, sink=EventLog({}), pool_size=4, name="orders over http")
        stack.push_async_callback(own.close)
        app = create_app(Runtime(SETTINGS, urls, own, Vault.of_this_process(), None))

        async def of(role: str = "operator", tenant: int = tenant_id) -> AsyncClient:
            member = await make_member(database, tenant, role)
            token = await make_token(database, tenant, member.user_id)
            return await stack.enter_async_context(client_of(app, token))

        yield of


@pytest.fixture
async def api(program: Program) -> AsyncClient:
    return await program("operator")
