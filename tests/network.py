"""No test reaches further than this machine: an answer from elsewhere would make it true by luck."""

import os
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from ipaddress import ip_address
from typing import Any

_GUARDED = ("connect", "connect_ex", "sendto")


class ReachedTooFar(AssertionError):
    """A test wanted to connect to another machine."""


@contextmanager
def loopback_only() -> Iterator[None]:
    """For the length of the block Python's sockets connect to this machine alone.

    libpq has sockets of its own, so that SOUK_TEST_DATABASE_URL may name a server elsewhere; programs that a
    test starts are not watched either.
    """
    real: dict[str, Any] = {name: socket.socket.__dict__.get(name) for name in _GUARDED}
    for name in _GUARDED:
        setattr(socket.socket, name, _guarded(getattr(socket.socket, name)))
    try:
        yield
    finally:
        for name, method in real.items():
            if method is None:
                delattr(socket.socket, name)
            else:
                setattr(socket.socket, name, method)


def _guarded(method: Callable[..., Any]) -> Callable[..., Any]:
    def guarded(self: socket.socket, *given: Any) -> Any:
        if self.family in (socket.AF_INET, socket.AF_INET6):
            _refuse_strangers(self, given[-1])
        return method(self, *given)

    return guarded


def _refuse_strangers(mine: socket.socket, address: Any) -> None:
    host = str(address[0])
    if not _is_here(host):
        mine.close()  # who tried does not expect this refusal, and may leave it open
        test = os.environ.get("PYTEST_CURRENT_TEST", "a fixture")
        raise ReachedTooFar(
            f"{test} wanted to connect to {host}:{address[1]}; tests reach this machine alone:"
            " put a server on 127.0.0.1, or a transport that answers by itself, in its place"
        )


def _is_here(host: str) -> bool:
    try:
        return ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return host == "localhost"
