"""How often someone may ask: the generic cell rate algorithm, one bucket per token, session or address.

The buckets are this process's own: with n web processes behind one address, up to n times the limit gets
through. The limit is there so that one program's loop does not slow everybody; what must hold exactly
(sign-in, remote accounts) is counted in the database.
"""

import hashlib
import time
from dataclasses import dataclass
from math import ceil

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from souk.tenancy.http import API, SESSION_COOKIE
from souk.web.problems import problem

WINDOW_S = 60.0
MOST_BUCKETS = 100_000


@dataclass(frozen=True, slots=True)
class Verdict:
    allowed: bool
    remaining: int
    reset_s: float
    """Until the bucket is full again."""
    retry_after_s: float


class Buckets:
    """Each bucket is one number: when it would be full again if nobody asked any more."""

    def __init__(self, per_window: int, window_s: float = WINDOW_S) -> None:
        self.limit = per_window
        self.window_s = window_s
        self._step_s = window_s / per_window
        self._full_at: dict[str, float] = {}

    def __contains__(self, key: str) -> bool:
        return key in self._full_at

    def take(self, key: str, now_s: float) -> Verdict:
        full_at = max(self._full_at.get(key, now_s), now_s)
        after = full_at + self._step_s
        over_s = after - now_s - self.window_s
        if over_s > 1e-9:
            return Verdict(False, 0, full_at - now_s, over_s)
        if key not in self._full_at and len(self._full_at) >= MOST_BUCKETS:
            self._forget(now_s)
        self._full_at[key] = after
        return Verdict(True, int((self.window_s - (after - now_s)) / self._step_s + 1e-9), after - now_s, 0)

    def _forget(self, now_s: float) -> None:
        self._full_at = {key: at for key, at in self._full_at.items() if at > now_s}
        if len(self._full_at) >= MOST_BUCKETS:
            self._full_at.clear()  # a flood of addresses: starting over is better than growing


class RateLimit:
    """A credential has a bucket of its own once it has been seen to be good; all else counts against the
    address it comes from, so that made-up tokens are no way around.
    """

    def __init__(self, app: ASGIApp, per_minute: int) -> None:
        self.app = app
        self.buckets = Buckets(per_minute)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not scope["path"].startswith(API):
            await self.app(scope, receive, send)
            return
        request = Request(scope)
        credential = _credential_of(request)
        address = f"address:{request.client.host if request.client else ''}"
        key = credential if credential is not None and credential in self.buckets else address
        verdict = self.buckets.take(key, time.monotonic())

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                if credential is not None and credential != key and message["status"] not in {401, 403}:
                    self.buckets.take(credential, time.monotonic())
                headers = MutableHeaders(scope=message)
                headers["RateLimit-Limit"] = str(self.buckets.limit)
                headers["RateLimit-Remaining"] = str(verdict.remaining)
                headers["RateLimit-Reset"] = str(ceil(verdict.reset_s))
            await send(message)

        if verdict.allowed:
            await self.app(scope, receive, with_headers)
            return
        wait_s = max(1, ceil(verdict.retry_after_s))
        response = problem(
            request,
            429,
            "rate_limited",
            "Too many requests",
            f"At most {self.buckets.limit} requests a minute; come again in {wait_s} s.",
            details={"retry_after_s": wait_s},
            headers={"Retry-After": str(wait_s)},
        )
        await response(scope, receive, with_headers)


def _credential_of(request: Request) -> str | None:
    secret = request.headers.get("authorization") or request.cookies.get(SESSION_COOKIE)
    return hashlib.sha256(secret.encode()).hexdigest() if secret else None
