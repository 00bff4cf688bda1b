"""Where the cluster lives, and what lies where in it.

Usually that is `postgres` in Souk's home. Where the server's user cannot get there (root's own home is
closed to it) only the cluster moves, to a folder under /var/lib/souk, and `postgres` becomes a link to
it: no folder above is opened to anyone.
"""

import hashlib
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from souk.kernel.log import get_logger
from souk.wiring.embedded.account import Account
from souk.wiring.embedded.errors import EmbeddedDatabaseUnavailable

OPEN_TO_ALL_USERS = Path("/var/lib/souk")
_ENTERED_BY_ALL = 0o711
_PRIVATE = 0o700

log = get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Site:
    """The folder of one cluster. `data`, `log` and `socket` are the server's, the rest its keeper's."""

    folder: Path

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def log(self) -> Path:
        return self.folder / "log"

    @property
    def start_log(self) -> Path:
        return self.folder / "start.log"

    @property
    def socket(self) -> Path:
        return self.folder / "socket"

    @property
    def port(self) -> Path:
        return self.folder / "port"

    @property
    def password(self) -> Path:
        return self.folder / "password"

    @property
    def start_lock(self) -> Path:
        return self.folder / "start.lock"

    @property
    def clients_lock(self) -> Path:
        return self.folder / "clients.lock"

    @property
    def server_lock(self) -> Path:
        return self.folder / "server.lock"

    @property
    def key(self) -> str:
        """Short, and different for every cluster of the machine."""
        return hashlib.sha256(str(self.folder).encode()).hexdigest()[:12]


def site_in(home: Path) -> Site:
    """The site of `home`, whether it exists yet or not."""
    place = home / "postgres"
    if place.is_symlink() and not place.exists():
        raise EmbeddedDatabaseUnavailable(
            f"{place} leads to {place.readlink()}, which is gone. Bring that folder back, or remove the link "
            "to begin with an empty database."
        )
    return Site(place.resolve())


def settle(home: Path, account: Account) -> Site:
    """Make the site of `home` if there is none, and see that the server's user can get there."""
    place = home / "postgres"
    with _complaining_about(home):
        if not place.exists():
            if account.can_enter(home):
                _make_folder(place, account)
            else:
                _settle_elsewhere(place, account)
        site = site_in(home)
        for path in (site.start_lock, site.clients_lock, site.server_lock, site.start_log):
            path.touch(mode=0o600)
            account.keep(path)
    if not account.can_enter(site.folder):
        raise EmbeddedDatabaseUnavailable(
            f"The database's user {account.name} cannot get to {site.folder}. Let it pass through the "
            "folders above (chmod o+x), or move the folder where it can and leave a link in its place."
        )
    return site


def _make_folder(folder: Path, account: Account) -> None:
    folder.mkdir(exist_ok=True, mode=_PRIVATE)
    account.keep(folder)
    if account.dropped and account.keeper_uid != account.uid:
        folder.chmod(_ENTERED_BY_ALL)


def _settle_elsewhere(place: Path, account: Account) -> None:
    OPEN_TO_ALL_USERS.mkdir(parents=True, exist_ok=True)
    OPEN_TO_ALL_USERS.chmod(_ENTERED_BY_ALL)
    of_this_home = hashlib.sha256(str(place.absolute()).encode()).hexdigest()[:12]
    abandoned = sorted(OPEN_TO_ALL_USERS.glob(f"{of_this_home}-*"))
    folder = OPEN_TO_ALL_USERS / f"{of_this_home}-{secrets.token_hex(4)}"
    _make_folder(folder, account)
    try:
        place.symlink_to(folder)
    except FileExistsError:  # another process was quicker; its folder is the one
        shutil.rmtree(folder)
        return
    log.warning(
        "database placed outside SOUK_HOME",
        folder=str(folder),
        link=str(place),
        reason=f"the user {account.name}, as whom the server runs, cannot enter {place.parent}",
    )
    for earlier in abandoned:
        log.warning("an earlier database of this SOUK_HOME is still there", folder=str(earlier))


@contextmanager
def _complaining_about(home: Path) -> Iterator[None]:
    try:
        yield
    except OSError as refusal:
        raise EmbeddedDatabaseUnavailable(
            f"The database cannot be kept in {home}: {refusal.strerror} ({refusal.filename}). "
            "Correct the folder's owner and mode, or set SOUK_HOME to another."
        ) from refusal
