"""Exports over HTTP: one line in a domain's routes.

    class ProductExportQuery(ProductQuery, ExportQuery): ...

    @router.get("/products/export", response_class=ExportResponse, responses=EXPORT_RESPONSES)
    async def export_products(
        door: Annotated[Door, streaming("catalog.read")], query: Annotated[ProductExportQuery, Query()]
    ) -> ExportResponse:
        return await export_response(door, ProductExport(), query)

Declare the route ahead of `/products/{id}`.
"""

from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Sequence
from contextlib import aclosing, asynccontextmanager
from typing import Any

from souk.kernel.work import ReadWork, Work
from souk.tenancy.http import Door, SentAsMade
from souk.transfers.actions import note_export
from souk.transfers.exporter import Exporter
from souk.transfers.schemas import ExportQuery
from souk.transfers.writing.ahead import desk_of, read_ahead
from souk.transfers.writing.formats import MEDIA_TYPES, ExportFormat
from souk.transfers.writing.stream import file_bytes, file_name

EXPORT_RESPONSES: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The file, streamed.",
        "content": {
            media_type.split(";")[0]: {"schema": {"type": "string", "format": "binary"}}
            for media_type in MEDIA_TYPES.values()
        },
    }
}


class ExportResponse(SentAsMade):
    """A file that is made while it is sent."""

    media_type = None


async def export_response(door: Door, exporter: Exporter, query: ExportQuery) -> ExportResponse:
    """The list that `query` filters, as a file, with an entry in the audit log.

    Raises NotPermitted, and what the list's query refuses.
    """
    door.require(exporter.capability)
    names = [column.name for column in exporter.columns]

    async def note(work: Work) -> None:
        await note_export(work, exporter.kind, query, format=query.format)

    return await streamed(
        door, exporter.kind, names, lambda work: exporter.rows(work, query), query.format, note=note
    )


async def streamed(
    door: Door,
    label: str,
    columns: Sequence[str],
    rows: Callable[[ReadWork], AsyncIterator[Sequence[Any]]],
    export_format: ExportFormat,
    *,
    note: Callable[[Work], Awaitable[None]] | None = None,
) -> ExportResponse:
    """Any rows as a file: for reports and other tables that are no list of a kind.

    `note` writes down that people's data left, in a transaction of its own that is committed before the
    first byte is sent: the export's own cannot write. Raises TooManyExports, and what the query refuses.
    """

    @asynccontextmanager
    async def making() -> AsyncIterator[AsyncIterator[bytes]]:
        async with (
            door.reading(may_lag=True) as work,
            aclosing(file_bytes(columns, rows(work), export_format)) as pieces,  # type: ignore[type-var]
        ):
            yield pieces

    pieces = read_ahead(desk_of(door.database), making)
    first = await anext(pieces, b"")  # a refusal is still a problem document here
    if note is not None:
        await _noted(door, note, pieces)

    async def whole() -> AsyncGenerator[bytes]:
        yield first
        async for piece in pieces:
            yield piece

    name = file_name(label, door.access.scope.slug, export_format)
    return ExportResponse(
        whole(),
        source=pieces,
        media_type=MEDIA_TYPES[export_format],
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


async def _noted(door: Door, note: Callable[[Work], Awaitable[None]], pieces: AsyncGenerator[bytes]) -> None:
    """What cannot be written down does not leave."""
    try:
        async with door.working() as work:
            await note(work)
    except BaseException:
        await pieces.aclose()
        raise
