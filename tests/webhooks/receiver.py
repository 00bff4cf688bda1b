"""The other side: a real HTTP server on loopback that answers as told and keeps what it got."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Received:
    headers: dict[str, str]
    body: bytes


@dataclass(slots=True)
class Receiver:
    """Answers 200 unless told otherwise; `told` are the next answers, the last of them for good."""

    port: int = 0
    received: list[Received] = field(default_factory=list)
    told: list[bytes] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook"

    def answer(self, *statuses: int, body: str = "", headers: str = "") -> None:
        """With these statuses, one after the other."""
        self.told = [
            f"HTTP/1.1 {status} Told\r\n{headers}Content-Length: {len(body.encode())}\r\n"
            f"Connection: close\r\n\r\n{body}".encode()
            for status in statuses
        ]

    @property
    def ids(self) -> list[str]:
        return [each.headers["webhook-id"] for each in self.received]

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            head = (await reader.readuntil(b"\r\n\r\n")).decode().splitlines()[1:]
            headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in head)}
            body = await reader.readexactly(int(headers.get("content-length", 0)))
            self.received.append(Received(headers, body))
            if len(self.told) > 1:
                writer.write(self.told.pop(0))
            else:
                writer.write(self.told[0])
            await writer.drain()
        writer.close()
        with suppress(ConnectionError):
            await writer.wait_closed()


@asynccontextmanager
async def receiving() -> AsyncIterator[Receiver]:
    receiver = Receiver()
    receiver.answer(200, body="thanks")
    server = await asyncio.start_server(receiver.serve, "127.0.0.1", 0)
    async with server:
        receiver.port = server.sockets[0].getsockname()[1]
        yield receiver
