"""`souk chaos`."""

import tempfile
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from souk.chaos.run import Day, live_a_day
from souk.cli.context import JsonOption, err, out, run, say

app = typer.Typer()


@app.command()
def chaos(
    kills: Annotated[int, typer.Option(min=0, max=1000, help="How many processes to kill.")] = 200,
    orders: Annotated[int, typer.Option(min=1, max=20_000, help="Orders of the day.")] = 600,
    every: Annotated[float, typer.Option(min=0.05, max=60, help="Seconds between kills, on average.")] = 2.5,
    seed: Annotated[int, typer.Option(help="Another seed, another day.")] = 1,
    as_json: JsonOption = False,
) -> None:
    """Live a scripted day while web, worker and database are killed (-9) at random, and the same day in
    peace: both must come to the same, and everything must add up. Uses folders and ports of its own.
    """

    async def work() -> tuple[Day, Day]:
        with tempfile.TemporaryDirectory(prefix="souk-chaos-") as folder:
            home = Path(folder)
            _tell("A day in peace …")
            calm = await live_a_day(
                home / "calm", seed=seed, orders=orders, kills=0, every_s=every, say=_tell
            )
            _tell(f"The same day with {kills} kills …")
            wild = await live_a_day(
                home / "wild", seed=seed, orders=orders, kills=kills, every_s=every, say=_tell
            )
            return calm, wild

    calm, wild = run(work)
    same = calm.totals == wild.totals
    well = same and calm.holds and wild.holds

    say(
        {"same_totals": same, "in_peace": calm.as_json(), "with_kills": wild.as_json()},
        as_json=as_json,
        human=lambda: _print(calm, wild, well=well),
    )
    if not well:
        raise typer.Exit(1)


def _print(calm: Day, wild: Day, *, well: bool) -> None:
    table = Table("", "in peace", "with kills")
    table.add_row("seconds", f"{calm.seconds:.1f}", f"{wild.seconds:.1f}")
    for name in sorted(calm.requests.keys() | wild.requests.keys()):
        table.add_row(name, str(calm.requests.get(name, 0)), str(wild.requests.get(name, 0)))
    for name, count in sorted(wild.kills.items()):
        table.add_row(f"killed: {name}", "0", str(count))
    for name in sorted(calm.totals.keys() | wild.totals.keys()):
        mark = "" if calm.totals.get(name) == wild.totals.get(name) else "  ←"
        table.add_row(name, str(calm.totals.get(name)), f"{wild.totals.get(name)}{mark}")
    out.print(table)
    for day in (calm, wild):
        for line in day.complaints():
            out.print(line, style="red")
    out.print("The totals are the same and everything holds." if well else "[bold red]They differ.[/]")


def _tell(line: str) -> None:
    err.print(line, highlight=False)
