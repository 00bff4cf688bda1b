"""A whole `souk serve` as a service manager starts and ends it."""

import asyncio
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx

START_S = 90.0
END_S = 60.0


def free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        port: int = asked.getsockname()[1]
        return port


@asynccontextmanager
async def serving(home: Path, **settings: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """`souk serve` with an embedded database of its own."""
    foreign = {"DATABASE_URL", "DATABASE_REPLICA_URL"}
    inherited = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("SOUK_") and name not in foreign
    }
    environment = {**inherited, "SOUK_HOME": str(home), "SOUK_LOG_JSON": "true", **settings}
    with (home / "log").open("ab") as log:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "souk", "serve", env=environment, stdout=log, stderr=log
        )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def answer(address: str, process: asyncio.subprocess.Process, home: Path) -> httpx.Response:
    """Its first answer."""
    async with asyncio.timeout(START_S), httpx.AsyncClient() as client:
        while True:
            assert process.returncode is None, (home / "log").read_text()
            try:
                return await client.get(address)
            except httpx.TransportError:
                await asyncio.sleep(0.2)


async def test_it_shows_its_figures_on_a_port_of_their_own_and_leaves_nothing_behind(home: Path) -> None:
    port, figures_port = free_port(), free_port()
    async with serving(home, SOUK_PORT=str(port), SOUK_METRICS_PORT=str(figures_port)) as process:
        ready = await answer(f"http://127.0.0.1:{port}/readyz", process, home)
        figures = await answer(f"http://127.0.0.1:{figures_port}/metrics", process, home)
        database = (home / "postgres" / "data" / "postmaster.pid").resolve()
        assert database.exists()
        process.send_signal(signal.SIGTERM)
        ended = await asyncio.wait_for(process.wait(), END_S)

    assert ready.json()["database"] == "ok"
    assert "souk_http_requests_total" in figures.text
    assert "souk_database_connections" in figures.text, "those read from the database too"
    assert "souk_jobs_running" in figures.text, "and those of the worker inside"
    assert ended == 0, (home / "log").read_text()
    assert not database.exists(), "the last process to leave stops the database"
