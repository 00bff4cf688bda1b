"""Rounding holds for every number a file can hold."""

from decimal import Decimal

from hypothesis import example, given
from hypothesis import strategies as st

from souk.kernel.money import round_half_away

numbers = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**40), max_value=10**40)


@given(numbers)
@example(Decimal("1e32"))
@example(Decimal("-0.5"))
@example(Decimal("2.5"))
def test_to_the_nearest_and_halves_away_from_zero(value: Decimal) -> None:
    rounded = round_half_away(value)
    numerator, denominator = value.as_integer_ratio()
    twice_off = abs(rounded * denominator - numerator) * 2
    assert twice_off <= denominator
    if twice_off == denominator:
        assert abs(rounded) * denominator > abs(numerator)
