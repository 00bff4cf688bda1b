"""Replays everything that was said of an order, in the order of its own time.

Where an order stands is a function of the set of things said, never of when they arrived: a cancellation,
a refund and a reinstatement that come late, twice or the wrong way round end in the same place. Things
said of the same instant count in the order in which they arrived.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from souk.kernel.money import round_half_away
from souk.orders.rules.pricing import line_total
from souk.orders.states import OrderStatus, is_forward

REINSTATE = "reinstate"
"""Said to go back to where the order was; `reinstate:shipped` names where to."""
FOLLOWS = "follows"
"""Not said by anybody: the status that followed from refunds, or from something that arrived late."""


def reinstate_to(goal: OrderStatus) -> str:
    return f"{REINSTATE}:{goal.value}"


@dataclass(frozen=True, slots=True)
class Line:
    """What the replay needs of an order line."""

    item_id: int
    quantity: int
    unit_price_minor: Decimal
    discount_minor: int


@dataclass(frozen=True, slots=True)
class Told:
    """Something said about the status. `told_no` is the order of arrival, over refunds as well."""

    change_id: int
    told_no: int
    asked: str
    at: datetime
    progress: OrderStatus


@dataclass(frozen=True, slots=True)
class Given:
    """A refund told in detail: (units, amount) by line."""

    refund_id: int
    told_no: int
    at: datetime
    items: Mapping[int, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Rest:
    """What a refund of all that was left takes: units by line."""

    change_id: int
    at: datetime
    units: dict[int, int]


@dataclass(slots=True)
class Standing:
    """Where the order stands after all that was said."""

    progress: OrderStatus
    status: OrderStatus
    returned: dict[int, int]
    given_minor: dict[int, int]
    refunded_minor: int
    told_refunds_minor: int
    """The part of it that was told in detail; the rest stands for the status `refunded`."""
    voided: dict[int, datetime]
    rest: Rest | None
    rest_ended: dict[int, datetime]
    """When a status that refunded all the rest was left again, by change_id."""
    turns: dict[int, tuple[OrderStatus | None, OrderStatus]]
    """Status before and after each thing said about it, by change_id."""


def kept_value(line: Line, returned: int, given_minor: int) -> int:
    """What is left of what was paid for a line (attribution: Rules; halves away from zero)."""
    kept = max(line.quantity - returned, 0)
    if kept == 0:
        return 0
    discount = round_half_away(Decimal(line.discount_minor) * kept / line.quantity)
    return max(0, line_total(kept, line.unit_price_minor) - discount - given_minor)


@dataclass(slots=True)
class _Replay:
    lines: Sequence[Line]
    progress: OrderStatus
    halted: OrderStatus | None = None
    refunded_by: Told | None = None
    counted: list[Given] = field(default_factory=list)
    voided: dict[int, datetime] = field(default_factory=dict)
    rest_ended: dict[int, datetime] = field(default_factory=dict)
    returned: dict[int, int] = field(default_factory=dict)
    given_minor: dict[int, int] = field(default_factory=dict)

    def take(self, refund: Given, sign: int = 1) -> None:
        for item_id, (units, amount) in refund.items.items():
            self.returned[item_id] = self.returned.get(item_id, 0) + sign * units
            self.given_minor[item_id] = self.given_minor.get(item_id, 0) + sign * amount

    def hear(self, refund: Given) -> None:
        self.counted.append(refund)
        self.take(refund)

    def listen(self, told: Told) -> None:
        verb, _, goal = told.asked.partition(":")
        if verb == REINSTATE:
            self.reinstate(told)
            if goal:
                self.progress = OrderStatus(goal)
            return
        status = OrderStatus(verb)
        if status is OrderStatus.REFUNDED:
            if self.halted is not OrderStatus.REFUNDED:
                self.halted, self.refunded_by = status, told
        elif status is OrderStatus.CANCELLED:
            if self.halted is None:
                self.halted = status
        elif self.halted is not None:
            self.reinstate(told)
            self.progress = status
        elif is_forward(self.progress, status):
            self.progress = status

    def reinstate(self, told: Told) -> None:
        if self.refunded_by is not None:
            self.rest_ended[self.refunded_by.change_id] = told.at
        self.halted = self.refunded_by = None
        while self.counted and self.is_all_refunded():
            last = self.counted.pop()
            self.take(last, sign=-1)
            self.voided[last.refund_id] = max(told.at, last.at)

    def value(self) -> int:
        return sum(kept_value(line, 0, 0) for line in self.lines)

    def kept(self) -> int:
        return sum(
            kept_value(line, self.returned.get(line.item_id, 0), self.given_minor.get(line.item_id, 0))
            for line in self.lines
        )

    def is_refunded(self) -> bool:
        return any(self.returned.values()) or any(self.given_minor.values())

    def is_all_refunded(self) -> bool:
        """Nothing of the money is left; of an order that cost nothing, no unit."""
        if not self.is_refunded():
            return False
        if self.value() > 0:
            return self.kept() == 0
        return all(self.returned.get(line.item_id, 0) >= line.quantity for line in self.lines)

    def status(self) -> OrderStatus:
        if self.halted is not None:
            return self.halted
        if self.is_all_refunded():
            return OrderStatus.REFUNDED
        return OrderStatus.PARTIALLY_REFUNDED if self.is_refunded() else self.progress

    def rest(self) -> Rest | None:
        if self.refunded_by is None:
            return None
        left = {line.item_id: line.quantity - self.returned.get(line.item_id, 0) for line in self.lines}
        units = {item_id: quantity for item_id, quantity in left.items() if quantity > 0}
        return Rest(self.refunded_by.change_id, self.refunded_by.at, units) if units else None


def replay(first: Told, said: Iterable[Told], refunds: Iterable[Given], lines: Sequence[Line]) -> Standing:
    """Where an order stands that came as `first` and of which `said` and `refunds` were told.

    What is said of a time before `first` is known to be overtaken by it.
    """
    state = _Replay(lines, first.progress)
    turns: dict[int, tuple[OrderStatus | None, OrderStatus]] = {}
    if OrderStatus(first.asked) in (OrderStatus.CANCELLED, OrderStatus.REFUNDED):
        state.listen(first)
    turns[first.change_id] = (None, state.status())
    heard: list[Told | Given] = [
        *(told for told in said if told.asked != FOLLOWS and told.change_id != first.change_id),
        *refunds,
    ]
    for thing in sorted(heard, key=lambda thing: (thing.at, thing.told_no)):
        if isinstance(thing, Given):
            state.hear(thing)
            continue
        before = state.status()
        if thing.at >= first.at:
            state.listen(thing)
        turns[thing.change_id] = (before, state.status())
    rest = state.rest()
    returned = dict(state.returned)
    for item_id, units in (rest.units if rest else {}).items():
        returned[item_id] = returned.get(item_id, 0) + units
    refunded = sum(
        kept_value(line, 0, 0)
        - kept_value(line, returned.get(line.item_id, 0), state.given_minor.get(line.item_id, 0))
        for line in lines
    )
    return Standing(
        progress=state.progress,
        status=state.status(),
        returned=returned,
        given_minor=dict(state.given_minor),
        refunded_minor=refunded,
        told_refunds_minor=state.value() - state.kept(),
        voided=state.voided,
        rest=rest,
        rest_ended=state.rest_ended,
        turns=turns,
    )
