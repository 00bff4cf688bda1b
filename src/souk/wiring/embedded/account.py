"""The user of the operating system that the server runs as.

PostgreSQL refuses to run as root. A process of root therefore starts it as another user that exists
already; every other process starts it as itself.
"""

import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from souk.wiring.embedded.errors import EmbeddedDatabaseUnavailable

if sys.platform != "win32":
    import pwd

_PREFERRED = ("souk", "postgres", "nobody")
_PASSED_ON = ("PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "TMPDIR")


@dataclass(frozen=True, slots=True)
class Account:
    """`uid` and `gid` run the server and own its data; the keeper's own the password and the locks.

    `dropped` says that this process is root and the server is not.
    """

    name: str
    uid: int
    gid: int
    keeper_uid: int
    keeper_gid: int
    dropped: bool

    def give(self, path: Path) -> None:
        """Hand `path` to the user of the server."""
        if self.dropped:
            os.chown(path, self.uid, self.gid, follow_symlinks=False)

    def keep(self, path: Path) -> None:
        """Hand `path` to whoever keeps the cluster."""
        if self.dropped:
            os.chown(path, self.keeper_uid, self.keeper_gid, follow_symlinks=False)

    def run(self, command: Sequence[str | Path], **options: Any) -> subprocess.CompletedProcess[str]:
        """Run a program of PostgreSQL as this user, with nothing of our environment that could be secret
        or could redirect it (`PG…`), and in a folder everyone may enter.
        """
        environment = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
        identity: dict[str, Any] = {}
        if self.dropped:
            identity = {"user": self.uid, "group": self.gid, "extra_groups": []}
        return subprocess.run(  # noqa: S603 - the programs are ours to choose
            [str(part) for part in command],
            env={**environment, "LC_ALL": "C"},
            cwd="/",
            umask=0o077,
            stdin=subprocess.DEVNULL,
            text=True,
            check=False,
            **identity,
            **options,
        )

    def can_enter(self, folder: Path) -> bool:
        """Whether the server's user can reach `folder`: tried, since modes do not tell of access lists."""
        if not self.dropped:
            return os.access(folder, os.X_OK)
        return self.run(["/bin/sh", "-c", 'cd -- "$1"', "sh", folder], capture_output=True).returncode == 0


def server_account(home: Path, data: Path) -> Account:
    """Whoever owns the data already; else this user; for root the owner of `home`, or the first existing
    of the users souk, postgres and nobody.
    """
    me, my_group = os.geteuid(), os.getegid()
    owner = data.stat().st_uid if data.exists() else None
    if me != 0:
        if owner not in (None, me):
            raise EmbeddedDatabaseUnavailable(
                f"The database in {data} belongs to the user {_name(owner)}. Run Souk as that user or as "
                "root, or set SOUK_HOME to a folder of your own."
            )
        return Account(_name(me), me, my_group, me, my_group, dropped=False)
    if owner == 0:
        raise EmbeddedDatabaseUnavailable(
            f"The database in {data} belongs to root, as whom PostgreSQL refuses to run. "
            "Give the folder to the user it was made by."
        )
    if owner is not None:
        return _dropped_to(_entry(owner), home)
    of_home = home.stat().st_uid
    if of_home != 0 and (entry := _entry(of_home)) is not None:
        return _dropped_to(entry, home)
    for name in _PREFERRED:
        try:
            return _dropped_to(pwd.getpwnam(name), home)
        except KeyError:
            continue
    raise EmbeddedDatabaseUnavailable(
        "PostgreSQL does not run as root, and none of the users souk, postgres and nobody exists. "
        "Run Souk as an ordinary user, or set DATABASE_URL."
    )


def _dropped_to(entry: "pwd.struct_passwd | None", home: Path) -> Account:
    if entry is None:
        raise EmbeddedDatabaseUnavailable(
            "The database's files belong to a user that this machine does not know. "
            "Give them to one it knows, or add the user."
        )
    keeper = home.stat()
    keeps = keeper.st_uid == entry.pw_uid
    return Account(
        entry.pw_name,
        entry.pw_uid,
        entry.pw_gid,
        keeper.st_uid if keeps else 0,
        keeper.st_gid if keeps else 0,
        dropped=True,
    )


def _entry(uid: int) -> "pwd.struct_passwd | None":
    try:
        return pwd.getpwuid(uid)
    except KeyError:
        return None


def _name(uid: int | None) -> str:
    entry = None if uid is None else _entry(uid)
    return str(uid) if entry is None else entry.pw_name
