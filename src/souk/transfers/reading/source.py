"""The bytes of a file: what it is, and a stream of it that stops decompression bombs."""

import gzip
import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Any, BinaryIO

from souk.transfers.errors import FileTooLarge, FileUnreadable
from souk.transfers.limits import Limits


class FileForm(StrEnum):
    """How a file is packed."""

    DELIMITED = "csv"
    GZIP = "csv.gz"
    WORKBOOK = "xlsx"


_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PDF = b"%PDF-"


def form_of(path: Path) -> FileForm:
    """What the file is, by its first bytes; names lie. Raises FileUnreadable for what it cannot be."""
    with path.open("rb") as file:
        magic = file.read(8)
    if not magic:
        raise FileUnreadable("The file is empty.", details={"reason": "empty"})
    if magic.startswith(b"\x1f\x8b"):
        return FileForm.GZIP
    if magic.startswith(b"PK\x03\x04"):
        return _zip_form(path)
    if magic == _OLE:
        raise FileUnreadable(
            "This is an old (.xls) or password-protected Excel file. Save it as .xlsx without a password,"
            " or as CSV.",
            details={"reason": "old_workbook"},
        )
    if magic.startswith(_PDF):
        raise FileUnreadable("This is a PDF, not a table.", details={"reason": "not_a_table"})
    return FileForm.DELIMITED


def _zip_form(path: Path) -> FileForm:
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, struct.error):
        names = []
    if "xl/workbook.xml" in names:
        return FileForm.WORKBOOK
    raise FileUnreadable(
        "This is a ZIP archive but no .xlsx workbook. Unpack it and give the CSV or .csv.gz inside.",
        details={"reason": "not_a_table"},
    )


class Watched(io.RawIOBase):
    """A decompressed stream that counts: `read_bytes` of the file itself, and refuses bombs."""

    def __init__(self, file: BinaryIO, *, packed: bool, limits: Limits) -> None:
        self._file = file
        self._stream: Any = gzip.GzipFile(fileobj=file, mode="rb") if packed else file
        self._packed = packed
        self._limits = limits
        self.expanded_bytes = 0

    @property
    def read_bytes(self) -> int:
        """How far into the file (as it lies on disk) reading has come."""
        return self._file.tell()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        try:
            data = self._stream.read(len(buffer))
        except (EOFError, zlib.error, gzip.BadGzipFile) as broken:
            raise FileUnreadable(
                "The gzip file is damaged or was cut off; make it again.", details={"reason": "gzip"}
            ) from broken
        buffer[: len(data)] = data
        self.expanded_bytes += len(data)
        self._refuse_bomb()
        return len(data)

    def _refuse_bomb(self) -> None:
        limits = self._limits
        if self.expanded_bytes > limits.expanded_bytes:
            raise FileTooLarge(
                f"The file is longer than {limits.expanded_bytes:,} bytes when decompressed;"
                " split it into several.",
                details={"limit": "expanded_bytes", "value": limits.expanded_bytes},
            )
        if (
            self._packed
            and self.expanded_bytes > limits.expansion_grace_bytes
            and self.expanded_bytes > limits.expansion_ratio * max(1, self.read_bytes)
        ):
            raise FileTooLarge(
                f"The file grows to more than {limits.expansion_ratio} times its size when decompressed,"
                " which no table of data does; give it uncompressed.",
                details={"limit": "expansion_ratio", "value": limits.expansion_ratio},
            )


@contextmanager
def open_bytes(path: Path, form: FileForm, limits: Limits) -> Iterator[Watched]:
    """The file's decompressed bytes."""
    size = path.stat().st_size
    if size > limits.file_bytes:
        raise FileTooLarge(
            f"The file has {size:,} bytes; {limits.file_bytes:,} are allowed.",
            details={"limit": "file_bytes", "value": limits.file_bytes},
        )
    with path.open("rb", buffering=256 * 1024) as file:
        yield Watched(file, packed=form is FileForm.GZIP, limits=limits)
