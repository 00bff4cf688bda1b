"""`souk serve`."""

import asyncio
import signal
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Annotated, Any

import typer
import uvicorn
from fastapi import FastAPI

from souk.cli.context import err, run
from souk.demo.living import live
from souk.demo.shop import open_shop
from souk.kernel.heap import settle_heap
from souk.kernel.log import configure_logging
from souk.kernel.settings import Settings
from souk.tenancy.public import awaits_setup, setup_code
from souk.web.app import create_app
from souk.web.metrics import metrics_app
from souk.web.stream import hub_of
from souk.wiring.runtime import Runtime, open_runtime
from souk.worker.run import working

app = typer.Typer()

SHUTDOWN_S = 10
KEEP_ALIVE_S = 75
"""Longer than proxies and clients keep an idle connection (mostly 60 s): who closes first while the other
sends breaks a request off, and the other end does not know whether it was served.
"""


@app.command()
def serve(
    demo: Annotated[bool, typer.Option("--demo", help="Make the demo shop if it is not there.")] = False,
    worker: Annotated[
        bool, typer.Option("--worker/--no-worker", help="Run jobs and events in this process too.")
    ] = True,
) -> None:
    """Start the console and the API, with a worker inside, until Ctrl-C."""

    async def work() -> None:
        settings = Settings()
        configure_logging(settings.log_level, as_json=settings.log_json)
        async with open_runtime(settings, name="souk web") as runtime:
            await _serve(runtime, demo=demo, with_worker=worker)

    run(work)


class Server(uvicorn.Server):
    """Says when it answers, and ends the live streams, which do not end by themselves, when it stops."""

    def __init__(self, app: FastAPI, **options: Any) -> None:
        super().__init__(uvicorn.Config(app, timeout_keep_alive=KEEP_ALIVE_S, **options))
        self.app = app
        self.answering = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.answering.set()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        await hub_of(self.app).close()
        await super().shutdown(sockets)

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """SIGTERM and SIGINT end it; a second SIGINT at once.

        They are not raised again in the end, as uvicorn does: SIGTERM would break off what is still to be
        closed, and leave the embedded database running.
        """
        before = {one: signal.signal(one, self.handle_exit) for one in (signal.SIGTERM, signal.SIGINT)}
        try:
            yield
        finally:
            for one, handler in before.items():
                signal.signal(one, handler)


class _Beside(uvicorn.Server):
    """A second server of the process: signals are for the first one."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@asynccontextmanager
async def _metrics_served(runtime: Runtime) -> AsyncIterator[None]:
    """Answer Prometheus on SOUK_METRICS_PORT, where one is set, for as long as the block runs."""
    settings = runtime.settings
    if settings.metrics_port is None:
        yield
        return
    server = _Beside(
        uvicorn.Config(
            metrics_app(runtime.database),
            host=settings.host,
            port=settings.metrics_port,
            log_config=None,
            access_log=False,
            server_header=False,
            lifespan="off",
        )
    )
    serving = asyncio.create_task(server.serve(), name="metrics")
    try:
        yield
    finally:
        server.should_exit = True
        await serving


async def _serve(runtime: Runtime, *, demo: bool, with_worker: bool) -> None:
    settings = runtime.settings

    @asynccontextmanager
    async def beside(_app: FastAPI) -> AsyncIterator[None]:
        if not with_worker:
            yield
            return
        async with working(runtime):
            yield

    server = Server(
        create_app(runtime, lifespan=beside),
        host=settings.host,
        port=settings.port,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=SHUTDOWN_S,
    )
    settle_heap()
    greeting = asyncio.create_task(_greet(runtime, server, demo=demo))
    try:
        async with _metrics_served(runtime):
            await server.serve()
    finally:
        greeting.cancel()


async def _greet(runtime: Runtime, server: Server, *, demo: bool) -> None:
    """Say where the console is once it answers, and what to do first."""
    await server.answering.wait()
    address = runtime.settings.public_url or f"http://{runtime.settings.host}:{runtime.settings.port}"
    err.print(f"\n  Souk answers on [bold]{address}[/]  (Ctrl-C ends it)\n", highlight=False)
    if not demo and await awaits_setup(runtime.database):
        code = setup_code(runtime.vault)
        err.print(f"  Nobody is here yet. Set it up there with this code: [bold]{code}[/]\n", highlight=False)
    if demo:
        shop = await open_shop(runtime.database, say=lambda line: err.print(f"  {line}", highlight=False))
        err.print(f"  Sign in as {shop.email} with {shop.password}\n", highlight=False)
        await live(runtime.database, shop)
