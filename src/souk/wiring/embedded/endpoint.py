"""Where the server listens: a unix socket nobody else can reach, or a loopback port where there are none."""

import os
import socket
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from psycopg import pq

from souk.wiring.embedded.account import Account
from souk.wiring.embedded.site import Site

SUPERUSER = "postgres"
LOOPBACK = "127.0.0.1"
_SOCKET_PORT = 5432  # names the socket's file; the folder is ours alone
_LONGEST_SOCKET_PATH_BYTES = 100  # the kernel's limit is 108 on Linux, 104 on macOS
_KNOWS_REQUIRE_AUTH = 16  # libpq's major version


@dataclass(frozen=True, slots=True)
class Endpoint:
    """`host` is a socket's folder or a loopback address."""

    host: str
    port: int

    @property
    def is_socket(self) -> bool:
        return self.host.startswith("/")

    def url(self, password: str, database: str, *, programs_major: int = _KNOWS_REQUIRE_AUTH) -> str:
        """The superuser's URL, for psycopg, PostgreSQL's programs and (with its own prefix) SQLAlchemy."""
        who, where = f"{SUPERUSER}:{quote(password, safe='')}", quote(database, safe="")
        if self.is_socket:
            return f"postgresql://{who}@/{where}?host={quote(self.host, safe='')}&port={self.port}"
        # Whoever takes the port while our server is away must not be told the password.
        known = min(programs_major, pq.version() // 10000) >= _KNOWS_REQUIRE_AUTH
        careful = "?require_auth=scram-sha-256" if known else ""
        return f"postgresql://{who}@{self.host}:{self.port}/{where}{careful}"

    def notes(self) -> list[Path]:
        """Files beside the socket in which the server leaves its process number."""
        return [Path(self.host) / f".s.PGSQL.{self.port}.lock"] if self.is_socket else []

    def settings(self) -> dict[str, str]:
        """The server's settings that make it listen here and nowhere else."""
        if self.is_socket:
            return {
                "listen_addresses": "",
                "unix_socket_directories": '"' + self.host.replace('"', '""') + '"',
                "unix_socket_permissions": "0700",
                "port": str(self.port),
            }
        return {"listen_addresses": self.host, "unix_socket_directories": "", "port": str(self.port)}


def choose_endpoint(site: Site, account: Account) -> Endpoint:
    """The same for every start of one cluster, because URLs that were handed out must stay good."""
    for folder in _socket_folders(site, account):
        if _holds_sockets(folder, account):
            return Endpoint(str(folder), _SOCKET_PORT)
    return Endpoint(LOOPBACK, _free_port(site, account))


def _free_port(site: Site, account: Account) -> int:
    """That of the last start when it is still free, else another; remembered for the next."""
    try:
        port = int(site.port.read_text())
        _probe(port)
    except (OSError, ValueError):
        port = _probe(0)
        site.port.write_text(f"{port}\n")
        account.keep(site.port)
    return port


def _probe(port: int) -> int:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as the server does
        probe.bind((LOOPBACK, port))
        bound: int = probe.getsockname()[1]
        return bound


def _socket_folders(site: Site, account: Account) -> list[Path]:
    """Inside the site when that is short enough, else in a private folder of the server's user in /tmp."""
    if not hasattr(socket, "AF_UNIX"):
        return []
    return [site.socket, Path("/tmp") / f"souk-{account.uid}" / site.key]  # noqa: S108 - checked before use


def _holds_sockets(folder: Path, account: Account) -> bool:
    longest = os.fsencode(folder / f".s.PGSQL.{_SOCKET_PORT}.lock")
    if len(longest) >= _LONGEST_SOCKET_PATH_BYTES or b"," in longest:  # libpq splits hosts at commas
        return False
    try:
        for part in (folder.parent, folder):
            if not part.exists():
                part.mkdir(mode=0o700)
                account.give(part)
        if not _is_private(folder, account):
            return False
        with (
            tempfile.TemporaryDirectory(dir=folder) as place,
            socket.socket(socket.AF_UNIX) as probe,
        ):
            probe.bind(f"{place}/s")
    except OSError:
        return False
    return True


def _is_private(folder: Path, account: Account) -> bool:
    """Ours, not a link, closed to others; in the shared /tmp the folder above it likewise."""
    shared = folder.parent.parent.stat().st_mode & stat.S_IWOTH
    for part in (folder, folder.parent) if shared else (folder,):
        found = part.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != account.uid or found.st_mode & 0o077:
            return False
    return True
