"""One box that finds whatever a person may see."""

from collections.abc import Awaitable, Callable

import pytest
from fastapi import FastAPI
from httpx import AsyncClient
from tests.attribution.factories import running_campaign
from tests.audience.factories import make_contact
from tests.catalog.factories import add_product
from tests.conftest import make_tenant
from tests.orders.factories import draft, line
from tests.web.clients import client_of, make_member, make_token

from souk.audience.actions.grouping import create_segment
from souk.audience.segments.definition import read_definition
from souk.kernel.work import Database, Work
from souk.orders.actions.place import place_orders
from souk.pricing.actions.lists import create_price_list
from souk.tenancy.actions.settings import switch_feature

URL = "/api/v1/search"
ClientAs = Callable[[str], Awaitable[AsyncClient]]
Found = list[dict[str, object]]


async def found(client: AsyncClient, q: str, limit: int = 20) -> Found:
    answer = await client.get(URL, params={"q": q, "limit": limit})
    assert answer.status_code == 200, answer.text
    hits: Found = answer.json()["data"]
    return hits


def titles(hits: Found) -> list[object]:
    return [hit["title"] for hit in hits]


@pytest.fixture
async def shop(database: Database, tenant_id: int) -> int:
    """A product, its buyer, an order, a campaign, a price list and a segment, all about olives."""
    async with database.work(tenant_id) as work:
        await stock(work)
    return tenant_id


async def stock(work: Work) -> None:
    product_id = await add_product(work, "OLV-500", name="Olive oil Otoño", brand="Casa Olea")
    buyer = await make_contact(
        work, "Ana Olivares", email="ana.gil@olea.example", phone="+34600111222", country="ES"
    )
    await place_orders(
        work, [draft(line("OLV-500"), number="SO-7701", external_id="BZ-42", contact_id=buyer)]
    )
    await running_campaign(work, "Olives of otoño", [product_id])
    await create_price_list(work, "Olive wholesale", currency="EUR")
    await create_segment(work, "Olive lovers", read_definition({"op": "everybody"}))


async def test_one_word_finds_every_kind(shop: int, client_as: ClientAs) -> None:
    hits = await found(await client_as("owner"), "oliv")

    assert [(hit["kind"], hit["title"], hit["subtitle"]) for hit in hits] == [
        ("product", "Olive oil Otoño", "OLV-500 · Casa Olea"),
        ("order", "SO-7701", "BZ-42 · Ana Olivares"),
        ("contact", "Ana Olivares", "ana.gil@olea.example · +34600111222"),
        ("ad_campaign", "Olives of otoño", None),
        ("price_list", "Olive wholesale", "EUR"),
        ("segment", "Olive lovers", None),
    ]


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("olv-500", "product"),
        ("OLV5", "product"),
        ("OTONO oil", "product"),
        ("so-77", "order"),
        ("bz-42", "order"),
        ("ana.gil@olea", "contact"),
        ("+34 600 111 222", "contact"),
        ("600-11-12", "contact"),
        ("of otono", "ad_campaign"),
        ("wholesale", "price_list"),
        ("lovers", "segment"),
    ],
)
async def test_it_is_found_as_people_write_it(shop: int, client_as: ClientAs, typed: str, kind: str) -> None:
    assert kind in [hit["kind"] for hit in await found(await client_as("owner"), typed)]


async def test_what_was_named_exactly_comes_first(shop: int, client_as: ClientAs, database: Database) -> None:
    async with database.work(shop) as work:
        await add_product(work, "MUG-7701", name="SO-7701 mug")

    hits = await found(await client_as("owner"), "SO-7701")

    assert [hit["kind"] for hit in hits] == ["order", "product"]


async def test_every_kind_has_its_share_of_few_places(
    shop: int, client_as: ClientAs, database: Database
) -> None:
    async with database.work(shop) as work:
        for number in range(8):
            await add_product(work, f"JAR-{number}", name=f"Olive jar {number}")

    hits = await found(await client_as("owner"), "olive", limit=5)

    assert [hit["kind"] for hit in hits] == ["product", "product", "ad_campaign", "price_list", "segment"]


async def test_nothing_matches_where_nothing_was_written(shop: int, client_as: ClientAs) -> None:
    owner = await client_as("owner")

    assert await found(owner, "sardine") == []
    assert await found(owner, "  ") == []
    assert await found(owner, "—%_") == []
    assert (await owner.get(URL, params={"q": ""})).status_code == 422
    assert (await owner.get(URL, params={"q": "olive", "limit": 51})).status_code == 422
    assert (await owner.get(URL)).status_code == 422


async def test_an_analyst_finds_people_by_name_only_and_sees_them_masked(
    shop: int, client_as: ClientAs
) -> None:
    analyst = await client_as("analyst")

    (person,) = [hit for hit in await found(analyst, "olivares") if hit["kind"] == "contact"]

    assert person["title"] == "Ana Olivares"
    assert "ana.gil" not in str(person["subtitle"])
    assert "600111222" not in str(person["subtitle"])
    for secret in ("ana.gil@olea.example", "34600111222", "gil"):
        assert await found(analyst, secret) == []


async def test_a_token_finds_only_what_its_scopes_read(shop: int, app: FastAPI, database: Database) -> None:
    member = await make_member(database, shop, "owner")
    for scopes, kinds in (
        (["catalog.read"], {"product"}),
        (["orders.read"], {"order"}),
        (["audience.read"], {"contact", "segment"}),
        ([], set()),
    ):
        token = await make_token(database, shop, member.user_id, scopes=scopes)
        async with client_of(app, token) as client:
            assert {hit["kind"] for hit in await found(client, "oliv")} == kinds


async def test_a_feature_that_is_off_is_not_found(shop: int, client_as: ClientAs, database: Database) -> None:
    async with database.work(shop) as work:
        await switch_feature(work, "attribution", is_on=False)

    assert "ad_campaign" not in [hit["kind"] for hit in await found(await client_as("owner"), "oliv")]


async def test_another_shop_finds_nothing_of_it(shop: int, app: FastAPI, database: Database) -> None:
    elsewhere = await make_tenant(database)
    stranger = await make_member(database, elsewhere, "owner")
    token = await make_token(database, elsewhere, stranger.user_id)
    async with client_of(app, token) as client:
        for typed in ("oliv", "OLV-500", "SO-7701", "ana.gil@olea.example"):
            assert await found(client, typed) == []
