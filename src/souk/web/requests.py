"""Around every request: its id, its line in the log, its figures, and the last resort when it fails."""

import re
import time
from uuid import uuid4

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from souk.kernel.log import get_logger
from souk.web.metrics import observe_request
from souk.web.problems import unexpected

REQUEST_ID_HEADER = "X-Request-Id"
REQUEST_ID_KEY = "souk.request_id"
_SANE = re.compile(r"[A-Za-z0-9._-]{8,64}")
_QUIET = frozenset({"/healthz", "/readyz", "/metrics"})

log = get_logger("souk.access")


class RequestLog:
    """Gives each request an id (the caller's own, where it looks like one) and writes it down."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        given = Headers(scope=scope).get(REQUEST_ID_HEADER, "")
        request_id = given if _SANE.fullmatch(given) else uuid4().hex
        scope[REQUEST_ID_KEY] = request_id
        status = 0

        async def send_with_id(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[REQUEST_ID_HEADER] = request_id
            await send(message)

        began = time.perf_counter()
        with structlog.contextvars.bound_contextvars(request_id=request_id):
            try:
                await self.app(scope, receive, send_with_id)
            finally:
                took_s = time.perf_counter() - began
                observe_request(scope["method"], route_of(scope), status, took_s)
                if scope["path"] not in _QUIET:
                    _write(scope, status, took_s)


def route_of(scope: Scope) -> str:
    """The address as it was declared (`/api/v1/orders/{order_id}`), for figures and for hiding secrets."""
    path: str | None = getattr(scope.get("route"), "path_format", None)
    return path if path is not None else "other"


def _write(scope: Scope, status: int, took_s: float) -> None:
    # A link's code is a secret: such addresses are written as they were declared.
    path = route_of(scope) if "code" in scope.get("path_params", {}) else scope["path"]
    client = scope.get("client")
    visit = scope.get("souk.visit")
    access = getattr(visit, "access", None)
    log.info(
        "request",
        method=scope["method"],
        path=path,
        status=status,
        took_ms=round(took_s * 1000, 1),
        client=client[0] if client else None,
        tenant=access.scope.slug if access else None,
        actor=access.actor.label if access else None,
    )


class LastResort:
    """An unexpected error becomes a problem document that tells nothing of the inside."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = False

        async def watch(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self.app(scope, receive, watch)
        except Exception as error:
            response = unexpected(Request(scope), error)
            if started:
                raise  # half an answer is out: the server must cut the connection
            await response(scope, receive, send)
