"""What other domains use of transfers.

A kind of import, in a domain's `imports.py`:

    class Products(PlainImporter):
        kind = "products"
        title = "Products"
        capability = "catalog.create"
        fields = (Field("sku", "…", required=True, aliases=("Variant SKU",)), …)

        async def apply(self, work: Work, rows: Sequence[MappedRow],
                        run: ImportContext[ImportOptions]) -> BatchOutcome: …

and one line in `wiring/importers.py`. Mappings for foreign files: `transfers/mappings/<kind>/<name>.toml`.
"""

from souk.transfers.actions.noting import note_export
from souk.transfers.exporter import Column, Exporter
from souk.transfers.fields import Field, FieldKind
from souk.transfers.importer import (
    BatchOutcome,
    Grouping,
    ImportContext,
    Importer,
    ImportOptions,
    MappedRow,
    Note,
    PlainImporter,
    Rejection,
    RowRefused,
)
from souk.transfers.registry import offer_exporters, offer_importers
from souk.transfers.rehearsal import is_rehearsal
from souk.transfers.repository import memory_of
from souk.transfers.schemas import ExportQuery
from souk.transfers.writing.formats import ExportFormat

__all__ = [
    "BatchOutcome",
    "Column",
    "ExportFormat",
    "ExportQuery",
    "Exporter",
    "Field",
    "FieldKind",
    "Grouping",
    "ImportContext",
    "ImportOptions",
    "Importer",
    "MappedRow",
    "Note",
    "PlainImporter",
    "Rejection",
    "RowRefused",
    "is_rehearsal",
    "memory_of",
    "note_export",
    "offer_exporters",
    "offer_importers",
]
