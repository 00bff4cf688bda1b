"""Homes with a cluster in them, and processes that use one."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from souk.wiring.embedded import EmbeddedCluster
from souk.wiring.embedded.locks import is_free

QUICK = {"fsync": "off", "shared_buffers": "16MB"}

_CLIENT = """
import sys
from pathlib import Path
from souk.kernel.log import configure_logging
from souk.wiring.embedded import EmbeddedCluster

configure_logging("INFO", as_json=False)
with EmbeddedCluster.open(Path(sys.argv[1]), settings={"fsync": "off", "shared_buffers": "16MB"}) as cluster:
    if "watch" in sys.argv:
        cluster.watch()
    print(cluster.pid, flush=True)
    sys.stdin.readline()
"""


class Client:
    """A process that has the cluster open until told otherwise."""

    def __init__(self, home: Path, *arguments: str) -> None:
        self.process = subprocess.Popen(  # noqa: S603
            [sys.executable, "-c", _CLIENT, str(home), *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def server_pid(self) -> int:
        """The postmaster it found or started; waits until it has."""
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line, self.process.communicate()[1]
        return int(line)

    def leave(self) -> None:
        _, complaints = self.process.communicate("\n", timeout=60)
        assert self.process.returncode == 0, complaints

    def kill(self) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.communicate()


@pytest.fixture
def until() -> Callable[[Callable[[], object]], None]:
    """Wait for a condition; fails when it does not come true in half a minute."""

    def wait(condition: Callable[[], object]) -> None:
        deadline = time.monotonic() + 30
        while not condition():
            assert time.monotonic() < deadline, "waited half a minute in vain"
            time.sleep(0.01)

    return wait


@pytest.fixture
def home() -> Iterator[Path]:
    """An empty home that the server's user can enter; pytest's own folders are closed to others."""
    folder = Path(tempfile.mkdtemp(prefix="souk-test-"))
    folder.chmod(0o755)
    yield folder
    lock = folder / "postgres" / "server.lock"
    if lock.exists() and not is_free(lock):
        EmbeddedCluster.open(folder, settings=QUICK).close()  # takes over and ends what a test left behind
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def cluster_once_made() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="souk-test-"))
    folder.chmod(0o755)
    EmbeddedCluster.open(folder, settings=QUICK).close()
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def made_home(home: Path, cluster_once_made: Path) -> Path:
    """A home whose cluster is made and not running."""
    copying = ["/bin/cp", "-a", str(cluster_once_made / "postgres"), str(home)]  # with its owners
    subprocess.run(copying, check=True)  # noqa: S603
    return home


@pytest.fixture
def open_cluster(made_home: Path) -> Iterator[Callable[[], EmbeddedCluster]]:
    """Opens the cluster in this process; closed after the test."""
    opened: list[EmbeddedCluster] = []

    def join() -> EmbeddedCluster:
        opened.append(EmbeddedCluster.open(made_home, settings=QUICK))
        return opened[-1]

    yield join
    for cluster in opened:
        cluster.close()


@pytest.fixture
def client(home: Path) -> Iterator[Callable[..., Client]]:
    clients: list[Client] = []

    def start(*arguments: str) -> Client:
        clients.append(Client(home, *arguments))
        return clients[-1]

    yield start
    for one in clients:
        one.kill()
