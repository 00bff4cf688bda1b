"""Backup and restore with PostgreSQL's own tools: one file that pg_restore anywhere can read."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import psycopg

from souk.kernel.db.urls import DatabaseUrls
from souk.kernel.errors import Unavailable
from souk.wiring.embedded.binaries import candidates
from souk.wiring.provisioning.addresses import build_url, parameters_of


class BackupFailed(Unavailable):
    code = "backup_failed"
    title = "The backup or restore did not succeed"


def back_up(urls: DatabaseUrls, file: Path, *, programs: Path | None = None) -> int:
    """Write everything in the database into `file`, while work goes on. Returns its size in bytes.

    The file appears under its name when it is whole. `programs` is the folder of pg_dump, for the embedded
    database that of its own. Secrets in it stay sealed by SOUK_SECRET_KEY, which is not in it.
    """
    if file.is_dir() or not file.parent.is_dir():
        raise BackupFailed(f"{file} cannot be written: name a file in a folder that exists.")
    address, environment = _address(urls.backup)
    program = (programs or _programs_for(urls.backup)) / "pg_dump"
    unfinished = file.with_name(f".{file.name}.unfinished")
    unfinished.touch(mode=0o600)
    try:
        done = subprocess.run(  # noqa: S603 - the program is PostgreSQL's
            [program, "--format=custom", f"--file={unfinished}", f"--dbname={address}"],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            raise BackupFailed(_explained(done.stderr))
        unfinished.replace(file)
    finally:
        unfinished.unlink(missing_ok=True)
    return file.stat().st_size


def restore(urls: DatabaseUrls, file: Path, *, programs: Path | None = None) -> None:
    """Put the content of `file` in the place of what is in the database: all of it, or nothing changes.

    Refused while any other process is connected to the database. The schema is then as old as the backup:
    migrate.
    """
    if not file.is_file():
        raise BackupFailed(f"There is no file {file}.")
    _refuse_company(urls)
    folder = programs or _programs_for(urls.owner)
    address, environment = _address(urls.owner)
    listen = [str(folder / "psql"), "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", f"--dbname={address}"]
    with tempfile.TemporaryFile() as complaints:
        with subprocess.Popen(  # noqa: S603 - the program is PostgreSQL's
            listen, env=environment, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=complaints
        ) as psql:
            read = _replay([str(folder / "pg_restore"), "--file=-", str(file)], psql)
        complaints.seek(0)
        refused = complaints.read().decode(errors="replace")
    if psql.returncode != 0 or read.returncode != 0:
        raise BackupFailed(f"Nothing was changed. {_explained(refused or read.stderr.decode())}")


def _replay(reading: list[str], psql: subprocess.Popen[bytes]) -> subprocess.CompletedProcess[bytes]:
    """Let psql run what `reading` prints, in one transaction that is committed only when it was read to its
    end: what psql has not been told to commit is undone when its input ends.
    """
    to_psql = psql.stdin
    assert to_psql is not None  # noqa: S101 - it was opened as a pipe
    try:
        to_psql.write(b"begin;\nset client_min_messages = error;\ndrop schema if exists souk cascade;\n")
        to_psql.flush()
        read = subprocess.run(reading, stdout=to_psql, stderr=subprocess.PIPE, check=False)  # noqa: S603
        if read.returncode == 0:
            to_psql.write(b"\ncommit;\n")
        to_psql.close()
    except BrokenPipeError:  # psql met an error and has said which
        return subprocess.CompletedProcess(reading, 1, b"", b"")
    return read


def _address(url: str) -> tuple[str, dict[str, str]]:
    """The address without its password, and the environment with it: a command line is read by everyone."""
    parameters = parameters_of(url)
    password = parameters.pop("password", "")
    return build_url(parameters), {**os.environ, "PGPASSWORD": password, "LC_ALL": "C"}


def _refuse_company(urls: DatabaseUrls) -> None:
    """The restore would wait for the others, and they would find their tables gone."""
    with _connected(urls.owner) as connection:
        others = connection.execute(
            "select usename, count(*) from pg_stat_activity"
            " where datname = current_database() and pid <> pg_backend_pid() and usename is not null"
            " group by usename order by usename"
        ).fetchall()
    if others:
        who = ", ".join(f"{count} as {name}" for name, count in others)
        raise BackupFailed(
            f"The database is in use (connections: {who}); nothing was changed. Stop every `souk serve` and "
            "`souk worker`, and whatever else is connected, and try again."
        )


def _connected(url: str) -> psycopg.Connection:
    try:
        return psycopg.connect(url)
    except psycopg.OperationalError as refusal:
        raise BackupFailed(f"The database does not answer: {str(refusal).strip()}") from None


def _programs_for(url: str) -> Path:
    """The newest on this machine, if they are not older than the server: an older pg_dump refuses."""
    with _connected(url) as connection:
        server_major = connection.info.server_version // 10000
    found: dict[int, Path] = {}
    on_path = shutil.which("pg_dump")
    for folder in [*candidates(), *([Path(on_path).resolve().parent] if on_path else [])]:
        if (major := _major(folder / "pg_dump")) is not None:
            found.setdefault(major, folder)
    if not found or max(found) < server_major:
        raise BackupFailed(
            f"The server is PostgreSQL {server_major}; install the client programs of that version or "
            f"a later one here: there is {f'pg_dump {max(found)}' if found else 'no pg_dump'}."
        )
    return found[max(found)]


def _major(program: Path) -> int | None:
    if not program.is_file():
        return None
    answer = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)  # noqa: S603
    number = answer.stdout.rpartition(") ")[2].split(".")[0].strip()
    return int(number) if number.isdigit() else None


def _explained(complaint: str) -> str:
    said = complaint.strip().splitlines()[0] if complaint.strip() else "nothing"
    if "row-level security" in complaint:
        return (
            "The backup role may not see all rows, so nothing was written. Let a superuser give it BYPASSRLS "
            f"(docs/operating/database.md). PostgreSQL said: {said}"
        )
    return f"PostgreSQL said: {said}"
