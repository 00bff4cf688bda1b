"""Telling the cluster's processes from strangers, who may have been given the same number later."""

import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

_PROC = Path("/proc")


def runs_server_of(data: Path, pid: int) -> bool:
    """Whether `pid` is alive and is the postmaster of the cluster in `data`."""
    program, _, folder = _command(pid).partition(" -D ")
    return program.endswith("/postgres") and folder.strip() == str(data)


def children_titled(title: str, uid: int) -> list[int]:
    """Processes of user `uid` that PostgreSQL has marked with the cluster's name: all but the postmaster."""
    return [
        pid
        for pid, owner, command in _processes()
        if owner == uid and command.startswith(f"postgres: {title}: ")
    ]


def exists(pid: int) -> bool:
    """Whether any process has this number, ours or a stranger's."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def send(pid: int, what: signal.Signals) -> None:
    """Signal a process that may have ended meanwhile."""
    try:
        os.kill(pid, what)
    except ProcessLookupError:
        return


def _command(pid: int) -> str:
    """The command line; empty when the process is gone, or has ended and nobody took notice."""
    if _has_proc():
        try:
            return (_PROC / str(pid) / "cmdline").read_text(errors="replace").replace("\0", " ")
        except OSError:
            return ""
    return _ps("-p", str(pid), "-o", "args=")


def _processes() -> Iterator[tuple[int, int, str]]:
    if _has_proc():
        for entry in _PROC.iterdir():
            if entry.name.isdigit():
                try:
                    yield int(entry.name), entry.stat().st_uid, _command(int(entry.name))
                except OSError:
                    continue
        return
    for line in _ps("-axo", "pid=,uid=,args=").splitlines():
        pid, uid, command = line.split(maxsplit=2)
        yield int(pid), int(uid), command


def _has_proc() -> bool:
    return (_PROC / "self" / "cmdline").exists()


def _ps(*arguments: str) -> str:
    command = ["ps", "-ww", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout  # noqa: S603
