"""Batches: deliveries with a cost of their own."""

from datetime import timedelta
from decimal import Decimal

import pytest
from httpx import AsyncClient
from tests.catalog.factories import add_product, facts, told

from souk.catalog.actions.batches import BatchMention, create_batch, delete_batch, upsert_batches
from souk.catalog.errors import BatchCodeTaken, NotYet, ReferenceUnknown
from souk.catalog.public import ensure_batches
from souk.kernel.work import Work

BATCHES = "/api/v1/catalog/batches"


async def test_a_batch_is_received_corrected_and_found_by_its_product(api: AsyncClient) -> None:
    product = (await api.post("/api/v1/catalog/products", json={"sku": "OIL-1", "name": "Olive oil"})).json()
    made = await api.post(
        BATCHES,
        json={
            "product_id": product["id"],
            "code": "2026-A",
            "cost": {"amount": "312.25", "currency": "EUR"},
            "received_at": "2026-01-10T09:00:00+01:00",
        },
    )
    assert made.status_code == 201, made.text
    assert made.json()["received_at"] == "2026-01-10T08:00:00Z"
    assert made.json()["sku"] == "OIL-1"

    corrected = await api.patch(
        f"{BATCHES}/{made.json()['id']}", json={"cost": {"amount": "300", "currency": "EUR"}, "version": 1}
    )

    assert (corrected.json()["cost"]["amount"], corrected.json()["version"]) == ("300", 2)
    assert (await api.get(BATCHES, params={"q": "olive"})).json()["total"] == 1
    assert (await api.get(BATCHES, params={"has_cost": False})).json()["total"] == 0
    assert (await api.delete(f"{BATCHES}/{made.json()['id']}")).status_code == 204
    assert (await api.get(f"{BATCHES}/{made.json()['id']}")).json()["code"] == "batch_not_found"


async def test_a_code_is_unique_for_its_product_only(work: Work) -> None:
    oil, wine = await add_product(work, "OIL"), await add_product(work, "WINE")
    first = await create_batch(work, BatchMention(oil, "A"))
    await create_batch(work, BatchMention(wine, "A"))

    with pytest.raises(BatchCodeTaken) as refusal:
        await create_batch(work, BatchMention(oil, "A"))

    assert refusal.value.details == {"batch_id": first.id}


async def test_a_batch_needs_a_product_and_to_have_come(work: Work) -> None:
    oil = await add_product(work, "OIL")

    with pytest.raises(ReferenceUnknown):
        await create_batch(work, BatchMention(10**9, "A"))
    with pytest.raises(NotYet):
        await create_batch(work, BatchMention(oil, "A", received_at=work.now + timedelta(days=1)))


async def test_the_same_batches_again_change_nothing(work: Work) -> None:
    oil = await add_product(work, "OIL")
    mentions = [BatchMention(oil, code, unit_cost_minor=Decimal("1.5"), currency="EUR") for code in "ABC"]
    first = await upsert_batches(work, mentions)
    traces = await told(work), facts(work)

    again = await upsert_batches(work, mentions)

    assert (len(first.created), len(again.created), len(again.changed)) == (3, 0, 0)
    assert (await told(work), facts(work)) == traces
    assert list(first.ids.values()) == sorted(first.ids.values())
    changed = await upsert_batches(work, [BatchMention(oil, "B", unit_cost_minor=Decimal(2))])
    assert changed.changed == {(oil, "B")}
    assert await ensure_batches(work, mentions) == first.ids
    await delete_batch(work, first.ids[oil, "A"])
