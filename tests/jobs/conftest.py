"""What the tests of the queue share."""

import pytest
from sqlalchemy import text
from tests.conftest import make_tenant

from souk.kernel.work import Database


@pytest.fixture
async def other_tenant_id(database: Database) -> int:
    return await make_tenant(database)


@pytest.fixture
async def quiet_queue(database: Database) -> None:
    """Nothing in the queue but what the test puts there."""
    async with database.across_tenants() as work:
        await work.session.execute(text("delete from procrastinate_jobs"))
