"""Workers to test with."""

import asyncio
import json
import signal
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

import pytest
from tests.jobs import errands as _errands  # noqa: F401  the tasks a worker knows
from tests.jobs.conftest import quiet_queue as quiet_queue

from souk.kernel.crypto import Vault
from souk.kernel.db.urls import DatabaseUrls
from souk.kernel.settings import Settings
from souk.kernel.work import Database
from souk.wiring.runtime import Runtime

ROOT = Path(__file__).parents[2]
PATIENCE_S = 240


@pytest.fixture
def runtime(database: Database, urls: DatabaseUrls) -> Runtime:
    return Runtime(Settings(_env_file=None), urls, database, Vault.of_this_process(), None)


async def eventually(holds: Callable[[], Awaitable[bool]]) -> None:
    """Wait until `holds()`; the limit is only there so that a failure ends."""
    async with asyncio.timeout(PATIENCE_S):
        while not await holds():  # noqa: ASYNC110 - it looks into a database, which calls nobody
            await asyncio.sleep(0.05)


@contextmanager
def worker_process(urls: DatabaseUrls) -> Iterator[subprocess.Popen[str]]:
    """A worker in a process of its own, stopped at the end however the block ended."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.worker.process"], cwd=ROOT, stdin=subprocess.PIPE, text=True
    )
    try:
        assert process.stdin is not None
        process.stdin.write(json.dumps(asdict(urls)) + "\n")
        process.stdin.close()
        yield process
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(PATIENCE_S)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
