"""Which names this service answers to: a page of another site that points its own name at us gets nothing."""

from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from souk.kernel.settings import Settings
from souk.web.problems import WEB_CODES, problem

_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_PROBES = frozenset({"/healthz", "/readyz", "/metrics"})


def allowed_hosts(settings: Settings) -> frozenset[str] | None:
    """The names answered to, or None for any: bound to the network without a public address, Souk cannot
    know its own names.
    """
    if settings.public_url is not None:
        return _LOOPBACK | {urlsplit(settings.public_url).hostname or ""}
    if settings.host in _LOOPBACK or _is_loopback(settings.host):
        return _LOOPBACK | {settings.host}
    return None


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


class HostCheck:
    def __init__(self, app: ASGIApp, allowed: frozenset[str] | None) -> None:
        self.app = app
        self.allowed = allowed

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or self.allowed is None or scope["path"] in _PROBES:
            await self.app(scope, receive, send)
            return
        request = Request(scope)
        try:
            name = urlsplit(f"//{request.headers.get('host', '')}").hostname or ""
        except ValueError:
            name = ""
        if name in self.allowed or name.endswith(".localhost"):
            await self.app(scope, receive, send)
            return
        response = problem(
            request,
            421,
            *WEB_CODES[421],
            details={"host": name},
        )
        await response(scope, receive, send)
