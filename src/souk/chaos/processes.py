"""Web and worker processes of a scratch Souk, kept alive as a service manager would, and their killer."""

import asyncio
import os
import shutil
import signal
import socket
import sys
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from souk.kernel.log import get_logger
from souk.wiring.embedded import EmbeddedCluster

logger = get_logger(__name__)

RESTART_S = 0.3


@dataclass
class Kept:
    """A command that is started again whenever it ends."""

    name: str
    command: list[str]
    environment: dict[str, str]
    log: Path
    process: asyncio.subprocess.Process | None = None
    starts: int = 0

    async def keep(self, stop: asyncio.Event) -> None:
        while not stop.is_set():
            with self.log.open("ab") as log:
                self.process = await asyncio.create_subprocess_exec(
                    *self.command,
                    env=self.environment,
                    stdout=log,
                    stderr=log,
                    stdin=asyncio.subprocess.DEVNULL,
                )
            self.starts += 1
            await self.process.wait()
            if not stop.is_set():
                await asyncio.sleep(RESTART_S)

    @property
    def lives(self) -> bool:
        return self.process is not None and self.process.returncode is None

    def kill(self) -> None:
        if self.process is not None:
            self.process.kill()

    async def end(self) -> None:
        if self.process is not None and self.process.returncode is None:
            self.process.terminate()
            try:
                await asyncio.wait_for(self.process.wait(), 15)
            except TimeoutError:
                self.process.kill()


@dataclass
class Souk:
    """A whole Souk in a folder of its own, on loopback."""

    home: Path
    port: int
    cluster: EmbeddedCluster
    kept: list[Kept]
    kills: Counter[str] = field(default_factory=Counter)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def kill_one(self, random: Random) -> str:
        """Kill -9 a process that this Souk has started and that lives. Returns which kind."""
        living = {one.name.split()[0]: one for one in random.sample(self.kept, len(self.kept)) if one.lives}
        database = self.cluster.pid
        choices = [name for name in ("web", "worker", "worker") if name in living]
        victim = random.choice([*choices, "database"] if database else choices or ["nothing"])
        if victim == "database" and database:
            os.kill(database, signal.SIGKILL)
        elif victim in living:
            living[victim].kill()
        self.kills[victim] += 1
        return victim


def environment_of(home: Path, port: int) -> dict[str, str]:
    """Nothing of the caller's own Souk: a folder, a port, loopback."""
    inherited = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("SOUK_") and name not in {"DATABASE_URL", "DATABASE_REPLICA_URL"}
    }
    return {
        **inherited,
        "SOUK_HOME": str(home),
        "SOUK_HOST": "127.0.0.1",
        "SOUK_PORT": str(port),
        "SOUK_LOG_JSON": "true",
        "SOUK_RATE_LIMIT_PER_MIN": "1000000",
    }


@asynccontextmanager
async def running_souk(home: Path, *, workers: int = 2) -> AsyncIterator[Souk]:
    """Start a Souk in `home`, and end everything that was started when the block ends.

    The database goes with it, wherever it lies.
    """
    port = _free_port()
    environment = environment_of(home, port)
    souk = [sys.executable, "-m", "souk"]
    stop = asyncio.Event()
    with _removed_afterwards(home / "postgres"), EmbeddedCluster.open(home) as cluster:
        cluster.watch()
        kept = [Kept("web", [*souk, "serve", "--no-worker"], environment, home / "web.log")]
        kept += [
            Kept(f"worker {n + 1}", [*souk, "worker"], environment, home / f"worker-{n + 1}.log")
            for n in range(workers)
        ]
        tasks = [asyncio.create_task(one.keep(stop), name=one.name) for one in kept]
        try:
            yield Souk(home, port, cluster, kept)
        finally:
            stop.set()
            for one in kept:
                await one.end()
            await asyncio.gather(*tasks, return_exceptions=True)


@contextmanager
def _removed_afterwards(data: Path) -> Iterator[None]:
    """The data of root's database lies elsewhere, where its own account can enter: there too."""
    try:
        yield
    finally:
        shutil.rmtree(data.resolve(), ignore_errors=True)
        data.unlink(missing_ok=True)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
