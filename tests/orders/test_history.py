"""Where an order stands does not depend on how the news of it arrived."""

import itertools
from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.orders.factories import PLACED

from souk.orders.rules.history import Given, Line, Standing, Told, kept_value, replay
from souk.orders.states import OrderStatus

LINES = [Line(1, 3, Decimal(1000), 100), Line(2, 2, Decimal("333.5"), 0)]
S = OrderStatus


def at(hours: int):
    return PLACED + timedelta(hours=hours)


def told(number: int, asked: str, hours: int) -> Told:
    return Told(number, number, asked, at(hours), S.CONFIRMED)


def refund(number: int, hours: int, **items: tuple[int, int]) -> Given:
    return Given(number, number, at(hours), {int(name[1:]): taken for name, taken in items.items()})


def stand(*things: Told | Given, first: str = "confirmed") -> Standing:
    """The things as they arrive: numbered in that order."""
    progress = S(first) if first not in ("cancelled", "refunded") else S.PENDING
    beginning = Told(0, 0, first, at(0), progress)
    arrived = [
        type(thing)(*(number if name == "told_no" else getattr(thing, name) for name in thing.__slots__))
        for number, thing in enumerate(things, start=1)
    ]
    said = [thing for thing in arrived if isinstance(thing, Told)]
    refunds = [thing for thing in arrived if isinstance(thing, Given)]
    return replay(beginning, said, refunds, LINES)


def summary(standing: Standing) -> tuple[object, ...]:
    return (
        standing.status,
        standing.progress,
        {item: units for item, units in standing.returned.items() if units},
        {item: amount for item, amount in standing.given_minor.items() if amount},
        standing.refunded_minor,
        sorted(standing.voided),
        standing.rest and standing.rest.units,
    )


def test_cancel_refund_in_part_and_reinstate_in_any_order_of_arrival() -> None:
    things = [
        told(1, "cancelled", 1),
        refund(2, 2, i1=(1, 0)),
        told(3, "reinstate", 3),
        told(4, "shipped", 4),
    ]
    ends = {str(summary(stand(*arrival))) for arrival in itertools.permutations(things)}
    assert len(ends) == 1
    end = stand(*things)
    assert (end.status, end.progress, end.returned) == (S.PARTIALLY_REFUNDED, S.SHIPPED, {1: 1})
    assert end.refunded_minor == 2900 - 1933  # three at 1000 less 100; two at 1000 less 67


def test_refunded_takes_all_that_is_left_and_makes_room_for_details_that_come_later() -> None:
    whole = stand(told(1, "refunded", 5))
    assert (whole.status, whole.rest and whole.rest.units) == (S.REFUNDED, {1: 3, 2: 2})
    detailed = stand(told(1, "refunded", 5), refund(2, 2, i1=(2, 0)))
    assert detailed.rest
    assert detailed.rest.units == {1: 1, 2: 2}
    assert detailed.refunded_minor == whole.refunded_minor == 2900 + 667


def test_reinstating_from_refunded_voids_only_what_belonged_to_it() -> None:
    end = stand(refund(1, 1, i1=(1, 0)), told(2, "refunded", 2), told(3, "reinstate", 3))
    assert (end.status, end.returned, end.rest) == (S.PARTIALLY_REFUNDED, {1: 1}, None)


def test_reinstating_an_order_whose_refunds_emptied_it_voids_the_last_of_them() -> None:
    end = stand(
        refund(1, 1, i1=(3, 0)), refund(2, 2, i2=(2, 0)), told(3, "reinstate", 3), told(4, "reinstate", 4)
    )
    assert (end.status, sorted(end.voided), end.returned[1]) == (S.PARTIALLY_REFUNDED, [2], 3)


def test_a_source_that_names_the_status_reinstates_to_it() -> None:
    assert (
        stand(told(1, "shipped", 1), told(2, "cancelled", 2), told(3, "processing", 3)).status is S.PROCESSING
    )
    assert stand(told(1, "cancelled", 2), told(2, "reinstate:delivered", 3)).status is S.DELIVERED
    assert stand(told(1, "shipped", 1), told(2, "cancelled", 2), told(3, "reinstate", 3)).status is S.SHIPPED


def test_steps_that_arrive_the_wrong_way_round_do_not_go_back() -> None:
    assert stand(told(1, "shipped", 3), told(2, "processing", 2)).status is S.SHIPPED


def test_what_was_said_before_the_order_came_is_overtaken_by_it() -> None:
    assert (
        replay(Told(0, 0, "shipped", at(5), S.SHIPPED), [told(1, "cancelled", 3)], [], LINES).status
        is S.SHIPPED
    )


def test_an_order_that_cost_nothing_is_refunded_when_every_unit_is_back() -> None:
    free = [Line(1, 2, Decimal(0), 0)]
    first = Told(0, 0, "completed", at(0), S.COMPLETED)
    assert replay(first, [], [refund(1, 1, i1=(1, 0))], free).status is S.PARTIALLY_REFUNDED
    assert replay(first, [], [refund(1, 1, i1=(2, 0))], free).status is S.REFUNDED


@pytest.mark.parametrize(
    ("returned", "given_back", "kept"),
    [
        (0, 0, 2900),
        (1, 0, 1933),
        (2, 0, 967),
        (3, 0, 0),
        (0, 2900, 0),
        (0, 5000, 0),
        (1, 33, 1900),
        (9, 0, 0),
    ],
)
def test_what_is_kept_of_a_line(returned: int, given_back: int, kept: int) -> None:
    assert kept_value(LINES[0], returned, given_back) == kept


_ASKED = st.sampled_from(
    [
        "confirmed",
        "processing",
        "shipped",
        "completed",
        "cancelled",
        "refunded",
        "reinstate",
        "reinstate:shipped",
    ]
)
_THINGS = st.one_of(
    st.builds(told, st.just(0), _ASKED, st.integers(1, 40)),
    st.builds(
        lambda hours, one, two, amount: refund(0, hours, i1=(one, amount), i2=(two, 0)),
        st.integers(1, 40),
        st.integers(0, 3),
        st.integers(0, 2),
        st.sampled_from([0, 0, 150]),
    ),
)


@given(st.lists(_THINGS, max_size=9, unique_by=lambda thing: thing.at), st.randoms(use_true_random=False))
def test_any_order_of_arrival_ends_in_the_same_place(things: list[Told | Given], shuffle) -> None:
    numbered = [
        type(thing)(number, 0, *(getattr(thing, name) for name in thing.__slots__[2:]))
        for number, thing in enumerate(things, start=1)
    ]
    arrived = list(numbered)
    shuffle.shuffle(arrived)
    assert summary(stand(*arrived)) == summary(stand(*numbered))


@given(st.lists(_THINGS, max_size=9))
def test_sums_are_never_more_than_was_paid_nor_less_than_nothing(things: list[Told | Given]) -> None:
    end = stand(*things)
    assert 0 <= end.told_refunds_minor <= end.refunded_minor <= 2900 + 667
    if end.status is S.REFUNDED:
        assert end.refunded_minor == 2900 + 667
    if end.status in (S.PENDING, S.CONFIRMED, S.SHIPPED):
        assert end.refunded_minor == 0
