"""The prices of one product in one list, from instant to instant."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

Timeline = Mapping[datetime, int | None]
"""From each instant on, the price (None: not in the list), until the next instant."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A timeline as it is kept: the price in force and since when, and what was before."""

    price_minor: int | None
    valid_from: datetime | None
    past: Timeline


def kept(timeline: Timeline) -> Kept:
    """The last instant is in force where it has a price; one that ends the list's price stays in the past."""
    if not timeline:
        return Kept(None, None, {})
    last = max(timeline)
    price = timeline[last]
    if price is None:
        return Kept(None, None, timeline)
    past = {instant: before for instant, before in timeline.items() if instant != last}
    return Kept(price, last, past)


def price_at(timeline: Timeline, at: datetime) -> int | None:
    """The price that was set last at or before `at`; None where there was none, or it was taken out."""
    before = [instant for instant in timeline if instant <= at]
    return timeline[max(before)] if before else None
