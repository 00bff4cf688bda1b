"""Prices of lists: set for many products at once, from now on or from an instant of the past."""

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime

from souk.catalog.public import ProductRef, products_by_ids
from souk.events import emit
from souk.events.pricing import PricesChanged
from souk.kernel.errors import FieldError
from souk.kernel.work import ReadWork, Work
from souk.pricing.errors import NotYet, ProductUnknown, SoldAsVariants
from souk.pricing.models import PriceList
from souk.pricing.repository.items import (
    TOLD_MAX,
    Change,
    Changes,
    keep_timelines,
    set_prices,
    timelines_of,
)
from souk.pricing.repository.lists import touch_list
from souk.pricing.rules.timelines import kept
from souk.tenancy.public import record_audit

NAMED_MAX = 100


@dataclass(frozen=True, slots=True)
class PriceGiven:
    """A price in minor units of the list's currency; None: not in the list. `since` None: from now on."""

    product_id: int
    price_minor: int | None
    since: datetime | None = None


async def put_prices(work: Work, held: PriceList, given: Sequence[PriceGiven]) -> int:
    """Set prices of a list that is held; what is so already is not written. Answers how many changed.

    One product may be given for several instants; of equal ones the last counts. Raises ProductUnknown,
    SoldAsVariants, NotYet.
    """
    await check_products(
        work,
        {each.product_id for each in given},
        priced={each.product_id for each in given if each.price_minor is not None},
    )
    _check_instants(work, given)
    now_on = {each.product_id: each.price_minor for each in given if each.since is None}
    past = [each for each in given if each.since is not None]
    changed = await _put_past(work, held, past) if past else 0
    if now_on:
        changes = await set_prices(work.session, work.tenant_id, held.id, now_on, work.now)
        await tell_changed(work, held, changes, work.now)
        changed += changes.total
    return changed


async def check_products(work: ReadWork, product_ids: Set[int], *, priced: Set[int]) -> None:
    """All of them must be there; those that are priced must be sold themselves.

    Raises ProductUnknown, SoldAsVariants.
    """
    found = await products_by_ids(work, product_ids)
    missing = sorted(each for each in product_ids if each not in found)
    if missing:
        raise ProductUnknown(
            f"{len(missing):,} of the products are not there; nothing was changed.",
            fields=[FieldError("prices", "name products that are not there")],
            details={"product_ids": missing[:NAMED_MAX]},
        )
    parents = [each for each, ref in found.items() if ref.has_variants and each in priced]
    if parents:
        raise SoldAsVariants(
            f"{found[parents[0]].sku} is sold as its variants; price those.",
            fields=[FieldError("prices", "name a product that has variants")],
            details={"product_ids": parents[:NAMED_MAX]},
        )


def _check_instants(work: Work, given: Iterable[PriceGiven]) -> None:
    coming = [each.since for each in given if each.since is not None and each.since > work.now]
    if coming:
        raise NotYet(
            f"A price starts at {min(coming).isoformat()}, which has not come yet.",
            fields=[FieldError("valid_from", "lies in the future")],
        )


async def _put_past(work: Work, held: PriceList, given: Sequence[PriceGiven]) -> int:
    ids = sorted({each.product_id for each in given})
    before = await timelines_of(work.session, work.tenant_id, held.id, ids)
    after = {each: dict(timeline) for each, timeline in before.items()}
    changes: dict[tuple[int, datetime], Change] = {}
    for each in given:
        if each.since is None:
            continue
        known = before[each.product_id]
        after[each.product_id][each.since] = each.price_minor
        if each.since not in known or known[each.since] != each.price_minor:
            changes[each.product_id, each.since] = Change(
                each.product_id, known.get(each.since), each.price_minor
            )
    changed = {product_id for product_id, _ in changes}
    if not changed:
        return 0
    await keep_timelines(
        work.session, work.tenant_id, held.id, {each: kept(after[each]) for each in sorted(changed)}
    )
    named = tuple(list(changes.values())[:TOLD_MAX])
    await tell_changed(work, held, Changes(len(changes), named), min(since for _, since in changes))
    return len(changes)


async def tell_changed(work: Work, held: PriceList, changes: Changes, since: datetime) -> None:
    """Count the list's version up, audit and tell; nothing where nothing changed."""
    if not changes.total:
        return
    version = await touch_list(work.session, work.tenant_id, held.id)
    all_named = len(changes.named) == changes.total
    emit(
        work,
        PricesChanged(
            price_list_id=held.id,
            name=held.name,
            list_version=version,
            changed=changes.total,
            product_ids=sorted({each.product_id for each in changes.named}) if all_named else None,
            since=since.isoformat(),
        ),
    )
    refs = await products_by_ids(work, {each.product_id for each in changes.named})
    await record_audit(
        work,
        "price_list.prices_changed",
        subject=("price_list", held.id, held.name),
        before={"prices": _by_sku(refs, changes.named, lambda each: each.before)},
        after={
            "prices": _by_sku(refs, changes.named, lambda each: each.after),
            "changed": changes.total,
            "since": since,
        },
    )


def _by_sku(
    refs: Mapping[int, ProductRef], named: Iterable[Change], value: Callable[[Change], int | None]
) -> dict[str, int | None]:
    return {refs[each.product_id].sku: value(each) for each in named}
