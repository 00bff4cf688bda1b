"""The embedded PostgreSQL as its users hold it."""

import sys
import threading
from collections.abc import Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Self

from souk.kernel.log import get_logger
from souk.wiring.embedded import locks, server
from souk.wiring.embedded.account import Account, server_account
from souk.wiring.embedded.binaries import Binaries, find_binaries
from souk.wiring.embedded.errors import EmbeddedDatabaseUnavailable, advice
from souk.wiring.embedded.initdb import made_by_major, make_cluster
from souk.wiring.embedded.site import Site, settle, site_in

WATCH_INTERVAL_S = 0.25
_LONGEST_PAUSE_S = 30.0

log = get_logger(__name__)


class EmbeddedCluster:
    """A running server shared by every process that has it open; the last one to close it stops it.

    A process that is killed no longer counts. A server that outlives its last user is taken over by the
    next one.
    """

    def __init__(
        self, site: Site, account: Account, binaries: Binaries, overrides: Mapping[str, str]
    ) -> None:
        """Use `open`."""
        self._site = site
        self._account = account
        self._binaries = binaries
        self._overrides = dict(overrides)
        self._share: int | None = None
        self._watcher: threading.Thread | None = None
        self._closing = threading.Event()

    @classmethod
    def open(
        cls,
        home: Path,
        *,
        postgres_bin: Path | None = None,
        settings: Mapping[str, str] | None = None,
    ) -> Self:
        """Start the server of `home` or join it; make the cluster first where there is none.

        `postgres_bin` is a folder of PostgreSQL's programs to use instead of those that are found;
        `settings` go over the usual ones of the server, if it is this call that starts it.
        Raises EmbeddedDatabaseUnavailable, which says what to do.
        """
        if sys.platform == "win32":
            raise EmbeddedDatabaseUnavailable(
                "The embedded database does not run on Windows yet. Set DATABASE_URL to a PostgreSQL server."
            )
        home = _made(home)
        try:
            data = site_in(home).data
            account = server_account(home, data)
            site = settle(home, account)
            binaries = find_binaries(account, chosen=postgres_bin, major=made_by_major(data))
            cluster = cls(site, account, binaries, settings or {})
            cluster._join()
        except PermissionError as refusal:
            raise EmbeddedDatabaseUnavailable(
                f"{refusal.filename} may not be used by this user. Run Souk as the user that made it, or set "
                "SOUK_HOME to a folder of your own."
            ) from refusal
        except OSError as refusal:
            remedy = advice(str(refusal), speaker="The system")
            raise EmbeddedDatabaseUnavailable(f"The database in {home} cannot be used. {remedy}") from refusal
        return cluster

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def home(self) -> Path:
        """The folder of the cluster, wherever it had to be put."""
        return self._site.folder

    @property
    def pid(self) -> int | None:
        """The postmaster's process; None while there is none."""
        postmaster = server.read_postmaster(self._site)
        return postmaster.pid if server.is_running(self._site, postmaster) and postmaster else None

    def program(self, name: str) -> Path:
        """One of PostgreSQL's programs in the server's own version, such as `pg_dump`."""
        return self._binaries.program(name)

    def admin_url(self, database: str = "postgres") -> str:
        """The superuser's URL of `database`: for administration only. Good until the cluster is closed."""
        if self._share is None:
            raise EmbeddedDatabaseUnavailable("The embedded database is closed.")
        return self._endpoint.url(self._password(), database, programs_major=self._binaries.major)

    def watch(self) -> None:
        """From now until `close`, start the server again whenever its process has died.

        Every process that uses the cluster may watch; whichever notices first does it.
        """
        if self._watcher is None:
            self._watcher = threading.Thread(target=self._keep_alive, name="souk-postgres-watch", daemon=True)
            self._watcher.start()

    def close(self) -> None:
        """Leave the cluster; stop the server if nobody else uses it. A second call does nothing."""
        self._closing.set()
        if self._watcher is not None:
            self._watcher.join()
        share, self._share = self._share, None
        if share is None:
            return
        with self._start_lock():
            locks.leave(share)
            if locks.is_free(self._site.clients_lock):
                server.stop(self._site)

    def _join(self) -> None:
        with self._start_lock():
            self._share = locks.join(self._site.clients_lock)
            try:
                if made_by_major(self._site.data) is None:
                    self._make()
                self._endpoint = self._running().endpoint
            except BaseException:
                locks.leave(self._share)
                self._share = None
                raise

    def _make(self) -> None:
        with locks.alone(
            self._site.server_lock, lambda: log.info("waiting for an earlier making of the database to end")
        ) as server_lock:
            make_cluster(self._site, self._account, self._binaries, server_lock)

    def _running(self) -> server.Postmaster:
        """Under the start lock: the server, started if it does not answer."""
        site, password = self._site, self._password()
        return server.find_running(site, password) or server.start(
            site, self._account, self._binaries, password, self._overrides
        )

    def _keep_alive(self) -> None:
        pause_s = WATCH_INTERVAL_S
        while not self._closing.wait(pause_s):
            if server.is_running(self._site, server.read_postmaster(self._site)):
                pause_s = WATCH_INTERVAL_S
                continue
            try:
                with self._start_lock():
                    self._endpoint = self._running().endpoint
            except Exception:
                pause_s = min(pause_s * 2, _LONGEST_PAUSE_S)
                log.exception("database could not be started again", next_try_s=pause_s)

    def _start_lock(self) -> AbstractContextManager[int]:
        return locks.alone(
            self._site.start_lock,
            lambda: log.info("waiting for another process that starts or stops the database"),
        )

    def _password(self) -> str:
        try:
            return self._site.password.read_text()
        except FileNotFoundError:
            raise EmbeddedDatabaseUnavailable(
                f"{self._site.password}, the database's own password, is missing. Bring it back: it lies in "
                "every copy of the folder."
            ) from None


def _made(home: Path) -> Path:
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as refusal:
        raise EmbeddedDatabaseUnavailable(
            f"{home} cannot be made: {refusal.strerror}. Set SOUK_HOME to a folder that you may write."
        ) from refusal
    return home.resolve()
