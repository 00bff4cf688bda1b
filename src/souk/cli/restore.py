"""`souk restore`."""

from pathlib import Path
from typing import Annotated

import typer

from souk.cli.context import JsonOption, out, run, say
from souk.kernel.settings import Settings
from souk.wiring.backup import restore as bring_back
from souk.wiring.migrate import migrate
from souk.wiring.runtime import found_database

app = typer.Typer()


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(help="What `souk backup` wrote.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Put a backup in the place of everything in the database, and bring its schema up to date."""
    if not yes:
        typer.confirm("Everything in the database now will be gone. Restore?", abort=True)

    async def work() -> None:
        with found_database(Settings()) as (urls, cluster):
            programs = cluster.program("pg_dump").parent if cluster is not None else None
            bring_back(urls, file, programs=programs)
            migrate(urls)

    run(work)
    say({"restored": str(file)}, as_json=as_json, human=lambda: out.print(f"{file} is restored."))
