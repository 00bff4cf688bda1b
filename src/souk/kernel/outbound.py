"""The way out to addresses that people type in.

A name is resolved here, every address it stands for is judged, and the request goes to the very address
judged: a name that answers differently the second time (DNS rebinding) leads nowhere else. Redirects are
not followed, proxies of the environment not used, answers read up to a limit.
"""

import asyncio
import re
import socket
import ssl
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import cache
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

import httpx

from souk.kernel.errors import Invalid, SoukError, Unavailable

CONNECT_TIMEOUT_S = 5.0
TOTAL_TIMEOUT_S = 15.0
ANSWER_MAX_BYTES = 64 * 1024
URL_MAX_CHARS = 2000

Resolve = Callable[[str, int], Awaitable[list[str]]]

_GLOBAL_UNICAST = IPv6Network("2000::/3")
_NAT64 = IPv6Network("64:ff9b::/96")
_HOST = re.compile(r"[A-Za-z0-9_.-]+|[0-9A-Fa-f:.]+")
_PRIVATE_SUFFIXES = (".localhost", ".local", ".internal", ".home.arpa")


class AddressRefused(Invalid):
    """The URL leads where nothing may be sent."""

    code = "address_refused"
    title = "This address cannot be used"


class Unreachable(Unavailable):
    """The other side did not answer, or not in time."""

    code = "unreachable"
    title = "The other side does not answer"


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; `body` is cut at the limit."""

    status_code: int
    headers: httpx.Headers
    body: bytes
    duration_ms: int


def check_url(url: str, *, allow_private: bool) -> httpx.URL:
    """What can be said of a URL without asking anybody. Raises AddressRefused.

    Where private addresses are allowed, so is plain HTTP: such an installation talks to itself.
    """
    if len(url) > URL_MAX_CHARS:
        raise AddressRefused(f"A URL has at most {URL_MAX_CHARS} characters.")
    try:
        parsed = httpx.URL(url)
    except httpx.InvalidURL as fault:
        raise AddressRefused(f"This is not a URL: {fault}") from None
    schemes = ("https", "http") if allow_private else ("https",)
    if parsed.scheme not in schemes:
        raise AddressRefused("The URL must begin with https://.")
    if not parsed.host:
        raise AddressRefused("The URL names no host.")
    if not _HOST.fullmatch(parsed.raw_host.decode("ascii", "replace")):
        raise AddressRefused(f"'{parsed.host}' is not the name of a host.")
    if parsed.userinfo:
        raise AddressRefused("A URL carries no user name or password here; use the signature instead.")
    if parsed.fragment:
        raise AddressRefused("A URL with a fragment (#…) cannot be called.")
    if parsed.port is not None and not 1 <= parsed.port <= 65535:
        raise AddressRefused("A port is a number from 1 to 65535.")
    if not allow_private:
        _refuse_private_host(parsed.host)
    return parsed


def _refuse_private_host(host: str) -> None:
    name = host.lower().rstrip(".")
    try:
        address = ip_address(name)
    except ValueError:
        if name == "localhost" or name.endswith(_PRIVATE_SUFFIXES):
            raise AddressRefused(f"{host} is a name of a private network.") from None
        return
    if not is_public(address):
        raise AddressRefused(f"{host} is an address of a private network.")


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Whether an address belongs to the open internet, with the IPv4 addresses that IPv6 ones contain."""
    if isinstance(address, IPv4Address):
        return address.is_global and not address.is_multicast
    if address in _NAT64:
        return is_public(IPv4Address(int(address) & 0xFFFF_FFFF))
    contained = address.ipv4_mapped or address.sixtofour
    if contained is not None:
        return is_public(contained)
    return address in _GLOBAL_UNICAST and address.is_global


async def resolve(host: str, port: int) -> list[str]:
    """The addresses of a host as the system gives them. Raises Unreachable."""
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Unreachable(f"The name {host} is not known: {error}") from None
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


@cache
def _trusted_authorities() -> ssl.SSLContext:
    """Read once in a process: it takes longer than a call."""
    return httpx.create_ssl_context(trust_env=False)


class GuardedTransport(httpx.AsyncBaseTransport):
    """Connects to addresses it has judged itself.

    Each host has a pool of its own, since connections are kept by address: one that was verified for a
    host must not serve another host at the same address.
    """

    def __init__(self, *, allow_private: bool, resolve: Resolve = resolve) -> None:
        self._allow_private = allow_private
        self._resolve = resolve
        self._pools: dict[tuple[str, str, int], httpx.AsyncHTTPTransport] = {}

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        url = check_url(str(request.url), allow_private=self._allow_private)
        host = url.raw_host.decode("ascii")
        port = url.port or (443 if url.scheme == "https" else 80)
        addresses = await self._judged(host, port)
        pool = self._pools.setdefault(
            (url.scheme, host, port), httpx.AsyncHTTPTransport(verify=_trusted_authorities(), trust_env=False)
        )
        failure: httpx.ConnectError | httpx.ConnectTimeout | None = None
        for address in addresses:
            pinned = httpx.Request(
                request.method,
                url.copy_with(host=address),
                headers=request.headers,  # with the Host they were made for
                stream=request.stream,
                extensions={**request.extensions, "sni_hostname": host},
            )
            try:
                return await pool.handle_async_request(pinned)
            except (httpx.ConnectError, httpx.ConnectTimeout) as error:
                failure = error
        raise failure or httpx.ConnectError(f"{host} has no address")

    async def _judged(self, host: str, port: int) -> list[str]:
        addresses = await self._resolve(host.strip("[]"), port)
        if not self._allow_private:
            for address in addresses:
                if not is_public(ip_address(address)):
                    raise AddressRefused(f"{host} stands for {address}, an address of a private network.")
        return addresses

    async def aclose(self) -> None:
        for pool in self._pools.values():
            await pool.aclose()


def guarded_client(*, allow_private: bool, user_agent: str) -> httpx.AsyncClient:
    """A client for addresses that people have typed in. Close it when done."""
    return httpx.AsyncClient(
        transport=GuardedTransport(allow_private=allow_private),
        timeout=httpx.Timeout(TOTAL_TIMEOUT_S, connect=CONNECT_TIMEOUT_S),
        follow_redirects=False,
        trust_env=False,
        headers={"User-Agent": user_agent, "Accept-Encoding": "identity"},
    )


async def post(client: httpx.AsyncClient, url: str, content: bytes, headers: Mapping[str, str]) -> Answer:
    """One POST, done within TOTAL_TIMEOUT_S. Raises AddressRefused, Unreachable."""
    started = time.perf_counter()
    try:
        async with (
            asyncio.timeout(TOTAL_TIMEOUT_S),
            client.stream("POST", url, content=content, headers=headers) as response,
        ):
            body = await _read_some(response)
    except SoukError:
        raise
    except (TimeoutError, httpx.TimeoutException):
        raise Unreachable(f"No answer within {TOTAL_TIMEOUT_S:.0f} seconds.") from None
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise Unreachable(f"The connection failed: {error or type(error).__name__}") from None
    took_ms = round((time.perf_counter() - started) * 1000)
    return Answer(response.status_code, response.headers, body, took_ms)


async def _read_some(response: httpx.Response) -> bytes:
    """The body as sent, up to the limit: nothing is unpacked, so nothing can swell."""
    body = bytearray()
    async for piece in response.aiter_raw():
        body += piece
        if len(body) >= ANSWER_MAX_BYTES:
            break
    return bytes(body[:ANSWER_MAX_BYTES])
