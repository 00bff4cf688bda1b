"""Products that orders and files mention are made, once."""

import asyncio
from datetime import timedelta

from tests.catalog.factories import add_product, facts, rows

from souk.catalog.public import ProductMention, ensure_products, products_by_sku
from souk.kernel.work import Database, Work


async def test_a_mention_makes_a_product_and_the_first_one_names_it(work: Work) -> None:
    mentions = [
        ProductMention(
            "85123A", "White heart", price_minor=255, currency="GBP", seen_at=work.now - timedelta(days=9)
        ),
        ProductMention("85123a", "white HEART"),
        ProductMention("POST", None),
    ]

    ensured = await ensure_products(work, mentions)

    assert ensured.created == 2
    heart = ensured.products["85123A"]
    assert ensured.products["85123a"] == heart
    assert (heart.sku, heart.name, heart.base_price_minor, heart.currency) == (
        "85123A",
        "White heart",
        255,
        "GBP",
    )
    assert ensured.products["POST"].name == "POST"
    spans = await rows(
        work, "select valid_from from product_price where product_id = :id", id=heart.product_id
    )
    assert [span.valid_from for span in spans] == [work.now - timedelta(days=9)]


async def test_a_product_that_is_there_stays_as_it_is(work: Work) -> None:
    await add_product(work, "MUG", name="Mug", base_price_minor=900)
    work.facts.clear()

    ensured = await ensure_products(work, [ProductMention("mug", "MUG!!!", price_minor=1, currency="USD")])

    assert ensured.created == 0
    assert (ensured.products["mug"].name, ensured.products["mug"].base_price_minor) == ("Mug", 900)
    assert facts(work) == []


async def test_a_mention_that_can_be_no_product_is_told_and_the_others_are_made(work: Work) -> None:
    ensured = await ensure_products(
        work, [ProductMention("  "), ProductMention("x" * 300), ProductMention("A")]
    )

    assert set(ensured.products) == {"A"}
    assert set(ensured.refused) == {"  ", "x" * 300}


async def test_two_orders_that_name_the_same_new_products_at_once_make_them_once(
    database: Database, tenant_id: int
) -> None:
    async def take(skus: list[str]) -> dict[str, int]:
        async with database.work(tenant_id) as work:
            ensured = await ensure_products(work, [ProductMention(sku) for sku in skus])
            return {sku: ref.product_id for sku, ref in ensured.products.items()}

    skus = [f"P-{number}" for number in range(40)]
    answers = await asyncio.gather(take(skus), take(skus[::-1]), take(skus[20:]), take(skus[:20]))

    known: dict[str, int] = {}
    for answer in answers:
        for sku, product_id in answer.items():
            assert known.setdefault(sku, product_id) == product_id
    async with database.reading(tenant_id) as work:
        assert len(await products_by_sku(work, skus)) == 40
        (count,) = await rows(work, "select count(*) as n from product where tenant_id = :tenant_id")
        assert count.n == 40
