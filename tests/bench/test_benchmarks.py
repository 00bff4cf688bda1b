"""Each benchmark runs, at a size that takes seconds, and says what it is asked to say. Never how fast."""

import asyncio
import json
from collections.abc import Sequence
from math import isfinite
from pathlib import Path

import psycopg
import pytest
from typer.testing import CliRunner

from souk.bench import api, attribution, leaderboard, orders
from souk.bench.rows import Goal, Row, machine, paired, percentile
from souk.bench.run import run_benchmarks
from souk.bench.scratch import scratch
from souk.bench.served import CONNECTIONS, offer
from souk.cli.bench import app
from souk.kernel.errors import Invalid
from souk.kernel.settings import Settings

NAMES = {"work", "scale", "value", "unit", "against", "ratio", "goal", "reached", "spread"}


def hear_nothing(line: str) -> None:
    """Progress is for people."""


def told(rows: Sequence[Row]) -> list[str]:
    """The works of rows that are whole: figures are numbers, and fit for JSON."""
    for row in json.loads(json.dumps([row.as_json() for row in rows])):
        assert set(row) == NAMES
        assert isfinite(row["value"])
        assert row["value"] > 0
        assert row["unit"]
        assert row["ratio"] is None or (isfinite(row["ratio"]) and row["ratio"] > 0)
        assert (row["goal"] is None) == (row["reached"] is None)
        low, high = row["spread"]
        assert low <= high
    return [row.work for row in rows]


@pytest.fixture(autouse=True)
def _once(monkeypatch: pytest.MonkeyPatch) -> None:
    for one in (attribution, leaderboard, orders):
        monkeypatch.setattr(one, "RAW_RUNS" if one is leaderboard else "RUNS", 1)


async def test_requests_wait_their_turn_before_they_crowd_the_clients_pool() -> None:
    """A thousand in its pool starved the loop until the server gave the idle connections up: ReadError."""
    under_way, most = 0, 0

    async def ask(_number: int) -> None:
        nonlocal under_way, most
        under_way += 1
        most = max(most, under_way)
        await asyncio.sleep(0.001)
        under_way -= 1

    waited = await offer(1_000_000, 500, ask)
    assert most == CONNECTIONS
    assert len(waited) == 500
    assert max(waited) > min(waited)


async def test_nothing_is_left_of_it_even_when_it_fails(admin_url: str) -> None:
    names = []

    async def fail() -> None:
        async with scratch(admin_url) as made:
            names.append(made.prefix)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    with psycopg.connect(admin_url) as admin:
        found = admin.execute(
            "select (select count(*) from pg_database where datname = %s)"
            " + (select count(*) from pg_roles where starts_with(rolname, %s))",
            [names[0], names[0]],
        ).fetchone()
    assert found == (0,)


async def test_attribution_is_held_against_an_orm_and_a_copy(admin_url: str) -> None:
    rows = await attribution.bench(admin_url, [1], data=None, say=hear_nothing, lines_at_full=1600)
    assert told(rows) == [
        "attribution backfill of a year, 200 overlapping campaigns",
        "attribution backfill, three campaigns a line",
    ]
    assert "1 × (100 lines, 300 credits)" in rows[1].scale, "each line has three campaigns"


async def test_a_real_year_can_be_given(admin_url: str, tmp_path: Path) -> None:
    file = tmp_path / "year.csv"
    file.write_text(
        "InvoiceNo,StockCode,Quantity,InvoiceDate,UnitPrice\n"
        "500,A1,2,2010-12-01T08:26:00,2.55\n"
        "500,a1,1,2010-12-01T08:26:00,0.001\n"
        "C501,A1,-2,2010-12-02T08:00:00,2.55\n"
        "502,B2,6,2011-06-01T10:00:00,3\n"
    )
    rows = await attribution.bench(admin_url, [], data=file, say=hear_nothing)
    assert told(rows) == ["attribution backfill of a year, 200 overlapping campaigns"]
    assert rows[0].scale.startswith("16 × (3 lines, "), "a return is no sale"


async def test_the_leaderboard_is_held_against_the_raw_ledger(admin_url: str) -> None:
    rows = await leaderboard.bench(admin_url, [1], say=hear_nothing, smallest=2000, reads=5)
    assert told(rows) == ["leaderboard over a year, p95"]


async def test_orders_are_held_against_bare_inserts(admin_url: str) -> None:
    rows = await orders.bench(admin_url, [1], say=hear_nothing, orders=45)
    assert told(rows) == ["order ingestion, 20 a transaction, events included"]


async def test_the_api_is_asked_over_loopback_and_every_order_arrives(admin_url: str) -> None:
    rows = await api.bench(admin_url, [1], say=hear_nothing, lines_behind=3200, list_s=0.2, lag_s=0.1)
    assert told(rows) == [
        "API lists at 50 requests a second, p99",
        "order posted → in the leaderboard, one by one, 300 a second, p95",
        "order posted → in the leaderboard, 20 a request, 1000 a second, p95",
    ]


async def test_a_benchmark_there_is_not_is_refused(admin_url: str) -> None:
    with pytest.raises(Invalid, match="no benchmark horses"):
        await run_benchmarks(
            ["horses"], settings=Settings(), database_url=admin_url, scales=[1], data=None, say=hear_nothing
        )


@pytest.mark.parametrize("scale", ["0", "1,x", "", "65"])
def test_a_scale_that_is_none_is_refused(scale: str) -> None:
    answer = CliRunner().invoke(app, ["orders", "--scale", scale])
    assert answer.exit_code == 1
    assert "--scale takes whole numbers" in answer.output


def test_a_goal_is_about_the_value_or_the_ratio() -> None:
    assert Goal(6, at_most=True).is_reached(5.9, None) is True
    assert Goal(100, at_most=False, of="ratio").is_reached(5.9, 99.0) is False
    assert Goal(2, at_most=True, of="ratio").is_reached(5.9, None) is None


def test_pairs_are_compared_run_by_run() -> None:
    assert paired([2, 30, 4], [1, 10, 4]) == 2
    assert percentile(list(range(100)), 0.95) == 95


def test_the_machine_says_what_it_is(admin_url: str) -> None:
    told = machine(admin_url)
    assert told["cores"] >= 1
    assert told["postgresql"].split(".")[0].isdigit()
    assert set(told["settings"]) >= {"fsync", "shared_buffers"}
