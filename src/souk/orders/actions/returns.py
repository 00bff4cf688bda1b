"""Returned lines of files become refunds of the sales they belong to."""

from collections import defaultdict
from dataclasses import dataclass

from souk.kernel.work import Work
from souk.orders.actions.refund import refund_orders
from souk.orders.drafts import RefundDraft, RefundLineDraft
from souk.orders.repository.returns import (
    Match,
    Returned,
    count_matched,
    match_returns,
    refund_names,
    returned_lines,
)


@dataclass(frozen=True, slots=True)
class MatchedReturns:
    """Returned lines that found sales, the refunds made of them, and the units."""

    lines: int
    refunds: int
    units: int


async def refund_returns(work: Work, bucket: int, buckets: int) -> MatchedReturns:
    """Match the open returned lines of one of `buckets` parts of the products, and refund what they take.

    Each is matched to sales of the same customer (none counts as one customer), product and unit price,
    placed at or before it, oldest first, then in the order of the file, over as many lines as it takes
    (platform: Catalogue and prices). Lines that were matched before stay so; repeating it changes nothing.
    """
    matches = await match_returns(work, bucket, buckets)
    if not matches:
        return MatchedReturns(0, 0, 0)
    lines = await returned_lines(work, [match.returned_id for match in matches])
    # One document that takes back from one order at one time is one refund.
    together: dict[tuple[int, str, object], list[Match]] = defaultdict(list)
    for match in matches:
        line = lines[match.returned_id]
        together[match.order_id, line.external_id, line.returned_at].append(match)
    taken = await refund_names(work, [order_id for order_id, _, _ in together])
    refunds: list[tuple[int, RefundDraft]] = []
    for (order_id, external_id, _), group in together.items():
        name = _free_name(order_id, external_id, lines[group[0].returned_id], taken)
        taken.add((order_id, name))
        refunds.append((order_id, _refund(name, group, lines)))
    refused = await refund_orders(work, refunds)
    units: dict[int, int] = defaultdict(int)
    for place, group in enumerate(together.values()):
        if place not in refused:
            for match in group:
                units[match.returned_id] += match.units
    await count_matched(work, units)
    return MatchedReturns(len(units), len(refunds) - len(refused), sum(units.values()))


def _free_name(order_id: int, external_id: str, line: Returned, taken: set[tuple[int, str]]) -> str:
    """The document's own id; a second refund of the same order by it is told apart by its first line."""
    return external_id if (order_id, external_id) not in taken else f"{external_id} {line.source_line_id}"


def _refund(name: str, group: list[Match], lines: dict[int, Returned]) -> RefundDraft:
    units: dict[int, int] = defaultdict(int)
    for match in group:
        units[match.item_id] += match.units
    first = lines[group[0].returned_id]
    return RefundDraft(
        lines=tuple(
            RefundLineDraft(item_id=item_id, quantity=count, restock=first.restock)
            for item_id, count in units.items()
        ),
        external_id=name,
        refunded_at=first.returned_at,
        reason="returned",
    )
