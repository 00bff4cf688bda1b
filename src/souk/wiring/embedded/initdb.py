"""Making a cluster: in a folder beside its place, which gets its name when it is whole."""

import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from souk.kernel.log import get_logger
from souk.wiring.embedded.account import Account
from souk.wiring.embedded.binaries import Binaries
from souk.wiring.embedded.configuration import INCLUDES
from souk.wiring.embedded.endpoint import SUPERUSER
from souk.wiring.embedded.errors import EmbeddedDatabaseUnavailable, advice
from souk.wiring.embedded.site import Site

_UNFINISHED = "data.new-"
_BUILTIN_LOCALE_SINCE = 17

log = get_logger(__name__)


def made_by_major(data: Path) -> int | None:
    """The major version that made the cluster in `data`; None when there is none yet."""
    try:
        return int((data / "PG_VERSION").read_text())
    except FileNotFoundError:
        return None


def make_cluster(site: Site, account: Account, binaries: Binaries, server_lock: int) -> None:
    """Make the cluster of `site`. To be called under the start lock, where there is none.

    The running `initdb` inherits `server_lock`, so that one whose caller was killed is waited for.
    """
    if site.data.exists() and any(site.data.iterdir()):
        raise EmbeddedDatabaseUnavailable(
            f"{site.data} has files in it but is no database cluster (PG_VERSION is missing). Restore it "
            "from a copy, or move it away to begin with an empty database."
        )
    _discard_unfinished(site)
    _make_password(site, account)
    site.log.mkdir(mode=0o700, exist_ok=True)
    account.give(site.log)
    unfinished = site.folder / f"{_UNFINISHED}{secrets.token_hex(4)}"
    unfinished.mkdir(mode=0o700)
    account.give(unfinished)
    log.info("making the database", folder=str(site.folder), postgres=binaries.version, user=account.name)
    try:
        _initdb(site, unfinished, account, binaries, server_lock)
        with (unfinished / "postgresql.conf").open("a") as configuration:
            configuration.write(INCLUDES)
        unfinished.rename(site.data)
        _sync(site.folder)
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise


def _initdb(site: Site, folder: Path, account: Account, binaries: Binaries, server_lock: int) -> None:
    attempts = _locales(binaries)
    with _password_file(site, account) as password_file:
        for locale in attempts:
            result = account.run(
                [
                    binaries.program("initdb"),
                    *("--pgdata", folder),
                    *("--username", SUPERUSER),
                    *("--auth", "scram-sha-256"),
                    *("--pwfile", password_file),
                    *("--encoding", "UTF8"),
                    "--data-checksums",
                    "--no-instructions",
                    *locale,
                ],
                capture_output=True,
                pass_fds=[server_lock],
            )
            if result.returncode == 0:
                return
            if "locale" not in result.stderr or locale == attempts[-1]:
                break
    raise EmbeddedDatabaseUnavailable(
        f"The database could not be made in {site.folder}. {advice(result.stderr)}"
    )


def _locales(binaries: Binaries) -> list[list[str]]:
    """Code point order and Unicode's letters, the same on every machine; ICU's where libc has no such."""
    if binaries.major >= _BUILTIN_LOCALE_SINCE:
        return [["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]]
    return [["--locale=C.UTF-8"], ["--locale=C", "--locale-provider=icu", "--icu-locale=und"]]


def _make_password(site: Site, account: Account) -> None:
    """The superuser's password, in its place before any cluster that asks for it."""
    if site.password.exists():
        return
    descriptor, unfinished = tempfile.mkstemp(dir=site.folder, prefix=".password-")
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(32))
        file.flush()
        os.fsync(file.fileno())
    account.keep(Path(unfinished))
    Path(unfinished).replace(site.password)
    _sync(site.folder)


@contextmanager
def _password_file(site: Site, account: Account) -> Iterator[Path]:
    """The password where the server's user can read it, for the time of `initdb`."""
    with tempfile.TemporaryDirectory(dir=site.folder, prefix=_UNFINISHED) as folder:
        path = Path(folder) / "password"
        path.touch(mode=0o600)
        path.write_text(site.password.read_text())
        account.give(path)
        account.give(Path(folder))
        yield path


def _discard_unfinished(site: Site) -> None:
    for leftover in site.folder.glob(f"{_UNFINISHED}*"):
        log.info("discarding a half-made database", folder=str(leftover))
        shutil.rmtree(leftover)


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
