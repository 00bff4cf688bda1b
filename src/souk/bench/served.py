"""A web process and a worker over a scratch database, on loopback, and a client that keeps its pace."""

import asyncio
import os
import socket
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import httpx

from souk.bench.scratch import Scratch

START_S = 60.0
END_S = 15.0
CONNECTIONS = 64
_PAUSE_S = 0.1


@asynccontextmanager
async def served(made: Scratch) -> AsyncIterator[httpx.AsyncClient]:
    """`souk serve --no-worker` and `souk worker`; the client speaks for the tenant's owner."""
    with tempfile.TemporaryDirectory(prefix="souk-bench-") as folder:
        port = _free_port()
        environment = _environment(made, Path(folder), port)
        async with AsyncExitStack() as stack:
            for name, *command in (("web", "serve", "--no-worker"), ("worker", "worker")):
                await stack.enter_async_context(_process(command, environment, Path(folder) / f"{name}.log"))
            client = httpx.AsyncClient(
                base_url=f"http://127.0.0.1:{port}",
                headers={"Authorization": f"Bearer {made.token}"},
                timeout=60.0,
                limits=httpx.Limits(max_connections=CONNECTIONS, max_keepalive_connections=CONNECTIONS),
            )
            await stack.enter_async_context(client)
            await _answering(client, Path(folder) / "web.log")
            yield client


def _environment(made: Scratch, home: Path, port: int) -> dict[str, str]:
    """Nothing of the caller's own Souk."""
    inherited = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("SOUK_") and name not in {"DATABASE_URL", "DATABASE_REPLICA_URL"}
    }
    return {
        **inherited,
        "DATABASE_URL": made.urls.admin,
        "SOUK_DATABASE_ROLE_PREFIX": made.prefix,
        "SOUK_SECRET_KEY": made.key,
        "SOUK_HOME": str(home),
        "SOUK_HOST": "127.0.0.1",
        "SOUK_PORT": str(port),
        "SOUK_LOG_LEVEL": "WARNING",
        "SOUK_RATE_LIMIT_PER_MIN": "100000000",
    }


@asynccontextmanager
async def _process(command: list[str], environment: dict[str, str], log: Path) -> AsyncIterator[None]:
    with log.open("ab") as out:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "souk",
            *command,
            env=environment,
            stdout=out,
            stderr=out,
            stdin=asyncio.subprocess.DEVNULL,
        )
    try:
        yield
    finally:
        if process.returncode is None:
            process.terminate()
            try:
                await asyncio.wait_for(process.wait(), END_S)
            except TimeoutError:
                process.kill()
                await process.wait()


async def _answering(client: httpx.AsyncClient, log: Path) -> None:
    deadline = time.monotonic() + START_S
    while time.monotonic() < deadline:
        try:
            if (await client.get("/healthz")).is_success:
                return
        except httpx.TransportError:
            await asyncio.sleep(_PAUSE_S)
    said = await asyncio.to_thread(log.read_text)
    raise RuntimeError(f"the web process does not answer; it said: {said[-2000:]}")


async def offer(rate: float, count: int, ask: Callable[[int], Awaitable[None]]) -> list[float]:
    """Ask `count` times, `rate` times a second, whether or not the last answer has come.

    Returns the seconds from when each was due to its answer: waiting in a queue counts. That queue is here
    and not in the client's pool, which looks through everything that waits in it at every step: with a
    thousand it would be the pool that is measured, and connections would idle until the server drops them.
    """
    free = asyncio.Semaphore(CONNECTIONS)
    begun = time.perf_counter()
    waited = [0.0] * count

    async def one(number: int) -> None:
        due = begun + number / rate
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        async with free:
            await ask(number)
        waited[number] = time.perf_counter() - due

    async with asyncio.TaskGroup() as group:
        for number in range(count):
            group.create_task(one(number))
    return waited


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
