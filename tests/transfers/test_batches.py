"""Rows in batches: groups whole, order kept, the same every time."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from souk.transfers.fields import Field
from souk.transfers.importer import Grouping
from souk.transfers.mapping.definition import parse_toml
from souk.transfers.mapping.mapper import Mapper
from souk.transfers.running.batches import Batch, cut_batches

FIELDS = (Field("number", "the order"), Field("sku", "the line", required=True))
MAPPING = parse_toml('[columns]\nnumber = "n"\nsku = "s"', kind="orders", name="test")


def batches(rows: Sequence[tuple[str, str]], size: int, grouping: Grouping | None) -> list[Batch]:
    records = [(line, list(cells)) for line, cells in enumerate(rows, 2)]
    return list(cut_batches(records, Mapper(MAPPING, FIELDS, ["n", "s"], "UTC"), size, grouping))


def test_an_order_is_never_cut_in_two() -> None:
    rows = [("1", "a"), ("1", "b"), ("2", "c"), ("2", "d"), ("2", "e"), ("3", "f")]
    cut = batches(rows, 2, Grouping(("number",)))
    assert [[row["sku"] for row in batch.rows] for batch in cut] == [["a", "b"], ["c", "d", "e"], ["f"]]


def test_lines_of_an_order_may_lie_a_little_apart() -> None:
    rows = [("1", "a"), ("2", "b"), ("1", "c"), ("3", "d"), ("3", "e"), ("3", "f"), ("4", "g")]
    cut = batches(rows, 2, Grouping(("number",), window_rows=2))
    for batch in cut:
        for number in {row["number"] for row in batch.rows}:
            mine = [row for row in batch.rows if row["number"] == number]
            assert len(mine) == sum(1 for given, _ in rows if given == number)


def test_a_line_that_comes_too_late_is_refused_not_taken_for_the_whole_order() -> None:
    rows = [("1", "a"), *[(str(n), "x") for n in range(2, 10)], ("1", "b")]
    cut = batches(rows, 3, Grouping(("number",), window_rows=2))
    late = [rejection for batch in cut for rejection in batch.rejected]
    assert [(rejection.line, rejection.code) for rejection in late] == [(11, "scattered")]


@given(
    st.lists(st.tuples(st.sampled_from(["", "1", "2", "3", "4"]), st.sampled_from(["a", "b", ""]))),
    st.integers(1, 7),
    st.integers(0, 4),
    st.booleans(),
)
def test_every_row_ends_in_exactly_one_place(
    rows: list[tuple[str, str]], size: int, window: int, grouped: bool
) -> None:
    grouping = Grouping(("number",), window_rows=window) if grouped else None
    cut = batches(rows, size, grouping)
    lines = [row.line for batch in cut for row in batch.rows]
    lines += [rejection.line for batch in cut for rejection in batch.rejected]
    assert sorted(lines) == list(range(2, len(rows) + 2))
    assert sum(batch.read for batch in cut) == len(rows)
    assert [batch.ordinal for batch in cut] == list(range(len(cut)))
    again = batches(rows, size, grouping)
    assert [[row.line for row in batch.rows] for batch in again] == [
        [row.line for row in batch.rows] for batch in cut
    ]
    if grouping:
        seen: dict[str, int] = {}
        for batch in cut:
            for row in batch.rows:
                if row["number"] is not None:
                    assert seen.setdefault(row["number"], batch.ordinal) == batch.ordinal
