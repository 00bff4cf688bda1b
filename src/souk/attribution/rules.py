"""The arithmetic of attribution on plain values. The engine does the same in SQL; tests compare them."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from souk.attribution.states import AdCampaignStatus
from souk.kernel.money import round_half_away

UNITS_SCALE = 10_000
"""Split quantities are counted in ten-thousandths of a unit."""


class CreditMode(StrEnum):
    FULL = "full"
    SPLIT = "split"


class NoMatch(StrEnum):
    """Why a campaign does not match a sale."""

    NOT_TARGETED = "not_targeted"
    TARGETED_LATER = "targeted_later"
    TARGETING_ENDED = "targeting_ended"
    BEFORE_START = "before_start"
    AFTER_END = "after_end"
    WAS_DRAFT = "was_draft"
    WAS_PAUSED = "was_paused"
    WAS_ENDED = "was_ended"


class Standing(StrEnum):
    """What else decides whether a real line has the credits its time and product would give it."""

    SWITCHED_OFF = "switched_off"
    DOES_NOT_COUNT = "does_not_count"
    NOT_LOOKED_AT = "not_looked_at"
    NOTHING_KEPT = "nothing_kept"
    MATCHED_OTHERWISE = "matched_otherwise"


@dataclass(frozen=True, slots=True)
class Sold:
    """A line as sold: prices and costs of one unit in minor units, perhaps with decimals."""

    quantity: int
    unit_price_minor: Decimal
    discount_minor: int
    tax_minor: int
    unit_cost_minor: Decimal | None


@dataclass(frozen=True, slots=True)
class Kept:
    """What is left of a line: whole units and minor units; profit None where the cost is unknown."""

    units: int
    revenue_minor: int
    tax_minor: int
    profit_minor: int | None


def kept_of(sold: Sold, *, returned: int = 0, given_back_minor: int = 0, counts: bool = True) -> Kept:
    """What is kept of a line after `returned` units and `given_back_minor` refunded as an amount.

    Kept revenue is round(kept quantity × unit price) less the kept part of the discount less the amounts,
    never below zero; kept tax follows revenue; profit takes the tax and the cost of the kept units off.
    A line whose order does not count (cancelled, refunded, not confirmed) keeps nothing.
    """
    units = max(sold.quantity - returned, 0) if counts else 0
    if not counts or sold.quantity == 0:
        revenue = 0
    else:
        kept_discount = round_half_away(Decimal(sold.discount_minor) * units / sold.quantity)
        revenue = max(0, round_half_away(units * sold.unit_price_minor) - kept_discount - given_back_minor)
    sold_for = round_half_away(sold.quantity * sold.unit_price_minor) - sold.discount_minor
    tax = round_half_away(Decimal(sold.tax_minor) * revenue / sold_for) if sold_for else 0
    cost = None if sold.unit_cost_minor is None else round_half_away(units * sold.unit_cost_minor)
    return Kept(units, revenue, tax, None if cost is None else revenue - tax - cost)


def split_evenly(amount: int, parts: int) -> list[int]:
    """`amount` over so many campaigns, in the order of their ids: exact, the odd units to the first.

    A negative amount is split as its positive and signed after.
    """
    sign = -1 if amount < 0 else 1
    whole, odd = divmod(abs(amount), parts)
    return [sign * (whole + (place < odd)) for place in range(parts)]


def why_not(
    at: datetime,
    *,
    starts_at: datetime,
    ends_at: datetime | None,
    status: AdCampaignStatus | None,
    spans: list[tuple[datetime, datetime | None]],
) -> list[NoMatch]:
    """Every reason for which a campaign does not match a sale at `at`; none means that it matches.

    `status` is the one that held then (None before the campaign was made), `spans` are the targeting
    spans of the product and its parent.
    """
    reasons: list[NoMatch] = []
    if at < starts_at:
        reasons.append(NoMatch.BEFORE_START)
    if ends_at is not None and at >= ends_at:
        reasons.append(NoMatch.AFTER_END)
    if status in (None, AdCampaignStatus.DRAFT):
        reasons.append(NoMatch.WAS_DRAFT)
    elif status is AdCampaignStatus.PAUSED:
        reasons.append(NoMatch.WAS_PAUSED)
    elif status is AdCampaignStatus.ENDED:
        reasons.append(NoMatch.WAS_ENDED)
    if not spans:
        reasons.append(NoMatch.NOT_TARGETED)
    elif not any(start <= at and (end is None or at < end) for start, end in spans):
        later = all(start > at for start, _ in spans)
        reasons.append(NoMatch.TARGETED_LATER if later else NoMatch.TARGETING_ENDED)
    return reasons
