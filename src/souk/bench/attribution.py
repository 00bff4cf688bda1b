"""`souk bench attribution`: a year credited anew, against an ORM and against a bare COPY."""

import asyncio
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO

import psycopg
from psycopg import sql

from souk.attribution.public import backfill_chunk, end_run, open_backfill
from souk.bench.one_by_one import credit_sample
from souk.bench.rows import Goal, Row, paired, spread_of
from souk.bench.scratch import Scratch, scratch
from souk.bench.shop import (
    YEAR,
    Sales,
    advertise_overlapping,
    advertise_three_each,
    sell,
    sell_from_file,
)

ORDER_LINES = 25
YEAR_LINES = 541_909
"""The lines of the year in `quality.md`: 16 ×."""
THREE_EACH_LINES = 1_000_000
FULL = 16
RUNS = 3
SAMPLE = 1_000

_RESULTS = (
    "attribution_entry",
    "attribution_summary",
    "attribution_day",
    "attribution_product_day",
    "attribution_coverage_day",
    "attribution_run",
)
_CHUNK = 1024 * 1024

Say = Callable[[str], None]


async def bench(
    admin_url: str, scales: Sequence[int], *, data: Path | None, say: Say, lines_at_full: int | None = None
) -> list[Row]:
    """`data` takes the place of the made-up year; it is one size, whatever the scales say.

    `lines_at_full` makes everything smaller, to try it.
    """
    rows: list[Row] = []
    for scale in [FULL] if data else scales:
        lines = (lines_at_full or YEAR_LINES) * scale // FULL
        say(f"attribution: the year at {scale} × ({lines:,} lines)")
        async with scratch(admin_url) as made:
            if data:
                lines, products = await sell_from_file(made, data)
                await advertise_overlapping(made, products=products)
            else:
                await sell(made, Sales(max(1, lines // ORDER_LINES), ORDER_LINES))
                await advertise_overlapping(made)
            rows.append(await _against_orm(made, scale, lines))
    for scale in scales:
        lines = (lines_at_full or THREE_EACH_LINES) * scale // FULL
        say(f"attribution: three campaigns a line at {scale} × ({lines:,} lines)")
        async with scratch(admin_url) as made:
            await sell(made, Sales(max(1, lines // ORDER_LINES), ORDER_LINES))
            await advertise_three_each(made)
            rows.append(await _against_copy(made, scale))
    return rows


async def _against_orm(made: Scratch, scale: int, lines: int) -> Row:
    ours: list[float] = []
    lines_a_second: list[float] = []
    orm_lines_a_second: list[float] = []
    entries = 0
    for _ in range(RUNS):
        seconds, entries = await _backfill(made)
        ours.append(seconds)
        lines_a_second.append(lines / seconds)
        begun = time.perf_counter()
        sampled = await asyncio.to_thread(credit_sample, made, min(SAMPLE, lines))
        orm_lines_a_second.append(sampled / (time.perf_counter() - begun))
    orm = statistics.median(orm_lines_a_second)
    goals = [Goal(100, at_most=False, of="ratio")]
    if scale == FULL:
        goals.append(Goal(6, at_most=True))
    return Row(
        "attribution backfill of a year, 200 overlapping campaigns",
        f"{scale} × ({lines:,} lines, {entries:,} credits)",
        statistics.median(ours),
        "s",
        f"row by row through an ORM: {orm:,.0f} lines/s on a sample of {min(SAMPLE, lines):,}",
        paired(lines_a_second, orm_lines_a_second),
        tuple(goals),
        spread_of(ours),
    )


async def _against_copy(made: Scratch, scale: int) -> Row:
    ours: list[float] = []
    theirs: list[float] = []
    entries = 0
    for _ in range(RUNS):
        seconds, entries = await _backfill(made)
        ours.append(seconds)
        theirs.append(await asyncio.to_thread(_bare_copy, made))
    return Row(
        "attribution backfill, three campaigns a line",
        f"{scale} × ({entries // 3:,} lines, {entries:,} credits)",
        statistics.median(ours),
        "s",
        f"bare COPY of the ledger's rows into an equally indexed table: {statistics.median(theirs):.2f} s",
        paired(ours, theirs),
        (Goal(2, at_most=True, of="ratio"),),
        spread_of(ours),
    )


async def _backfill(made: Scratch) -> tuple[float, int]:
    """Credit the year from nothing, month by month. Returns seconds and ledger entries."""
    _forget(made)
    begun = time.perf_counter()
    async with made.database.work(made.tenant_id) as work:
        run, _ = await open_backfill(work, YEAR)
    more = True
    while more:
        async with made.database.work(made.tenant_id) as work:
            more = await backfill_chunk(work, run.id)
    async with made.database.work(made.tenant_id) as work:
        await end_run(work, run.id)
    seconds = time.perf_counter() - begun
    with psycopg.connect(made.urls.backup) as connection:
        counted = connection.execute("select count(*) from attribution_entry").fetchone()
    return seconds, counted[0] if counted else 0


def _forget(made: Scratch) -> None:
    with psycopg.connect(made.urls.owner) as owner:
        owner.execute(sql.SQL("truncate {}").format(sql.SQL(", ").join(map(sql.Identifier, _RESULTS))))


def _bare_copy(made: Scratch) -> float:
    """Write the ledger to a file, and copy that into a table like it, with its indexes and nothing else.

    Returns the seconds of the copying in.
    """
    with tempfile.TemporaryFile() as file:
        with (
            psycopg.connect(made.urls.backup) as reader,
            reader.cursor() as cursor,
            cursor.copy("copy attribution_entry to stdout") as out,
        ):
            for part in out:
                file.write(part)
        file.seek(0)
        with psycopg.connect(made.urls.owner, autocommit=True) as owner:
            owner.execute("create table bench_entry (like attribution_entry including all)")
            try:
                begun = time.perf_counter()
                _copy_in(owner, file)
                return time.perf_counter() - begun
            finally:
                owner.execute("drop table bench_entry")


def _copy_in(owner: psycopg.Connection, file: IO[bytes]) -> None:
    with owner.cursor() as cursor, cursor.copy("copy bench_entry from stdin") as copy:
        while part := file.read(_CHUNK):
            copy.write(part)
