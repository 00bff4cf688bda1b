"""The audit log as a file for those who keep one."""

import csv
import io
from collections.abc import Awaitable, Callable

from fastapi import FastAPI
from httpx import AsyncClient
from tests.conftest import make_tenant
from tests.web.clients import client_of, make_member, make_token

from souk.kernel.work import Database
from souk.tenancy.public import record_audit

ClientAs = Callable[[str], Awaitable[AsyncClient]]
URL = "/api/v1/audit/export"


async def change_prices(database: Database, tenant_id: int) -> None:
    async with database.work(tenant_id) as work:
        for number in (1, 2):
            await record_audit(
                work,
                "product.updated",
                subject=("product", number, f"MUG-{number}"),
                before={"price": 100},
                after={"price": 90},
            )
        await record_audit(work, "segment.created", subject=("segment", 3, "Regulars"))


def lines(body: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(body.removeprefix("\ufeff"))))


async def test_what_the_filters_leave_is_saved_the_newest_first(
    client_as: ClientAs, database: Database, tenant_id: int
) -> None:
    await change_prices(database, tenant_id)

    answer = await (await client_as("analyst")).get(URL, params={"action": "product."})

    assert "attachment" in answer.headers["content-disposition"]
    rows = lines(answer.text)
    assert [(row["subject"], row["before"], row["after"]) for row in rows] == [
        ("MUG-2", '{"price": 100}', '{"price": 90}'),
        ("MUG-1", '{"price": 100}', '{"price": 90}'),
    ]


async def test_who_takes_the_log_along_is_in_it(client_as: ClientAs) -> None:
    client = await client_as("owner")
    await client.get(URL, params={"actor": "nobody@olea.example"})
    (entry,) = (await client.get("/api/v1/audit", params={"action": "list.exported"})).json()["data"]
    assert (entry["subject"], entry["after"]) == ("audit", {"format": "csv", "filtered_by": ["actor"]})


async def test_another_shops_log_is_not_in_it(app: FastAPI, database: Database, tenant_id: int) -> None:
    await change_prices(database, tenant_id)
    elsewhere = await make_tenant(database)
    stranger = await make_member(database, elsewhere, "owner")
    async with client_of(app, await make_token(database, elsewhere, stranger.user_id)) as client:
        assert "MUG-1" not in (await client.get(URL)).text


async def test_a_wrong_filter_is_said_before_anything_is_sent(client_as: ClientAs) -> None:
    answer = await (await client_as("owner")).get(URL, params={"since": "yesterday"})

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "since"
