"""The arithmetic, on its own."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from souk.attribution.rules import Sold, kept_of, split_evenly

amounts = st.integers(-(10**12), 10**12)


@given(amounts, st.integers(1, 300))
def test_shares_add_up_to_the_whole_and_differ_by_one_at_most(amount: int, parts: int) -> None:
    shares = split_evenly(amount, parts)
    assert sum(shares) == amount
    assert max(shares) - min(shares) <= 1
    assert [abs(share) for share in shares] == sorted((abs(share) for share in shares), reverse=True)


@given(amounts, st.integers(1, 300))
def test_a_negative_amount_is_split_as_its_positive(amount: int, parts: int) -> None:
    assert split_evenly(-amount, parts) == [-share for share in split_evenly(amount, parts)]


sold_lines = st.builds(
    Sold,
    quantity=st.integers(1, 50),
    unit_price_minor=st.decimals(0, 100_000, places=3),
    discount_minor=st.just(0),
    tax_minor=st.just(0),
    unit_cost_minor=st.none() | st.decimals(0, 100_000, places=3),
)


@given(sold_lines, st.data())
def test_what_is_kept_never_grows_with_what_is_given_back(sold: Sold, data: st.DataObject) -> None:
    returned = data.draw(st.integers(0, sold.quantity))
    more = data.draw(st.integers(returned, sold.quantity))
    less_kept, kept = kept_of(sold, returned=more), kept_of(sold, returned=returned)
    assert 0 <= less_kept.revenue_minor <= kept.revenue_minor
    assert less_kept.units <= kept.units


@given(sold_lines)
def test_everything_back_leaves_nothing(sold: Sold) -> None:
    gone = kept_of(sold, returned=sold.quantity)
    assert (gone.units, gone.revenue_minor, gone.tax_minor) == (0, 0, 0)
    assert gone.profit_minor in (0, None)
    assert kept_of(sold, counts=False) == gone


def test_profit_falls_by_the_whole_of_a_refund_without_return() -> None:
    sold = Sold(2, Decimal(1000), 0, 0, Decimal(300))
    before, after = kept_of(sold), kept_of(sold, given_back_minor=500)
    assert before.profit_minor == 1400
    assert after.profit_minor == 900
    assert after.units == 2


def test_the_kept_part_of_a_discount_stays_with_what_is_kept() -> None:
    sold = Sold(3, Decimal(1000), 100, 0, None)
    assert kept_of(sold, returned=1).revenue_minor == 2000 - 67
