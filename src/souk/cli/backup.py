"""`souk backup`."""

from pathlib import Path
from typing import Annotated

import typer

from souk.cli.context import JsonOption, out, run, say
from souk.kernel.settings import Settings
from souk.wiring.backup import back_up
from souk.wiring.runtime import found_database

app = typer.Typer()


@app.command()
def backup(
    file: Annotated[Path, typer.Argument(help="Where to write it; pg_restore can read it.")],
    as_json: JsonOption = False,
) -> None:
    """Write the whole database into a file, while work goes on. Keep SOUK_SECRET_KEY beside it."""

    async def work() -> int:
        with found_database(Settings()) as (urls, cluster):
            programs = cluster.program("pg_dump").parent if cluster is not None else None
            return back_up(urls, file, programs=programs)

    size = run(work)
    say(
        {"file": str(file), "bytes": size},
        as_json=as_json,
        human=lambda: out.print(f"{file}: {size / 1e6:,.1f} MB."),
    )
