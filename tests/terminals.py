"""Commands typed at a terminal, on the database under test."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

from tests.web.clients import SETTINGS
from typer.testing import CliRunner, Result

from souk.cli.main import app
from souk.events.log import EventLog
from souk.kernel.crypto import Vault
from souk.kernel.db.urls import DatabaseUrls
from souk.kernel.work import Database
from souk.wiring.runtime import Runtime


def opened_on(urls: DatabaseUrls) -> Callable[..., AbstractAsyncContextManager[Runtime]]:
    """What takes the place of a command module's `opened`."""

    @asynccontextmanager
    async def opened(**_: Any) -> AsyncIterator[Runtime]:
        own = Database(urls, sink=EventLog({}), pool_size=4, name="command line")
        try:
            yield Runtime(SETTINGS, urls, own, Vault.of_this_process(), None)
        finally:
            await own.close()

    return opened


class Terminal:
    """Types commands for one tenant; a command has an event loop of its own, so it runs in a thread."""

    def __init__(self, slug: str) -> None:
        self.slug = slug

    async def type(self, *words: str) -> Result:
        return await asyncio.to_thread(CliRunner().invoke, app, [*words, "--tenant", self.slug])

    async def json(self, *words: str) -> Any:
        answer = await self.type(*words, "--json")
        assert answer.exit_code in (0, 1), answer.output
        return json.loads(answer.stdout)
