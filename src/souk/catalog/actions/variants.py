"""Variants are one level deep: a variant has no variants, a parent no parent."""

from collections.abc import Iterable, Sequence, Set

from souk.catalog.errors import ParentNotPossible
from souk.catalog.repository.products import parents_among, products_by_id
from souk.catalog.rules.writes import Plan
from souk.kernel.errors import FieldError, SoukError
from souk.kernel.work import Work


async def check_parents(work: Work, plans: Sequence[Plan]) -> dict[int, SoukError]:
    """Why a product of `plans` cannot have its new parent, by product id; in order, the first one wins.

    Holds parents and children, so that nobody else makes a parent a variant meanwhile.
    """
    moving = [plan for plan in plans if "parent_id" in plan.after and plan.row["parent_id"] is not None]
    if not moving:
        return {}
    fresh = {plan.product_id: plan for plan in plans if plan.is_new}
    involved = {plan.product_id for plan in moving} | {plan.row["parent_id"] for plan in moving}
    held = await products_by_id(work.session, involved - fresh.keys(), lock=True)
    parent_of: dict[int, int | None] = {row["id"]: row["parent_id"] for row in held.values()}
    parent_of.update(dict.fromkeys(fresh))
    has_variants = set(await parents_among(work.session, involved))
    refused: dict[int, SoukError] = {}
    for plan in moving:
        child, parent = plan.product_id, plan.row["parent_id"]
        error = _refusal(plan.row["sku"], child, parent, parent_of, has_variants)
        if error is not None:
            refused[child] = error
            continue
        parent_of[child] = parent
        has_variants.add(parent)
    return _with_orphans(moving, refused, fresh.keys())


def _refusal(
    sku: str, child: int, parent: int, parent_of: dict[int, int | None], has_variants: Set[int]
) -> SoukError | None:
    if parent == child:
        return not_possible(f"{sku} cannot be its own parent.")
    if parent not in parent_of:
        return not_possible(f"The parent of {sku} is not there.")
    if parent_of[parent] is not None:
        return not_possible(f"The parent of {sku} is a variant itself; name that one's parent instead.")
    if child in has_variants:
        return not_possible(f"{sku} has variants of its own and cannot become one.")
    return None


def not_possible(detail: str) -> ParentNotPossible:
    return ParentNotPossible(detail, fields=[FieldError("parent", "not possible")])


def _with_orphans(
    moving: Iterable[Plan], refused: dict[int, SoukError], fresh: Set[int]
) -> dict[int, SoukError]:
    """A new product that is refused takes the variants given to it along."""
    for plan in moving:
        parent = plan.row["parent_id"]
        if plan.product_id not in refused and parent in refused and parent in fresh:
            refused[plan.product_id] = not_possible(f"The parent of {plan.row['sku']} was refused.")
    return refused
