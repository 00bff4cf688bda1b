"""Nothing is sent into the house's own network because somebody typed an address."""

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from ipaddress import ip_address

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from souk.kernel import outbound
from souk.kernel.outbound import (
    AddressRefused,
    GuardedTransport,
    Unreachable,
    check_url,
    guarded_client,
    is_public,
    post,
)

Respond = Callable[[bytes, asyncio.StreamWriter], Awaitable[None]]


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.9.9.9",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",  # where clouds keep credentials
        "100.64.0.1",
        "0.0.0.0",  # noqa: S104
        "224.0.0.1",
        "255.255.255.255",
        "192.0.2.1",
        "198.18.0.1",
        "::",
        "::1",
        "::7f00:1",
        "::ffff:127.0.0.1",
        "::ffff:169.254.169.254",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "2001::1",
        "fe80::1",
        "fec0::1",
        "fd00::1",
        "ff02::1",
        "2001:db8::1",
    ],
)
def test_private_addresses(address: str) -> None:
    assert not is_public(ip_address(address))


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_public_addresses(address: str) -> None:
    assert is_public(ip_address(address))


@settings(deadline=None)
@given(st.ip_addresses(network="127.0.0.0/8") | st.ip_addresses(network="10.0.0.0/8"))
def test_no_disguise_makes_a_private_address_public(address: object) -> None:
    number = int(address)  # type: ignore[call-overload]
    for disguise in (f"::ffff:{address}", str(ip_address((0x64FF9B << 96) + number)), f"{address}"):
        assert not is_public(ip_address(disguise))


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("http://example.com/hook", "begin with https"),
        ("ftp://example.com", "begin with https"),
        ("example.com/hook", "begin with https"),
        ("https:///hook", "no host"),
        ("https://ana:secret@example.com", "no user name"),
        ("https://example.com/#there", "fragment"),
        ("https://example.com:0/", "from 1 to 65535"),
        ("https://example.com:99999/", "from 1 to 65535"),
        ("https://localhost/hook", "private network"),
        ("https://LOCALHOST./hook", "private network"),
        ("https://printer.local/", "private network"),
        ("https://10.0.0.7/hook", "private network"),
        ("https://[::1]/hook", "private network"),
        ("https://exa mple.com/", "name of a host"),
        ("https://" + "a" * 3000, "at most"),
    ],
)
def test_urls_that_cannot_be_called(url: str, why: str) -> None:
    with pytest.raises(AddressRefused, match=why):
        check_url(url, allow_private=False)


def test_a_plain_url_is_taken() -> None:
    assert str(check_url("https://hooks.example.com:8443/souk?shop=1", allow_private=False)).endswith(
        "shop=1"
    )
    assert check_url("http://127.0.0.1:9000/", allow_private=True).port == 9000


async def ok(_request: bytes, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok")


@asynccontextmanager
async def listening(respond: Respond) -> AsyncIterator[tuple[int, list[bytes]]]:
    """A bare server on loopback, its port, and the heads of the requests it got."""
    heads: list[bytes] = []
    served: list[asyncio.Task[None] | None] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        served.append(asyncio.current_task())
        try:
            heads.append(await reader.readuntil(b"\r\n\r\n"))
            await respond(heads[-1], writer)
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()
            with suppress(ConnectionError):
                await writer.wait_closed()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1], heads
        server.close()
        await asyncio.gather(*(task for task in served if task is not None))


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    async with guarded_client(allow_private=True, user_agent="Souk/test") as client:
        yield client


async def test_a_call_and_its_answer(client: httpx.AsyncClient) -> None:
    async with listening(ok) as (port, heads):
        answer = await post(client, f"http://127.0.0.1:{port}/hook?a=1", b"{}", {"X-Shop": "olea"})
    assert (answer.status_code, answer.body) == (200, b"ok")
    assert heads[0].startswith(b"POST /hook?a=1 HTTP/1.1\r\n")
    assert f"host: 127.0.0.1:{port}".encode() in heads[0].lower()
    assert b"x-shop: olea" in heads[0].lower()


async def test_a_name_of_a_private_address_is_refused_before_anything_is_sent() -> None:
    async def to_loopback(_host: str, _port: int) -> list[str]:
        return ["127.0.0.1"]

    async with listening(ok) as (port, heads):
        transport = GuardedTransport(allow_private=False, resolve=to_loopback)
        async with httpx.AsyncClient(transport=transport) as client:
            with pytest.raises(AddressRefused, match=r"stands for 127\.0\.0\.1"):
                await post(client, f"https://hooks.example.com:{port}/", b"{}", {})
    assert heads == []


async def test_one_private_address_among_public_ones_is_enough_to_refuse() -> None:
    async def mixed(_host: str, _port: int) -> list[str]:
        return ["93.184.216.34", "10.0.0.1"]

    async with httpx.AsyncClient(transport=GuardedTransport(allow_private=False, resolve=mixed)) as client:
        with pytest.raises(AddressRefused, match=r"10\.0\.0\.1"):
            await post(client, "https://hooks.example.com/", b"{}", {})


async def test_the_address_judged_is_the_address_called() -> None:
    """DNS rebinding: a name that changes its answer between judging and calling leads nowhere else."""
    asked: list[str] = []

    async def changing(host: str, _port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["203.0.113.9"]

    async with listening(ok) as (port, heads):
        transport = GuardedTransport(allow_private=True, resolve=changing)
        async with httpx.AsyncClient(transport=transport) as client:
            answer = await post(client, f"http://shop.example.com:{port}/", b"{}", {})
    assert answer.status_code == 200
    assert asked == ["shop.example.com"]
    assert f"host: shop.example.com:{port}".encode() in heads[0].lower()


async def test_the_next_address_is_tried_when_the_first_does_not_listen() -> None:
    async def two(_host: str, _port: int) -> list[str]:
        return ["127.0.0.2", "127.0.0.1"]

    transport = GuardedTransport(allow_private=True, resolve=two)
    async with listening(ok) as (port, _), httpx.AsyncClient(transport=transport) as client:
        assert (await post(client, f"http://shop.example.com:{port}/", b"{}", {})).status_code == 200


async def test_redirects_are_not_followed(client: httpx.AsyncClient) -> None:
    async def elsewhere(_request: bytes, writer: asyncio.StreamWriter) -> None:
        writer.write(
            b"HTTP/1.1 302 Found\r\nLocation: http://169.254.169.254/\r\nContent-Length: 0\r\n"
            b"Connection: close\r\n\r\n"
        )

    async with listening(elsewhere) as (port, heads):
        assert (await post(client, f"http://127.0.0.1:{port}/", b"{}", {})).status_code == 302
    assert len(heads) == 1


async def test_an_endless_answer_is_cut(client: httpx.AsyncClient) -> None:
    async def pour(_request: bytes, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100000000\r\n\r\n")
        for _ in range(1000):
            writer.write(b"x" * 10_000)
            await writer.drain()

    async with listening(pour) as (port, _):
        answer = await post(client, f"http://127.0.0.1:{port}/", b"{}", {})
    assert len(answer.body) == outbound.ANSWER_MAX_BYTES


async def test_a_silent_other_side_is_left_in_time(
    client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbound, "TOTAL_TIMEOUT_S", 0.05)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        with pytest.raises(Unreachable, match="No answer within"):
            await post(client, f"http://127.0.0.1:{port}/", b"{}", {})


async def test_nobody_listens(client: httpx.AsyncClient) -> None:
    async with listening(ok) as (port, _):
        pass
    with pytest.raises(Unreachable, match="connection failed"):
        await post(client, f"http://127.0.0.1:{port}/", b"{}", {})


async def test_half_an_answer(client: httpx.AsyncClient) -> None:
    async def hang_up(_request: bytes, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhal")

    async with listening(hang_up) as (port, _):
        with pytest.raises(Unreachable, match="connection failed"):
            await post(client, f"http://127.0.0.1:{port}/", b"{}", {})


async def test_a_name_nobody_knows(client: httpx.AsyncClient) -> None:
    async def nothing(host: str, _port: int) -> list[str]:
        raise Unreachable(f"The name {host} is not known")

    async with httpx.AsyncClient(transport=GuardedTransport(allow_private=True, resolve=nothing)) as lost:
        with pytest.raises(Unreachable, match="not known"):
            await post(lost, "https://nowhere.invalid/", b"{}", {})


async def test_the_environments_proxy_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    async with listening(ok) as (port, heads):
        monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
        monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:1")
        async with guarded_client(allow_private=True, user_agent="Souk/test") as client:
            assert (await post(client, f"http://127.0.0.1:{port}/", b"{}", {})).status_code == 200
    assert len(heads) == 1
