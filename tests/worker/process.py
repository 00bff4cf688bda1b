"""A worker in a process of its own: `python -m tests.worker.process`, the addresses on standard input."""

import asyncio
import json
import sys

from tests.jobs import errands as _errands  # noqa: F401  the tasks it knows

from souk.events.log import EventLog
from souk.kernel.crypto import Vault
from souk.kernel.db.urls import DatabaseUrls
from souk.kernel.log import configure_logging
from souk.kernel.settings import Settings
from souk.kernel.work import Database
from souk.wiring.runtime import Runtime
from souk.worker.run import run_worker, stopped_by_signals


async def main() -> None:
    configure_logging("INFO", as_json=True)
    vault = Vault(["YSBrZXkgdGhhdCBpcyBvbmx5IGZvciB0aGUgdGVzdHM="])
    vault.serve_this_process()
    urls = DatabaseUrls(**json.loads(sys.stdin.readline()))
    database = Database(urls, sink=EventLog({}), pool_size=4, name="souk test worker")
    runtime = Runtime(Settings(_env_file=None), urls, database, vault, None)
    stop = asyncio.Event()
    with stopped_by_signals(stop):
        await run_worker(runtime, stop, concurrency=2)
    await database.close()


asyncio.run(main())
