"""Every limit of files in and out, by name."""

from dataclasses import dataclass

from souk.kernel.settings import Settings

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """What a file may at most be. A larger one is refused before anything is changed."""

    file_bytes: int = 2 * 1024 * MIB
    expanded_bytes: int = 8 * 1024 * MIB
    """After decompression (`.gz`, and the parts of an XLSX)."""
    expansion_ratio: int = 250
    """Decompressed ÷ compressed; asked only beyond `expansion_grace_bytes`: small files may be repetitive."""
    expansion_grace_bytes: int = 64 * MIB
    workbook_strings_bytes: int = 64 * MIB
    """The shared texts of an XLSX, which have to be held in memory."""
    rows: int = 5_000_000
    columns: int = 500
    cell_chars: int = 100_000
    line_chars: int = 2_000_000

    @classmethod
    def of(cls, settings: Settings) -> "Limits":
        return cls(
            file_bytes=settings.import_max_bytes,
            expanded_bytes=4 * settings.import_max_bytes,
            rows=settings.import_max_rows,
        )


HEAD_RECORDS = 25
"""How many records are looked at to find the header and shown as a sample."""
CHUNK_BYTES = MIB
"""An upload is kept in pieces of this size."""
UPLOAD_KEPT_DAYS = 7
"""An uploaded file is removed this long after its run ended, or was last touched."""
ROW_REPORT_KEPT_DAYS = 90
"""Rejected rows hold people's data; they are removed with this age."""
