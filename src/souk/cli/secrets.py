"""`souk secrets rotate`."""

from typing import Any

import typer

from souk.cli.context import JsonOption, opened, out, run, say
from souk.wiring.secrets import reseal_everything

app = typer.Typer(no_args_is_help=True, help="What is stored encrypted.")


@app.callback()
def _secrets() -> None:
    pass


@app.command()
def rotate(as_json: JsonOption = False) -> None:
    """Encrypt every stored secret with the newest key of SOUK_SECRET_KEY. Exit code 1 where no key fits."""

    async def work() -> dict[str, Any]:
        async with opened() as runtime:
            outcome = await reseal_everything(runtime.database, runtime.vault)
        return {"resealed": outcome.values, "unreadable": outcome.unreadable}

    done = run(work)

    def human() -> None:
        out.print(f"{done['resealed']:,} secrets are under the newest key now.", highlight=False)
        if done["unreadable"]:
            out.print(
                f"{done['unreadable']:,} could not be read with any key: add the one they were sealed with.",
                highlight=False,
            )

    say(done, as_json=as_json, human=human)
    if done["unreadable"]:
        raise typer.Exit(1)
