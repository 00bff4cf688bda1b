"""The tests' own guard holds: nothing of them reaches further than this machine."""

import asyncio
import socket

import httpx
import pytest
from tests.network import ReachedTooFar

ELSEWHERE = ("192.0.2.7", "2001:db8::7", "example.com")  # documentation's own: nobody is there


@pytest.mark.parametrize("host", ELSEWHERE)
def test_a_connection_to_another_machine_is_refused_with_the_test_named(host: str) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as mine, pytest.raises(ReachedTooFar, match=rf"test_network.*{host}"):
        mine.connect((host, 443))
    with socket.socket(family) as mine, pytest.raises(ReachedTooFar):
        mine.connect_ex((host, 443))
    with socket.socket(family, socket.SOCK_DGRAM) as mine, pytest.raises(ReachedTooFar):
        mine.sendto(b"?", (host, 53))


def test_http_is_refused_alike() -> None:
    with httpx.Client() as client, pytest.raises(ReachedTooFar):
        client.get("http://192.0.2.7/")


async def test_asyncio_is_refused_alike() -> None:
    with pytest.raises(ReachedTooFar):
        await asyncio.open_connection("192.0.2.7", 80)


def test_this_machine_is_reached() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        with socket.create_connection(listening.getsockname()):
            pass
        with socket.socket() as mine:
            assert mine.connect_ex(("localhost", listening.getsockname()[1])) == 0
