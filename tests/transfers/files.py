"""Files as people and programs make them."""

import gzip
import io
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from souk.transfers.limits import Limits
from souk.transfers.reading.delimited import Record
from souk.transfers.reading.table import ReadAs, layout_of, look_at_head, look_through, read_rows

LIMITS = Limits()
AS_FOUND = ReadAs()


def csv_file(folder: Path, content: str | bytes, name: str = "list.csv", encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return path


def gz_file(folder: Path, content: bytes, name: str = "list.csv.gz") -> Path:
    path = folder / name
    path.write_bytes(gzip.compress(content))
    return path


def workbook(folder: Path, rows: Iterable[Sequence[Any]], name: str = "list.xlsx") -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    path = folder / name
    book.save(path)
    return path


def tampered(book: Path, part: str, content: bytes) -> Path:
    """The workbook with one part replaced, or added."""
    packed = io.BytesIO()
    with zipfile.ZipFile(book) as source, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for item in source.infolist():
            if item.filename != part:
                target.writestr(item.filename, source.read(item.filename))
        target.writestr(part, content)
    book.write_bytes(packed.getvalue())
    return book


def rows_of(path: Path, read_as: ReadAs = AS_FOUND, limits: Limits = LIMITS) -> list[Record]:
    look_through(path, read_as, limits)
    layout = layout_of(look_at_head(path, read_as, limits), read_as)
    return list(read_rows(path, layout, limits))
