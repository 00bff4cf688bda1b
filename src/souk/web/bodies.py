"""How large a body may be. A route that takes uploads raises the limit in the scope."""

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from souk.tenancy.http import BODY_LIMIT_KEY


class BodyTooLarge(HTTPException):
    def __init__(self) -> None:
        super().__init__(413, headers={"Connection": "close"})


class BodyLimit:
    """Refuses by the declared length before reading, and by the bytes that come where none was declared."""

    def __init__(self, app: ASGIApp, max_bytes: int) -> None:
        self.app = app
        self.max_bytes = max_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        declared = Headers(scope=scope).get("content-length", "")
        length = int(declared) if declared.isdecimal() else 0
        seen = 0

        async def count() -> Message:
            nonlocal seen
            limit = scope.get(BODY_LIMIT_KEY, self.max_bytes)
            if length > limit:
                raise BodyTooLarge
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > limit:
                raise BodyTooLarge
            return message

        await self.app(scope, count, send)
