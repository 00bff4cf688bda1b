"""The one intake: orders of a person, a program, a file or a marketplace, one or a thousand at a time."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from souk.catalog.public import sku_key
from souk.events import emit
from souk.events.orders import OrderPlaced
from souk.kernel.errors import FieldError
from souk.kernel.work import Work
from souk.orders.actions.buyers import contacts_of, unknown_contact_refused
from souk.orders.actions.rates import rates_of
from souk.orders.actions.refund import apply_waiting, refund_told, refund_up_to
from souk.orders.actions.revise import Known, revise
from souk.orders.actions.standing import restate
from souk.orders.drafts import OrderDraft, Outcome, Placed
from souk.orders.errors import OrderInvalid
from souk.orders.repository.intake import PlacedRow, insert_orders
from souk.orders.repository.revising import known_prints
from souk.orders.rules.pricing import PricedOrder, complaints, fingerprint, price
from souk.orders.states import PROGRESS, OrderStatus
from souk.tenancy.public import tenant_settings

ORDERS_MAX = 1_000
"""Orders of one call; more are handed over in several."""
LOOK_FIRST = 50
"""From this many on it pays to look first which orders are there unchanged."""


async def place_orders(work: Work, drafts: Sequence[OrderDraft]) -> list[Placed]:
    """Take orders in: new ones are placed, known ones brought up to date. Answers in the order given.

    An order that comes again unchanged changes nothing; one that Souk has newer by the source's own time is
    left alone (`stale`). Lines of unknown products are kept, to be mapped. The same order twice in one call
    counts in the order given. Raises OrderInvalid naming every complaint, ContactUnknown.
    """
    refuse_invalid(work, drafts)
    prints = [fingerprint(draft) for draft in drafts]
    outcomes: dict[int, Placed] = {}
    for places in _rounds(drafts):
        unchanged = await _unchanged(work, drafts, prints, places)
        outcomes.update(unchanged)
        new = [place for place in places if place not in unchanged]
        if new:
            outcomes.update(await _place_round(work, drafts, prints, new))
    return [outcomes[place] for place in range(len(drafts))]


def refuse_invalid(work: Work, drafts: Sequence[OrderDraft]) -> None:
    """Raises OrderInvalid naming every complaint."""
    if len(drafts) > ORDERS_MAX:
        raise OrderInvalid(f"At most {ORDERS_MAX} orders at once.")
    found: list[FieldError] = []
    for place, draft in enumerate(drafts):
        prefix = f"orders.{place}." if len(drafts) > 1 else ""
        found += [
            FieldError(f"{prefix}{wrong.field}", wrong.message) for wrong in complaints(draft, now=work.now)
        ]
    if found:
        raise OrderInvalid(f"{found[0].field}: {found[0].message}.", fields=found[:100])


def _rounds(drafts: Sequence[OrderDraft]) -> Iterator[list[int]]:
    """Places of drafts such that no order is in a round twice."""
    rounds: list[tuple[list[int], set[tuple[str, str]]]] = []
    for place, draft in enumerate(drafts):
        if draft.external_id is None:
            key = None
            into = 0
        else:
            key = (draft.marketplace, draft.external_id)
            into = sum(1 for _, keys in rounds if key in keys)
        if into == len(rounds):
            rounds.append(([], set()))
        rounds[into][0].append(place)
        if key is not None:
            rounds[into][1].add(key)
    for places, _ in rounds:
        yield places


async def _unchanged(
    work: Work, drafts: Sequence[OrderDraft], prints: Sequence[str], places: Sequence[int]
) -> dict[int, Placed]:
    """Of many orders, those that are there as they come: nothing has to be done for them.

    A few are placed straight away: most of what comes in ones and twos is new.
    """
    keys = {
        (drafts[place].marketplace, drafts[place].external_id or ""): place
        for place in places
        if drafts[place].external_id is not None
    }
    if len(keys) < LOOK_FIRST:
        return {}
    known = await known_prints(work, list(keys))
    return {
        place: Placed(known[key].order_id, known[key].number, Outcome.UNCHANGED, known[key].unresolved_lines)
        for key, place in keys.items()
        if key in known and known[key].fingerprint == prints[place]
    }


async def _place_round(
    work: Work, drafts: Sequence[OrderDraft], prints: Sequence[str], places: Sequence[int]
) -> dict[int, Placed]:
    given = [drafts[place] for place in places]
    include_tax = (await tenant_settings(work)).pricing.prices_include_tax
    included = [include_tax if draft.tax_included is None else draft.tax_included for draft in given]
    priced = [price(draft, tax_included=inside) for draft, inside in zip(given, included, strict=True)]
    contacts = await contacts_of(work, given)
    rates = await rates_of(work, given)
    known = [
        Known(*one)
        for one in zip(
            given, priced, contacts, rates, [prints[place] for place in places], included, strict=True
        )
    ]
    rows = [_order_row(work, place, one) for place, one in enumerate(known)]
    async with unknown_contact_refused():
        written = await insert_orders(work, rows, _line_rows(priced))
    outcomes: dict[int, Placed] = {}
    for row in written:
        if row.order_id is not None:
            _tell(work, known[row.place], row.order_id, row.number)
            outcomes[places[row.place]] = Placed(
                row.order_id, row.number, Outcome.PLACED, row.unresolved_lines
            )
    await _settle_new(work, given, written)
    # An id of ours that a file from another shop has brought along: the next one is free.
    taken = [
        places[row.place] for row in written if row.order_id is None and given[row.place].external_id is None
    ]
    if taken:
        outcomes.update(await _place_round(work, drafts, prints, taken))
    there = [
        row.place for row in written if row.order_id is None and given[row.place].external_id is not None
    ]
    if there:
        revised = await revise(work, [known[place] for place in there])
        outcomes.update({places[place]: placed for place, placed in zip(there, revised, strict=True)})
    return outcomes


def _first_status(draft: OrderDraft) -> OrderStatus:
    """The status an order begins with. One that is refunded in part becomes so by its refunds."""
    status = draft.status or draft.status_if_new
    return OrderStatus.COMPLETED if status is OrderStatus.PARTIALLY_REFUNDED else status


def _order_row(work: Work, place: int, known: Known) -> tuple[Any, ...]:
    """The values of `repository.intake.ORDERS`."""
    draft, sums = known.draft, known.priced
    status = _first_status(draft)
    return (
        place,
        draft.number,
        draft.marketplace,
        draft.external_id,
        known.contact_id,
        status.value,
        (status if status in PROGRESS else OrderStatus.PENDING).value,
        draft.status.value if draft.status else None,
        max(draft.status_at or draft.placed_at, draft.placed_at),
        draft.currency,
        draft.placed_at,
        draft.source_updated_at,
        known.tax_included,
        sums.total_minor,
        sums.discount_minor,
        sums.shipping_minor,
        sums.tax_minor,
        work.scope.currency,
        known.exchange_rate,
        draft.country,
        _json(draft.shipping_address),
        _json(draft.billing_address),
        draft.note,
        draft.souk_click,
        known.fingerprint,
        _json(draft.payload),
    )


def _json(value: dict[str, Any] | None) -> str | None:
    return None if value is None else json.dumps(value, default=str)


def _line_rows(priced: Sequence[PricedOrder]) -> list[tuple[Any, ...]]:
    """The values of `repository.intake.LINES`."""
    return [
        (
            place,
            line.source_line_id,
            line.line_no,
            line.kind.value,
            line.sku,
            sku_key(line.sku),
            line.name,
            line.batch_code,
            line.quantity,
            line.unit_price_minor,
            line.line_total_minor,
            line.discount_minor,
            line.tax_minor,
        )
        for place, sums in enumerate(priced)
        for line in sums.lines
    ]


def _tell(work: Work, known: Known, order_id: int, number: str) -> None:
    draft = known.draft
    emit(
        work,
        OrderPlaced(
            order_id=order_id,
            number=number,
            marketplace=draft.marketplace,
            status=_first_status(draft).value,
            placed_at=draft.placed_at.isoformat(),
            currency=draft.currency,
            total_minor=known.priced.total_minor,
            contact_id=known.contact_id,
        ),
    )


async def _settle_new(work: Work, given: Sequence[OrderDraft], written: Sequence[PlacedRow]) -> None:
    """Refunds that came with the order or were waiting for it, and orders that come refunded."""
    new = {row.place: row.order_id for row in written if row.order_id is not None}
    refunds = [
        (order_id, given[place].marketplace, given[place].external_id or "", refund)
        for place, order_id in new.items()
        for refund in given[place].refunds
    ]
    if refunds:
        await refund_told(work, refunds)
    waiting = [row.order_id for row in written if row.order_id is not None and row.has_waiting_refund]
    if waiting:
        await apply_waiting(work, waiting)
    whole = [order_id for place, order_id in new.items() if given[place].status is OrderStatus.REFUNDED]
    if whole:
        await restate(work, whole)
    totals = [
        (order_id, given[place].refunded_total_minor, given[place].source_updated_at)
        for place, order_id in new.items()
        if given[place].refunded_total_minor
    ]
    if totals:
        await refund_up_to(work, totals)
