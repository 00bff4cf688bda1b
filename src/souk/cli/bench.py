"""`souk bench`."""

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from souk.bench.run import NAMES, Report, run_benchmarks
from souk.cli.context import JsonOption, err, out, run, say
from souk.kernel.errors import FieldError, Invalid
from souk.kernel.heap import settle_heap
from souk.kernel.log import configure_logging
from souk.kernel.settings import Settings

app = typer.Typer()

ALL = "all"
SCALE_MAX = 64


@app.command()
def bench(
    name: Annotated[str, typer.Argument(help=f"{', '.join(NAMES)}, or {ALL}.")],
    scale: Annotated[str, typer.Option(help="How many times the least size, comma separated.")] = "1,4,16",
    database_url: Annotated[
        str | None,
        typer.Option(help="A server to measure on (an administrator's URL) instead of the embedded one."),
    ] = None,
    data: Annotated[
        Path | None,
        typer.Option(exists=True, dir_okay=False, help="A real year of sales for the attribution benchmark."),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Measure how fast it is here, in scratch databases that are removed afterwards."""

    async def work() -> Report:
        scales = _scales(scale)
        configure_logging("WARNING", as_json=False)
        settle_heap()  # as the processes that serve do
        return await run_benchmarks(
            NAMES if name == ALL else [name],
            settings=Settings(),
            database_url=database_url,
            scales=scales,
            data=data,
            say=lambda line: err.print(line, highlight=False),
        )

    report = run(work)
    say(report.as_json(), as_json=as_json, human=lambda: _print(report))


def _scales(told: str) -> list[int]:
    try:
        scales = [int(part) for part in told.split(",")]
    except ValueError:
        scales = []
    if not scales or not all(1 <= scale <= SCALE_MAX for scale in scales):
        detail = f"--scale takes whole numbers from 1 to {SCALE_MAX}, such as 1,4,16."
        raise Invalid(detail, fields=[FieldError("scale", detail)])
    return scales


def _print(report: Report) -> None:
    table = Table("what", "scale", "value", "against", "ratio", "goal", "reached")
    for row in (row.as_json() for row in report.rows):
        reached = {True: "yes", False: "no", None: "–"}[row["reached"]]
        spread = "" if row["spread"] is None else f" ({row['spread'][0]:g}–{row['spread'][1]:g})"
        table.add_row(
            row["work"],
            row["scale"],
            f"{row['value']:g} {row['unit']}{spread}",
            row["against"] or "",
            "" if row["ratio"] is None else f"{row['ratio']:g} ×",
            row["goal"] or "",
            reached,
        )
    out.print(table)
    machine = report.machine
    out.print(
        f"{machine['processor']}, {machine['cores']} cores, {machine['memory_gib']} GiB;"
        f" PostgreSQL {machine['postgresql']}, Python {machine['python']};"
        f" load {machine['load'][0]} before, {machine['load_after'][0]} after; {machine['minutes']} minutes"
    )
