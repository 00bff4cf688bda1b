"""`souk demo`."""

from datetime import datetime
from typing import Annotated

import typer

from souk.cli.context import JsonOption, err, opened, out, run, say
from souk.demo.living import PAUSE_S, live
from souk.demo.shop import Shop, open_shop

app = typer.Typer()


@app.command()
def demo(
    scale: Annotated[float, typer.Option(min=0.01, max=100, help="1 is some 13,000 orders a year.")] = 1.0,
    seed: Annotated[int, typer.Option(help="Another seed makes another shop.")] = 7,
    today: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The day the year ends on.")
    ] = None,
    orders: Annotated[
        int, typer.Option("--live", min=0, help="Place so many new orders afterwards, one after the other.")
    ] = 0,
    pause: Annotated[
        float, typer.Option(min=0, max=3600, help="Seconds between them, on average.")
    ] = PAUSE_S,
    as_json: JsonOption = False,
) -> None:
    """Make the demo shop, the same for the same seed and day; where it is there, leave it as it is."""

    async def work() -> tuple[Shop, int]:
        async with opened(name="souk demo") as runtime:
            shop = await open_shop(
                runtime.database,
                scale=scale,
                seed=seed,
                today=today.date() if today else None,
                say=lambda line: err.print(line, highlight=False),
            )
            placed = await live(runtime.database, shop, pause_s=pause, orders=orders) if orders else 0
            return shop, placed

    shop, placed = run(work)
    say(
        {"tenant_id": shop.tenant_id, "email": shop.email, "password": shop.password, "placed": placed},
        as_json=as_json,
        human=lambda: out.print(f"Sign in as {shop.email} with {shop.password}", highlight=False),
    )
