"""`souk openapi`."""

import json
from pathlib import Path
from typing import Annotated

import typer

from souk.kernel.settings import Settings
from souk.web.app import create_app
from souk.wiring.runtime import unconnected

app = typer.Typer()


@app.command()
def openapi(
    file: Annotated[Path | None, typer.Argument(help="Standard output by default.")] = None,
) -> None:
    """Print the API's description (OpenAPI 3.1). No database is needed."""
    described = create_app(unconnected(Settings())).openapi()
    text = json.dumps(described, indent=1, ensure_ascii=False) + "\n"
    if file is None:
        typer.echo(text, nl=False)
    else:
        file.write_text(text)
