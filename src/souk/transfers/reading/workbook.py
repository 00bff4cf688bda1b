"""XLSX, read as a stream. Cells become text the way Excel shows their value, so that all files are alike."""

import lzma
import struct
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from souk.transfers.errors import FileTooLarge, FileUnreadable
from souk.transfers.limits import Limits
from souk.transfers.reading.delimited import Record, check_record

SHEET_LINES = 1_048_576
"""Excel's own limit; a row number beyond it is a forged file."""
_PLAIN_ERRORS = (
    *(KeyError, ValueError, TypeError, AttributeError, IndexError, OSError, EOFError, SyntaxError),
    *(zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, lzma.LZMAError, struct.error, ArithmeticError),
    RuntimeError,  # an encrypted archive, a compression nobody knows, and parts in parts in parts
)
"""What the archive and the XML in it are complained about with: a file can be broken in many ways."""


def check_archive(path: Path, limits: Limits) -> None:
    """Refuse a workbook whose parts would not fit, before anything is unpacked."""
    size = path.stat().st_size
    if size > limits.file_bytes:
        raise FileTooLarge(
            f"The file has {size:,} bytes; {limits.file_bytes:,} are allowed.",
            details={"limit": "file_bytes", "value": limits.file_bytes},
        )
    with zipfile.ZipFile(path) as archive:
        parts = archive.infolist()
        expanded = sum(part.file_size for part in parts)
        for part in parts:
            _refuse_entities(archive, part)
    if expanded > limits.expanded_bytes or (
        expanded > limits.expansion_grace_bytes and expanded > limits.expansion_ratio * size
    ):
        raise FileTooLarge(
            "The workbook grows too large when unpacked; save it as CSV.",
            details={"limit": "expanded_bytes", "value": limits.expanded_bytes},
        )
    strings = sum(p.file_size for p in parts if p.filename.lower().endswith("sharedstrings.xml"))
    if strings > limits.workbook_strings_bytes:
        raise FileTooLarge(
            "The workbook holds too much text to be read as XLSX; save it as CSV.",
            details={"limit": "workbook_strings_bytes", "value": limits.workbook_strings_bytes},
        )


def _refuse_entities(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """No workbook of any office program declares a document type; only entity bombs do."""
    if part.filename.lower().endswith((".xml", ".rels")):
        with archive.open(part) as stream:
            if b"<!DOCTYPE" in stream.read(4096).upper():
                raise _damaged()


def _damaged() -> FileUnreadable:
    return FileUnreadable(
        "The workbook is damaged. Open it, save it as .xlsx again, or save it as CSV.",
        details={"reason": "workbook"},
    )


@contextmanager
def open_workbook(path: Path, limits: Limits, sheet: str | None) -> Iterator[Iterator[Record]]:
    """The records of one sheet: the named one, else the first that is visible."""
    with path.open("rb") as file:
        try:
            check_archive(path, limits)
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # about styles and extensions that hold no data
                book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
        except _PLAIN_ERRORS as broken:
            raise _damaged() from broken
        try:
            yield _records(_sheet(book, sheet), limits)
        finally:
            book.close()


def _sheet(book: Any, name: str | None) -> Any:
    if name is not None:
        if name not in book.sheetnames:
            raise FileUnreadable(
                f"There is no sheet '{name}'; there are: {', '.join(book.sheetnames)}.",
                details={"reason": "sheet"},
            )
        chosen = book[name]
    else:
        visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        chosen = (visible or book.worksheets or [None])[0]
    if chosen is None or not hasattr(chosen, "iter_rows"):
        raise FileUnreadable("The workbook has no sheet with a table.", details={"reason": "sheet"})
    if hasattr(chosen, "reset_dimensions"):
        chosen.reset_dimensions()  # the size written in the file is often wrong
    return chosen


def _records(sheet: Any, limits: Limits) -> Iterator[Record]:
    rows = iter(sheet.iter_rows(values_only=True))
    line = 0
    while True:
        try:
            values = next(rows)
        except StopIteration:
            return
        except _PLAIN_ERRORS as broken:
            raise _damaged() from broken
        line += 1
        if line > SHEET_LINES:
            raise _damaged()
        cells = [_as_text(value) for value in values]
        while cells and not cells[-1]:
            cells.pop()
        if not cells:
            continue
        check_record(cells, line, limits)
        yield line, cells


def _as_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return str(value)


def _number(value: float) -> str:
    """Fifteen digits, as Excel itself shows: 0.1 + 0.2 is 0.3."""
    text = format(value, ".15g")
    return str(int(value)) if "e" in text and value.is_integer() and abs(value) < 1e21 else text
