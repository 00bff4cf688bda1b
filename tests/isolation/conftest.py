"""Mine and hers: two shops that know nothing of one another, made once."""

from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Any

import pytest
from fastapi import FastAPI
from tests.conftest import cloned_database
from tests.isolation.requests import AGGREGATES
from tests.isolation.shops import Shop, open_shop
from tests.isolation.untouched import admin_of
from tests.web.clients import SETTINGS

from souk.events.log import EventLog
from souk.kernel.crypto import Vault
from souk.kernel.db.urls import DatabaseUrls
from souk.kernel.work import Database
from souk.web.app import create_app
from souk.wiring.exporters import offer_all_exporters
from souk.wiring.importers import offer_all_importers
from souk.wiring.ports import connect_ports
from souk.wiring.runtime import Runtime


@dataclass(frozen=True, slots=True)
class Neighbours:
    """`seen_alone`: what the aggregates of mine said before hers was opened."""

    mine: Shop
    hers: Shop
    seen_alone: dict[str, Any]


@pytest.fixture(scope="session")
def urls(admin_url: str) -> Iterator[DatabaseUrls]:
    """A database of these two shops alone: stories told elsewhere empty queues and delete schedules."""
    with cloned_database(admin_url) as urls:
        yield urls


@pytest.fixture(scope="session")
async def database(urls: DatabaseUrls) -> AsyncIterator[Database]:
    database = Database(urls, sink=EventLog({}), pool_size=8, name="souk tests of isolation")
    yield database
    await database.close()


@pytest.fixture(scope="session")
def app(urls: DatabaseUrls, database: Database) -> FastAPI:
    return create_app(Runtime(SETTINGS, urls, database, Vault.of_this_process(), None))


@pytest.fixture(scope="session")
async def neighbours(app: FastAPI, database: Database) -> AsyncIterator[Neighbours]:
    connect_ports()
    offer_all_importers()
    offer_all_exporters()
    async with AsyncExitStack() as stack:
        mine = await open_shop(stack, app, database, "okapi")
        seen_alone = {path: (await mine.owner.get(f"/api/v1{path}")).json() for path in AGGREGATES}
        hers = await open_shop(stack, app, database, "quagga")
        yield Neighbours(mine, hers, seen_alone)


@pytest.fixture(scope="session")
def admin_address(admin_url: str, urls: DatabaseUrls) -> str:
    return admin_of(admin_url, urls.owner)
