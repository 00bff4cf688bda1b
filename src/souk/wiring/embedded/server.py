"""Finding, starting and stopping the server of one cluster. All of it under the start lock.

Alive means that a connection was answered. A process number alone says nothing: it may be a stranger's
by now, and a server that is just coming up has one too.
"""

import signal
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import psycopg

from souk.kernel.log import get_logger
from souk.wiring.embedded import locks, processes
from souk.wiring.embedded.account import Account
from souk.wiring.embedded.binaries import Binaries
from souk.wiring.embedded.configuration import process_title, write_configuration
from souk.wiring.embedded.endpoint import Endpoint, choose_endpoint
from souk.wiring.embedded.errors import EmbeddedDatabaseUnavailable, advice
from souk.wiring.embedded.site import Site

START_LIMIT_S = 600  # recovery after a crash reads the log of up to max_wal_size
STOP_LIMIT_S = 60
ORPHANS_LIMIT_S = 2
_POLL_S = 0.02
_CONNECT_TIMEOUT_S = 5

log = get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Postmaster:
    pid: int
    endpoint: Endpoint


def read_postmaster(site: Site) -> Postmaster | None:
    """What the server wrote about itself when it started, be it still there or not."""
    try:
        lines = (site.data / "postmaster.pid").read_text().splitlines()
        pid, port, folder, address = int(lines[0]), int(lines[3]), lines[4].strip(), lines[5].strip()
    except (FileNotFoundError, IndexError, ValueError):  # none, or not written to its end
        return None
    return Postmaster(pid, Endpoint(folder or address, port))


def is_running(site: Site, postmaster: Postmaster | None) -> bool:
    return postmaster is not None and processes.runs_server_of(site.data, postmaster.pid)


def find_running(site: Site, password: str) -> Postmaster | None:
    """The server when it answers; one that is coming up or going down is waited for."""
    deadline = time.monotonic() + START_LIMIT_S
    while True:
        postmaster = read_postmaster(site)
        if postmaster is None:
            if not _is_coming_up(site):
                return None
        elif _may_be_ours(site, postmaster) and _answers(site, postmaster.endpoint, password):
            return postmaster
        elif not is_running(site, postmaster):
            return None
        if time.monotonic() > deadline:
            raise EmbeddedDatabaseUnavailable(
                f"The database in {site.data} has not answered for {START_LIMIT_S} s. Its log in {site.log} "
                "tells what it is doing."
            )
        time.sleep(_POLL_S)


def start(
    site: Site, account: Account, binaries: Binaries, password: str, overrides: Mapping[str, str]
) -> Postmaster:
    """Start the server, which must not be running, and wait until it answers."""
    clear_remains(site, account)
    endpoint = choose_endpoint(site, account)
    for note in (site.data / "postmaster.pid", *endpoint.notes()):
        _forget_stranger(note)
    write_configuration(site, account, endpoint, overrides)
    began, logged = time.monotonic(), _log_sizes(site)
    _launch(site, account, binaries)
    postmaster = _wait_until_up(site, password)
    if postmaster is None:
        said = site.start_log.read_text(errors="replace") + _logged_since(site, logged)
        raise EmbeddedDatabaseUnavailable(
            f"The database in {site.data} did not start. {advice(said)} (log: {site.log})"
        )
    log.info("database started", pid=postmaster.pid, seconds=round(time.monotonic() - began, 2))
    return postmaster


def stop(site: Site) -> None:
    """Stop the server, if it runs, and wait until its last process has ended."""
    postmaster = read_postmaster(site)
    if postmaster is None or not is_running(site, postmaster):
        return
    for how, limit_s in ((signal.SIGINT, STOP_LIMIT_S), (signal.SIGQUIT, STOP_LIMIT_S)):
        processes.send(postmaster.pid, how)
        if _wait_for(lambda: not is_running(site, postmaster) and locks.is_free(site.server_lock), limit_s):
            log.info("database stopped", pid=postmaster.pid)
            return
        log.warning("database does not stop", pid=postmaster.pid, signal=how.name, seconds=limit_s)
    raise EmbeddedDatabaseUnavailable(
        f"The database (process {postmaster.pid}) does not stop; see {site.log}."
    )


def clear_remains(site: Site, account: Account) -> None:
    """See that no process is left of a server that died.

    They end by themselves when they notice; one deep in a statement may not for long, and its work is
    lost anyway with the postmaster.
    """
    if not _wait_for(lambda: locks.is_free(site.server_lock), ORPHANS_LIMIT_S):
        for pid in processes.children_titled(process_title(site), account.uid):
            log.warning("ending a process of a database server that died", pid=pid)
            processes.send(pid, signal.SIGKILL)
        if not _wait_for(lambda: locks.is_free(site.server_lock), STOP_LIMIT_S):
            raise EmbeddedDatabaseUnavailable(
                f"A server runs on {site.data} that cannot be reached from here, perhaps in another "
                "container. Stop it there, or give both one server through DATABASE_URL."
            )


def _forget_stranger(note: Path) -> None:
    """Take away a dead server's note of its number when that is somebody else's by now, or unreadable:
    PostgreSQL would refuse to start. (It deals itself with a number nobody has.)
    """
    try:
        number = int(note.read_text().partition("\n")[0])
    except FileNotFoundError:
        return
    except ValueError:
        number = None
    if number is None or processes.exists(number):
        note.unlink()


def _launch(site: Site, account: Account, binaries: Binaries) -> None:
    """By way of pg_ctl, which detaches the server from our terminal and from us."""
    with (
        site.start_log.open("w") as output,
        locks.alone(site.server_lock, lambda: log.info("waiting for a start of the database to end")) as lock,
    ):
        account.run(
            [binaries.program("pg_ctl"), "start", "-D", site.data, "--silent", "--no-wait"],
            stdout=output,
            stderr=output,
            pass_fds=[lock],
        )


def _wait_until_up(site: Site, password: str) -> Postmaster | None:
    """The server once it answers; None when it has given up."""
    postmaster: Postmaster | None = None

    def settled() -> bool:
        nonlocal postmaster
        ended = not _is_coming_up(site)
        postmaster = read_postmaster(site)
        if postmaster is not None and _answers(site, postmaster.endpoint, password):
            return True
        postmaster = None
        return ended

    if not _wait_for(settled, START_LIMIT_S):
        raise EmbeddedDatabaseUnavailable(
            f"The database in {site.data} is still starting after {START_LIMIT_S} s. Its log in {site.log} "
            "tells what it is doing; start Souk again to go on waiting."
        )
    return postmaster


def _is_coming_up(site: Site) -> bool:
    return not locks.is_free(site.server_lock)


def _answers(site: Site, endpoint: Endpoint, password: str) -> bool:
    url = endpoint.url(password, "postgres")
    try:
        with psycopg.connect(url, connect_timeout=_CONNECT_TIMEOUT_S, autocommit=True) as connection:
            connection.execute("select 1")
    except psycopg.OperationalError as refusal:
        if "password authentication failed" in str(refusal):
            raise EmbeddedDatabaseUnavailable(
                f"The database does not know the password in {site.password}. Bring the right file back "
                "(it lies in every copy of the folder), or set that password with the server's own tools."
            ) from None
        return False
    return True


def _may_be_ours(site: Site, postmaster: Postmaster) -> bool:
    """A socket lies in a private folder; a port may be a stranger's, unless the server still runs."""
    return postmaster.endpoint.is_socket or is_running(site, postmaster) or _is_coming_up(site)


def _log_sizes(site: Site) -> dict[Path, int]:
    return {path: path.stat().st_size for path in site.log.glob("*.log")}


def _logged_since(site: Site, sizes_bytes: Mapping[Path, int]) -> str:
    """What the server has added to its log since `sizes_bytes` were taken."""
    return "".join(
        path.read_bytes()[sizes_bytes.get(path, 0) :].decode(errors="replace")
        for path in sorted(site.log.glob("*.log"))
    )


def _wait_for(condition: Callable[[], bool], limit_s: float) -> bool:
    deadline = time.monotonic() + limit_s
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(_POLL_S)
    return True
