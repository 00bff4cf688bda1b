"""`souk migrate`."""

from typing import Annotated

import typer

from souk.cli.context import JsonOption, out, run, say
from souk.kernel.settings import Settings
from souk.wiring.migrate import migrate as upgrade
from souk.wiring.migrate import pending
from souk.wiring.runtime import found_database

app = typer.Typer()


@app.command()
def migrate(
    check: Annotated[bool, typer.Option("--check", help="Only say what is left to do.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Make the roles and the database where they are missing, and bring the schema up to date.

    The schema of a newer Souk is left as it is.
    """

    async def work() -> list[str]:
        with found_database(Settings()) as (urls, _):
            behind = pending(urls)
            if behind and not check:
                upgrade(urls)
            return behind

    behind = run(work)

    def human() -> None:
        done = "to apply" if check else "applied"
        out.print("Nothing to do." if not behind else f"{len(behind)} {done}: {', '.join(behind)}")

    say({"pending" if check else "applied": behind}, as_json=as_json, human=human)
    if check and behind:
        raise typer.Exit(1)
