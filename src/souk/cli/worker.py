"""`souk worker`."""

import asyncio
from typing import Annotated

import typer

from souk.cli.context import run
from souk.kernel.heap import settle_heap
from souk.kernel.log import configure_logging
from souk.kernel.settings import Settings
from souk.wiring.runtime import open_runtime
from souk.worker.metrics import metrics_served
from souk.worker.run import run_worker, stopped_by_signals

app = typer.Typer()


@app.command()
def worker(
    queues: Annotated[str | None, typer.Option(help="Only these queues, comma separated.")] = None,
    concurrency: Annotated[int | None, typer.Option(min=1, max=64, help="Jobs at a time.")] = None,
) -> None:
    """Run jobs and hand on events until it is asked to end (Ctrl-C): then what runs is finished first."""

    async def work() -> None:
        settings = Settings()
        configure_logging(settings.log_level, as_json=settings.log_json)
        stop = asyncio.Event()
        with stopped_by_signals(stop), metrics_served(settings):
            async with open_runtime(settings, name="souk worker") as runtime:
                settle_heap()
                chosen = [name.strip() for name in queues.split(",")] if queues else None
                await run_worker(runtime, stop, queues=chosen, concurrency=concurrency)

    run(work)
