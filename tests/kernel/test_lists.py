"""Cursors come back from strangers."""

import base64

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from souk.kernel.errors import Invalid
from souk.kernel.lists import decode_cursor, encode_cursor, row_after


def packed(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode()).decode()


@given(st.one_of(st.text(), st.text().map(packed)), st.integers(1, 3))
@example(packed("[" * 100_000), 1)
@example(packed("[" + "9" * 5_000 + "]"), 1)
@example("é", 1)
def test_any_cursor_is_one_of_ours_or_refused(cursor: str, length: int) -> None:
    try:
        values = decode_cursor(cursor, length)
    except Invalid:
        return
    assert len(values) == length


@given(st.lists(st.integers() | st.text(), min_size=1, max_size=3))
def test_a_cursor_of_ours_is_read_back(values: list[int | str]) -> None:
    assert decode_cursor(encode_cursor(values), len(values)) == values


@pytest.mark.parametrize("cursor", ["[true]", "[1.5]", '["1"]', "[null]", f"[{2**63}]", f"[{-(2**70)}]"])
def test_a_cursor_that_is_no_number_of_a_row(cursor: str) -> None:
    with pytest.raises(Invalid):
        row_after(packed(cursor))
