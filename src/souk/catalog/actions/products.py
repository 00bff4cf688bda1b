"""One product: created, changed, deleted."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from souk.catalog.actions.telling import tell_deleted
from souk.catalog.actions.variants import check_parents
from souk.catalog.actions.writing import change_all, plan_all, upsert_products
from souk.catalog.errors import ProductMissing, ReferenceUnknown, SkuTaken
from souk.catalog.repository.categories import places_of
from souk.catalog.repository.products import (
    delete_products,
    products_by_id,
    products_by_key,
    variants_of,
)
from souk.catalog.rules.names import sku_key
from souk.catalog.rules.writes import Plan, ProductWrite
from souk.kernel.db.violations import refused_as
from souk.kernel.errors import FieldError, SoukError
from souk.kernel.in_use import in_use, nothing_uses, usage_of
from souk.kernel.work import Work
from souk.tenancy.public import StaleVersion

DEACTIVATE = "Deactivate it instead: it is then offered nowhere, and its history stays."


async def create_product(work: Work, write: ProductWrite) -> int:
    """Make a product and answer its id.

    Raises SkuTaken, ReferenceUnknown (category), ParentNotPossible, NotYet.
    """
    await _check_category(work, write)
    async with _references_hold():
        (outcome,) = await upsert_products(work, [write], keep=True)
    if isinstance(outcome, SoukError):
        raise outcome
    if not outcome.is_new:
        raise _taken(write.sku, outcome.product_id)
    return outcome.product_id


async def update_product(work: Work, product_id: int, write: ProductWrite, version: int | None) -> Plan:
    """Change what `write` names; a product that is so already keeps its version.

    Raises ProductMissing, StaleVersion, SkuTaken, ReferenceUnknown, ParentNotPossible,
    PriceCurrencyDiffers, NotYet.
    """
    rows = await products_by_id(work.session, [product_id], lock=True)
    if product_id not in rows:
        raise ProductMissing(f"There is no product {product_id}.")
    row = rows[product_id]
    if version is not None and version != row["version"]:
        raise StaleVersion(
            "The product was changed in the meantime; load it again.", details={"version": row["version"]}
        )
    if "sku" in write.values:
        await _check_sku(work, product_id, write.values["sku"])
    await _check_category(work, write)
    outcome = (await plan_all(work, rows, {product_id: write}))[product_id]
    if isinstance(outcome, SoukError):
        raise outcome
    for refusal in (await check_parents(work, [outcome])).values():
        raise refusal
    async with _references_hold():
        await change_all(work, [outcome])
    return outcome


async def delete_product(work: Work, product_id: int) -> None:
    """Raises ProductMissing, and InUse while it has variants or something rests on it."""
    refused = await delete_all(work, [product_id])
    for refusal in refused.values():
        raise refusal


async def delete_all(work: Work, ids: Sequence[int]) -> dict[int, SoukError]:
    """Delete those of `ids` that nothing rests on; answers why the others cannot be, by id.

    A parent goes only together with all its variants.
    """
    rows = await products_by_id(work.session, ids, lock=True)
    refused: dict[int, SoukError] = {
        each: ProductMissing(f"There is no product {each}.") for each in ids if each not in rows
    }
    for each, counts in (await usage_of(work, "product", list(rows))).items():
        refused[each] = in_use(rows[each]["sku"], counts, DEACTIVATE)
    children = await variants_of(work.session, rows)
    for parent, variants in children.items():
        left = [each for each in variants if each not in rows or each in refused]
        if left and parent not in refused:
            refused[parent] = in_use(rows[parent]["sku"], {"variants": len(left)}, "Delete those first.")
    gone = [rows[each] for each in rows if each not in refused]
    if gone:
        async with nothing_uses(_named([row["sku"] for row in gone]), DEACTIVATE):
            await delete_products(work.session, work.tenant_id, [row["id"] for row in gone])
        await tell_deleted(work, gone)
    return refused


def _named(skus: Sequence[str]) -> str:
    return skus[0] if len(skus) == 1 else f"One of {len(skus)} products"


async def _check_sku(work: Work, product_id: int, sku: str) -> None:
    holder = (await products_by_key(work.session, [sku_key(sku)])).get(sku_key(sku))
    if holder is not None and holder["id"] != product_id:
        raise _taken(sku, holder["id"])


def _taken(sku: str, holder: int | None) -> SkuTaken:
    return SkuTaken(
        f"The SKU {sku} belongs to another product; upper and lower case are the same.",
        fields=[FieldError("sku", "is in use by another product")],
        details={"product_id": holder},
    )


async def _check_category(work: Work, write: ProductWrite) -> None:
    category_id = write.values.get("category_id")
    if category_id is not None and not await places_of(work.session, work.tenant_id, [category_id]):
        raise _no_category()


def _no_category() -> ReferenceUnknown:
    return ReferenceUnknown(
        "There is no such category.", fields=[FieldError("category_id", "is no category")]
    )


@asynccontextmanager
async def _references_hold() -> AsyncIterator[None]:
    """What somebody else took or deleted between our look and our write."""
    async with refused_as(
        {
            "product_tenant_id_sku_key_key": lambda: _taken("given", None),
            "product_tenant_id_category_id_fkey": _no_category,
        }
    ):
        yield
