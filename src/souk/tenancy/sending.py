"""Answers that are made while they are sent."""

from collections.abc import AsyncGenerator
from typing import Any

from fastapi.responses import StreamingResponse
from starlette.types import Receive, Scope, Send


class SentAsMade(StreamingResponse):
    """However the sending ends, its `source` is closed then, and not whenever it is collected.

    The source has begun already: its first piece was awaited, so that a refusal is a problem document. What
    is made of it (`content`) may never have, and then would not close anything.
    """

    def __init__(
        self,
        content: AsyncGenerator[Any],
        status_code: int = 200,  # by name: the API's description looks for its default
        *,
        source: AsyncGenerator[Any],
        **rest: Any,
    ) -> None:
        super().__init__(content, status_code, **rest)
        self._closing = (content, source)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            for each in self._closing:
                await each.aclose()
