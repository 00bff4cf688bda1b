"""One action on many products: each product is written, audited and told as if it were the only one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from souk.catalog.actions.products import delete_all
from souk.catalog.actions.writing import change_all, plan_all
from souk.catalog.errors import CategoryMissing, ProductMissing, SelectionTooLarge
from souk.catalog.repository.categories import places_of
from souk.catalog.repository.listing import selected_ids
from souk.catalog.repository.products import products_by_id
from souk.catalog.repository.tags import tags_of
from souk.catalog.rules.names import name_key
from souk.catalog.rules.writes import Plan, ProductWrite
from souk.catalog.schemas import BulkAction, BulkChange, BulkRefusal, BulkResult
from souk.kernel.errors import FieldError, SoukError
from souk.kernel.work import ReadWork, Work

CHUNK = 5_000
REFUSALS_NAMED = 100
SELECTION_MAX = 200_000
"""Products that one bulk change may select by a filter."""


@dataclass(slots=True)
class BulkOutcome:
    matched: int = 0
    changed: int = 0
    refused: dict[int, SoukError] = field(default_factory=dict)


async def change_many(work: Work, change: BulkChange) -> BulkOutcome:
    """Carry out `change`. Raises ProductMissing naming ids that are not there, CategoryMissing,
    SelectionTooLarge; a single product that cannot follow is refused on its own.
    """
    if change.category_id is not None and not await places_of(
        work.session, work.tenant_id, [change.category_id]
    ):
        raise CategoryMissing(f"There is no category {change.category_id}.")
    ids = await _selected(work, change)
    outcome = BulkOutcome(matched=len(ids))
    for chunk in _chunks(ids):
        if change.action is BulkAction.DELETE:
            refused = await delete_all(work, chunk)
            outcome.refused |= refused
            outcome.changed += len(chunk) - len(refused)
        else:
            outcome.changed += await _write(work, chunk, change, outcome)
    return outcome


async def _selected(work: ReadWork, change: BulkChange) -> list[int]:
    if change.filter is not None:
        ids = await selected_ids(work.session, change.filter, limit=SELECTION_MAX + 1)
        if len(ids) > SELECTION_MAX:
            raise SelectionTooLarge(
                f"More than {SELECTION_MAX:,} products match; narrow the filter.",
                fields=[FieldError("filter", "matches too many")],
            )
        return ids
    ids = sorted(set(change.ids or ()))
    found = await products_by_id(work.session, ids)
    missing = [each for each in ids if each not in found]
    if missing:
        raise ProductMissing(
            f"{len(missing):,} of the products are not there; nothing was changed.",
            fields=[FieldError("ids", "names products that are not there")],
            details={"product_ids": missing[:100]},
        )
    return ids


def _chunks(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    return (ids[start : start + CHUNK] for start in range(0, len(ids), CHUNK))


async def _write(work: Work, ids: Sequence[int], change: BulkChange, outcome: BulkOutcome) -> int:
    rows = await products_by_id(work.session, ids, lock=True)
    writes = await _writes(work, sorted(rows), change)
    plans = await plan_all(work, rows, writes)
    outcome.refused |= {each: plan for each, plan in plans.items() if isinstance(plan, SoukError)}
    return len(
        await change_all(work, [plan for plan in plans.values() if isinstance(plan, Plan) and plan.changes])
    )


async def _writes(work: Work, ids: Sequence[int], change: BulkChange) -> dict[int, ProductWrite]:
    match change.action:
        case BulkAction.ACTIVATE | BulkAction.DEACTIVATE:
            active = change.action is BulkAction.ACTIVATE
            return dict.fromkeys(ids, ProductWrite("", {"active": active}))
        case BulkAction.CATEGORISE:
            return dict.fromkeys(ids, ProductWrite("", {"category_id": change.category_id}))
    carried = await tags_of(work.session, work.tenant_id, ids)
    named = {name_key(name): name for name in change.tags or ()}
    writes = {}
    for each in ids:
        tags = {name_key(name): name for name in carried.get(each, {}).values()}
        if change.action is BulkAction.TAG:
            tags = named | tags
        else:
            tags = {key: name for key, name in tags.items() if key not in named}
        writes[each] = ProductWrite("", {}, tags=tuple(tags.values()))
    return writes


async def told(work: ReadWork, outcome: BulkOutcome) -> BulkResult:
    """The outcome as the API answers it."""
    named = dict(list(outcome.refused.items())[:REFUSALS_NAMED])
    rows = await products_by_id(work.session, named) if named else {}
    return BulkResult(
        matched=outcome.matched,
        changed=outcome.changed,
        unchanged=outcome.matched - outcome.changed - len(outcome.refused),
        refused_count=len(outcome.refused),
        refused=[
            BulkRefusal(
                id=each,
                sku=rows[each]["sku"] if each in rows else None,
                code=refusal.code,
                detail=refusal.detail,
            )
            for each, refusal in named.items()
        ],
    )
