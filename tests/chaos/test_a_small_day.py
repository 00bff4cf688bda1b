"""A short day, a few kills: `souk chaos` with 200 of them is for hand and release."""

import csv
import io
from pathlib import Path

from souk.chaos.day import orders_csv, stories
from souk.chaos.run import live_a_day


def hear_nothing(line: str) -> None:
    """Progress is for people."""


async def test_a_day_with_kills_ends_as_the_same_day_in_peace(tmp_path: Path) -> None:
    days = [
        await live_a_day(tmp_path / name, seed=3, orders=24, kills=kills, every_s=1.5, say=hear_nothing)
        for name, kills in (("calm", 0), ("wild", 4))
    ]
    calm, wild = days
    assert [day.complaints() for day in days] == [[], []]
    assert sum(wild.kills.values()) > 0
    assert calm.totals == wild.totals
    assert calm.totals["orders"] == 24 + 12
    assert calm.totals["units taken back"] > 0


def test_the_day_is_the_same_for_the_same_seed() -> None:
    assert list(stories(5, 40)) == list(stories(5, 40))
    assert list(stories(5, 40)) != list(stories(6, 40))
    rows = list(csv.DictReader(io.StringIO(orders_csv(5, 40).decode())))
    assert {row["order"] for row in rows if int(row["quantity"]) > 0} == {f"T{n:05}" for n in range(40)}
    assert any(int(row["quantity"]) < 0 for row in rows)
