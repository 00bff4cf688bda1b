"""What kind a database's error is of, and what it says without the values it says it about: those may be
somebody's address.
"""

from collections.abc import Iterator
from typing import Any

from sqlalchemy.exc import DBAPIError, OperationalError

_RACES = {"40001", "40P01", "55P03"}

_HIDDEN = "[hidden]"
_DATA_EXCEPTION = "22"
"""The class of errors whose very first line quotes a value (`invalid input syntax for type …: "…"`)."""
_TELLING_CHARS = 3


def is_race(error: BaseException) -> bool:
    """Deadlocks, serialization failures, lock timeouts: trying again helps."""
    return isinstance(error, DBAPIError) and getattr(error.orig, "sqlstate", None) in _RACES


def is_lost_connection(error: BaseException) -> bool:
    """The database went away or is going; nothing that was asked of it is to blame."""
    if not isinstance(error, DBAPIError):
        return False
    state = getattr(error.orig, "sqlstate", None)
    without_answer = state is None and isinstance(error, OperationalError)
    return error.connection_invalidated or without_answer or (state or "").startswith(("08", "57P"))


def told_safely(error: BaseException) -> str:
    """A line for a log: the error's class, and what it says without values."""
    kind, said = kind_and_words(error)
    return f"{kind}: {said}" if said else kind


def kind_and_words(error: BaseException) -> tuple[str, str]:
    """The class of an error, the driver's rather than SQLAlchemy's, and its first line without values."""
    root: Any = getattr(error, "orig", None) or error
    if _from_the_server(root) is None:
        said = str(root).strip()
    elif _quotes_at_once(root):
        said = f"SQLSTATE {root.sqlstate}"
    else:
        said = root.diag.message_primary or str(root).strip()
    return type(root).__name__, said.partition("\n")[0]


def without_values(written: str, error: BaseException | None) -> str:
    """A traceback of `error` as it was written, but for what the server quotes in it.

    The server's first line says what happened, those after it (DETAIL, CONTEXT) about what.
    """
    for each in _with_all_behind(error, set()):
        root = _from_the_server(each)
        if root is None:
            continue
        said = str(root).splitlines()
        for line in said if _quotes_at_once(root) else said[1:]:
            if len(line.strip()) >= _TELLING_CHARS:  # not the mark below an excerpt
                written = written.replace(line, _HIDDEN)
    return written


def _from_the_server(error: BaseException) -> Any:
    """The driver's error, also below SQLAlchemy's, where it is the server that speaks; else None."""
    root = getattr(error, "orig", None) or error
    return root if getattr(root, "sqlstate", None) is not None and hasattr(root, "diag") else None


def _quotes_at_once(root: Any) -> bool:
    return bool(root.sqlstate.startswith(_DATA_EXCEPTION))


def _with_all_behind(error: BaseException | None, seen: set[int]) -> Iterator[BaseException]:
    """The error, what it was raised from or while handling, and what a group holds."""
    if error is None or id(error) in seen:
        return
    seen.add(id(error))
    yield error
    members = error.exceptions if isinstance(error, BaseExceptionGroup) else ()
    for behind in (error.__cause__, error.__context__, *members):
        yield from _with_all_behind(behind, seen)
