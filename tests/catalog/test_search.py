"""Products are found by the beginnings of their words."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.catalog.factories import add_product, change_product, rows

from souk.catalog.actions.showing import list_products
from souk.catalog.rules.names import WORDS_MAX, sku_key, words_of, words_sought
from souk.catalog.rules.writes import product_words
from souk.catalog.schemas import ProductQuery
from souk.kernel.work import Work


async def found(work: Work, query: str) -> list[str]:
    return [product.sku for product in (await list_products(work, ProductQuery(q=query))).data]


@pytest.fixture
async def shelf(work: Work) -> Work:
    await add_product(work, "MUG-01", name="Café au lait mug", brand="Olea")
    await add_product(work, "MUG-010", name="Tea glass", barcode="8412345678905")
    await add_product(work, "85123A", name="White hanging heart t-light holder")
    await add_product(work, "SHIRT-L", name="Shirt", option_values={"Size": "Large", "Colour": "Rojo"})
    return work


@pytest.mark.parametrize(
    ("query", "skus"),
    [
        ("cafe", ["MUG-01"]),
        ("CAFÉ", ["MUG-01"]),
        ("lait ol", ["MUG-01"]),
        ("mug", ["MUG-01", "MUG-010"]),
        ("mug01", ["MUG-01", "MUG-010"]),
        ("mug-010", ["MUG-010"]),
        ("heart light", ["85123A"]),
        ("tlight", ["85123A"]),
        ("8512", ["85123A"]),
        ("84123456", ["MUG-010"]),
        ("rojo large", ["SHIRT-L"]),
        ("eart", []),
        ("mug heart", []),
        ("— !", []),
    ],
)
async def test_every_word_typed_begins_a_word_of_the_product(
    shelf: Work, query: str, skus: list[str]
) -> None:
    assert sorted(await found(shelf, query)) == sorted(skus)


async def test_the_sku_that_was_typed_comes_first(work: Work) -> None:
    await add_product(work, "MUG-01-SET", name="A set")
    await add_product(work, "MUG-01", name="Zebra mug")

    assert await found(work, "mug-01") == ["MUG-01", "MUG-01-SET"]


async def test_a_product_is_found_by_its_new_name_and_no_longer_by_the_old(work: Work) -> None:
    product_id = await add_product(work, "X", name="Blue mug")

    await change_product(work, product_id, name="Red mug")

    assert await found(work, "red mug") == ["X"]
    assert await found(work, "blue") == []


texts = st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\x00"), max_size=40)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(names=st.lists(texts, min_size=1, max_size=4))
async def test_the_words_kept_are_those_of_the_product_whatever_it_was_called(
    work: Work, names: list[str]
) -> None:
    savepoint = await work.session.begin_nested()
    product_id = await add_product(work, "P", name="first")
    for name in names:
        await change_product(work, product_id, name=f"x {name}"[:200])

    kept = await rows(work, "select word from product_word where product_id = :id", id=product_id)
    (row,) = await rows(
        work, "select sku, name, brand, barcode, option_values from product where id = :id", id=product_id
    )
    assert {each.word for each in kept} == product_words(row._mapping)
    await savepoint.rollback()


@given(texts)
def test_a_text_is_found_by_each_of_its_own_words(text: str) -> None:
    words = words_of(text)
    assert all(any(word.startswith(sought) for word in words) for sought in words_sought(text)) or (
        len(words) == WORDS_MAX
    )


@given(texts)
def test_comparing_a_sku_again_changes_nothing(text: str) -> None:
    assert sku_key(sku_key(text)) == sku_key(text)
    assert sku_key(f" {text} ") == sku_key(text)
