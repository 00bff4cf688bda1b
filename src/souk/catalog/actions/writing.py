"""The one way products are written: many at once, only what differs, with words, history, audit, events."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from souk.catalog.actions.tags import ensure_tags
from souk.catalog.actions.telling import tell_created, tell_updated
from souk.catalog.actions.variants import check_parents, not_possible
from souk.catalog.repository import histories, tags
from souk.catalog.repository.histories import COSTS, PRICES, History
from souk.catalog.repository.products import (
    Row,
    draw_ids,
    insert_products,
    products_by_id,
    products_by_key,
    update_products,
)
from souk.catalog.rules.names import name_key, sku_key
from souk.catalog.rules.writes import Plan, Point, ProductWrite, Said, blank_row, plan, product_words
from souk.kernel.errors import SoukError
from souk.kernel.work import Work

Outcome = Plan | SoukError
"""What became of a write: the plan that was carried out (empty where all was so already), or its refusal."""


async def upsert_products(work: Work, writes: Sequence[ProductWrite], *, keep: bool = False) -> list[Outcome]:
    """Make the products that are new and bring the others up to date; each SKU at most once.

    Answers in the order of `writes`. A refused write changes nothing. What is so already is not written:
    it leaves no history, no audit entry, no event. With `keep`, products that are there stay as they are.
    """
    keys = [sku_key(write.sku) for write in writes]
    known = await products_by_key(work.session, keys)
    fresh = [write for write, key in zip(writes, keys, strict=True) if key not in known]
    new_ids = await draw_ids(work.session, len(fresh))
    rows = {**known}
    for product_id, write in zip(new_ids, fresh, strict=True):
        rows[sku_key(write.sku)] = blank_row(product_id, write.sku, work.scope.currency)

    if keep:
        writes = [
            ProductWrite(write.sku, {}) if key in known else write
            for write, key in zip(writes, keys, strict=True)
        ]
    outcomes: dict[int, Outcome] = {}
    wanted: dict[int, ProductWrite] = {}
    for key, given in zip(keys, await _with_parent_ids(work, writes, rows), strict=True):
        if isinstance(given, SoukError):
            outcomes[rows[key]["id"]] = given
        else:
            wanted[rows[key]["id"]] = given
    by_id = {row["id"]: row for row in rows.values()}
    outcomes |= await plan_all(work, by_id, wanted, new=set(new_ids))
    outcomes |= await check_parents(work, _plans(outcomes))
    raced = await _add(work, [made for made in _plans(outcomes) if made.is_new])
    await change_all(work, [made for made in _plans(outcomes) if not made.is_new and made.changes])
    if raced:
        again = await upsert_products(work, [made.write for made in raced], keep=keep)
        outcomes |= {made.product_id: outcome for made, outcome in zip(raced, again, strict=True)}
    return [outcomes[rows[key]["id"]] for key in keys]


def _plans(outcomes: Mapping[int, Outcome]) -> list[Plan]:
    return [outcomes[key] for key in sorted(outcomes) if isinstance(outcomes[key], Plan)]  # type: ignore[misc]


async def _with_parent_ids(
    work: Work, writes: Sequence[ProductWrite], rows: Mapping[str, Row]
) -> list[ProductWrite | SoukError]:
    """The writes with `parent_id` in the place of `parent_sku`."""
    named = {sku_key(write.parent_sku) for write in writes if write.parent_sku is not None}
    elsewhere = await products_by_key(work.session, named - rows.keys()) if named else {}
    resolved: list[ProductWrite | SoukError] = []
    for write in writes:
        if write.parent_sku is None:
            resolved.append(write)
            continue
        key = sku_key(write.parent_sku)
        parent = rows.get(key) or elsewhere.get(key)
        resolved.append(
            not_possible(f"There is no product {write.parent_sku} to be the parent of {write.sku}.")
            if parent is None
            else replace(write, values={**write.values, "parent_id": parent["id"]}, parent_sku=None)
        )
    return resolved


async def plan_all(
    work: Work, rows: Mapping[int, Row], writes: Mapping[int, ProductWrite], *, new: Iterable[int] = ()
) -> dict[int, Outcome]:
    """What each write comes to for the product of its id, or why it cannot be."""
    new = set(new)
    known = {product_id: write for product_id, write in writes.items() if product_id not in new}
    prices = await _said(work, PRICES, rows, known)
    costs = await _said(work, COSTS, rows, known)
    tagged = [product_id for product_id, write in known.items() if write.tags is not None]
    carried = await tags.tags_of(work.session, work.tenant_id, tagged) if tagged else {}
    outcomes: dict[int, Outcome] = {}
    for product_id, write in writes.items():
        try:
            outcomes[product_id] = plan(
                write,
                rows[product_id],
                work.now,
                is_new=product_id in new,
                prices=prices.get(product_id, Said()),
                costs=costs.get(product_id, Said()),
                tags=carried.get(product_id),
            )
        except SoukError as refusal:
            outcomes[product_id] = refusal
    return outcomes


async def _said(
    work: Work, history: History, rows: Mapping[int, Row], writes: Mapping[int, ProductWrite]
) -> dict[int, Said]:
    """What a history says of the products whose price or cost is written, where it could matter."""
    since = {
        product_id: write.price_from if history is PRICES else write.cost_from
        for product_id, write in writes.items()
        if history.present in write.values
    }
    asked = [
        product_id
        for product_id, start in since.items()
        if start is not None
        or writes[product_id].values[history.present] != rows[product_id][history.present]
        or "currency" in writes[product_id].values
    ]
    if not asked:
        return {}
    latest = await histories.latest(work.session, work.tenant_id, history, asked)
    instants = [
        {"product_id": product_id, "valid_from": start}
        for product_id in asked
        if (start := since[product_id]) is not None
    ]
    exact = await histories.said_at(work.session, work.tenant_id, history, instants) if instants else {}
    said: dict[int, Said] = {}
    for product_id in asked:
        last, start = latest.get(product_id), since[product_id]
        at = None if start is None else exact.get((product_id, start))
        said[product_id] = Said(
            latest_from=last["valid_from"] if last else None,
            value=at["value"] if at else None,
            currency=at["currency"] if at else None,
        )
    return said


async def _add(work: Work, plans: Sequence[Plan]) -> list[Plan]:
    """Write new products, parents ahead of their variants. Returns those somebody else made meanwhile."""
    new = {made.product_id for made in plans}
    variants = [made for made in plans if made.row["parent_id"] in new]
    raced = await _insert(work, [made for made in plans if made.row["parent_id"] not in new])
    if raced:
        theirs = await products_by_key(work.session, [made.row["sku_key"] for made in raced])
        instead = {made.product_id: theirs[made.row["sku_key"]]["id"] for made in raced}
        for made in plans:
            made.row["parent_id"] = instead.get(made.row["parent_id"], made.row["parent_id"])
    raced += await _insert(work, variants)
    lost = {made.product_id for made in raced}
    added = [made for made in plans if made.product_id not in lost]
    await _say(work, added)
    await _tag(work, added)
    await tell_created(work, added)
    return raced


async def _insert(work: Work, plans: Sequence[Plan]) -> list[Plan]:
    if not plans:
        return []
    rows = ({**made.row, "words": product_words(made.row)} for made in plans)
    written = await insert_products(work.session, work.tenant_id, rows)
    return [made for made in plans if made.product_id not in written]


async def change_all(work: Work, plans: Sequence[Plan]) -> list[Plan]:
    """Carry out plans for products there are: each product is held and planned anew, then written.

    Raises what is refused now because somebody else was faster.
    """
    if not plans:
        return []
    rows = await products_by_id(work.session, [made.product_id for made in plans], lock=True)
    writes = {made.product_id: made.write for made in plans if made.product_id in rows}
    outcomes = await plan_all(work, rows, writes)
    for refusal in outcomes.values():
        if isinstance(refusal, SoukError):
            raise refusal
    changed = [made for made in _plans(outcomes) if made.changes]
    whole = [{**made.row, "words": product_words(made.row)} for made in changed if made.changes_row]
    if whole:
        await update_products(work.session, work.tenant_id, whole)
    await _say(work, changed)
    await _tag(work, changed)
    await tell_updated(work, changed)
    return changed


async def _say(work: Work, plans: Sequence[Plan]) -> None:
    for history, points in (
        (PRICES, [made.price for made in plans if made.price is not None]),
        (COSTS, [made.cost for made in plans if made.cost is not None]),
    ):
        await put_points(work, history, points)


async def put_points(work: Work, history: History, points: Sequence[Point]) -> None:
    if points:
        await histories.put(work.session, work.tenant_id, history, [point.row() for point in points])


async def _tag(work: Work, plans: Sequence[Plan]) -> None:
    tagged = [made for made in plans if made.tags_before is not None]
    if not tagged:
        return
    names = [name for made in tagged for name in made.write.tags or ()]
    ids = await ensure_tags(work, names)
    add: list[tuple[int, int]] = []
    take: list[tuple[int, int]] = []
    for made in tagged:
        before = made.tags_before or {}
        wanted = {name_key(name) for name in made.write.tags or ()}
        add += [(made.product_id, ids[key]) for key in wanted - before.keys()]
        take += [(made.product_id, before[key]) for key in before.keys() - wanted]
    await tags.add_tags(work.session, work.tenant_id, add)
    await tags.take_tags(work.session, work.tenant_id, take)
