"""Three locks of the operating system, which end with the process that holds them, however it ends.

`start.lock` is held by whoever starts or stops the server. `clients.lock` is shared by all who use it:
who can take it alone was the last one. `server.lock` is inherited by the server and all its processes:
it is free only when none of them is left, on this machine or in any container on it.
"""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

if sys.platform != "win32":
    import fcntl


@contextmanager
def alone(path: Path, when_waiting: Callable[[], None]) -> Iterator[int]:
    """Hold the lock alone, after whoever holds it now. Yields its descriptor, for a child to inherit."""
    descriptor = _open(path)
    try:
        if not _try_alone(descriptor):
            when_waiting()
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield descriptor
    finally:
        os.close(descriptor)


def join(path: Path) -> int:
    """A share in the lock, kept until `leave`."""
    descriptor = _open(path)
    fcntl.flock(descriptor, fcntl.LOCK_SH)
    return descriptor


def leave(descriptor: int) -> None:
    """Give the share back. Closing, not unlocking: a forked child keeps its own part in it."""
    os.close(descriptor)


def is_free(path: Path) -> bool:
    """Whether nobody holds the lock or shares in it."""
    descriptor = _open(path)
    try:
        return _try_alone(descriptor)
    finally:
        os.close(descriptor)


def _open(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


def _try_alone(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
