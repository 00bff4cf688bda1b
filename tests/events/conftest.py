"""A second tenant, for what must not cross."""

import pytest
from tests.conftest import make_tenant

from souk.kernel.work import Database


@pytest.fixture
async def other_tenant_id(database: Database) -> int:
    return await make_tenant(database)
