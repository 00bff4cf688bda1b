"""One row after another into a file of a format."""

import csv
import io
import json
import tempfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Any, Protocol

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.utils.exceptions import IllegalCharacterError

from souk.transfers.writing.guard import guarded

SHEET_ROWS = 1_048_576
CELL_CHARS = 32_767
"""Excel's own limits."""


class ExportFormat(StrEnum):
    CSV = "csv"
    XLSX = "xlsx"
    JSONL = "jsonl"


MEDIA_TYPES = {
    ExportFormat.CSV: "text/csv; charset=utf-8",
    ExportFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ExportFormat.JSONL: "application/jsonl; charset=utf-8",
}


class Writer(Protocol):
    """Takes rows and gives bytes: as they come where the format allows it, else at the end."""

    def begin(self) -> bytes: ...
    def rows(self, rows: Sequence[Sequence[Any]]) -> bytes: ...
    def end(self) -> "bytes | Path":
        """The rest; a path is a finished file that the caller sends and removes."""
        ...

    def abandon(self) -> None:
        """Leave nothing behind of an export that was refused or broken off."""
        ...


def writer_of(export_format: ExportFormat, columns: Sequence[str]) -> Writer:
    if export_format is ExportFormat.CSV:
        return CsvWriter(columns)
    if export_format is ExportFormat.JSONL:
        return JsonLinesWriter(columns)
    return WorkbookWriter(columns)


def as_text(value: Any) -> str:
    """A value as a cell's text. Numbers stay numbers; only texts are guarded against formulas."""
    if value is None:
        return ""
    if isinstance(value, str):
        return guarded(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return _plain(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return json.dumps(value, ensure_ascii=False, default=str) if value else ""
    if isinstance(value, list | tuple | set | frozenset):
        return guarded(", ".join(str(part) for part in value))
    return str(value)


def _plain(value: Decimal) -> str:
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


class CsvWriter:
    """UTF-8 with a mark, so that Excel reads accents right; lines end as RFC 4180 says."""

    def __init__(self, columns: Sequence[str]) -> None:
        self._columns = columns

    def begin(self) -> bytes:
        return "\ufeff".encode() + self.rows([self._columns])

    def rows(self, rows: Sequence[Sequence[Any]]) -> bytes:
        buffer = io.StringIO(newline="")
        csv.writer(buffer).writerows([as_text(value) for value in row] for row in rows)
        return buffer.getvalue().encode()

    def end(self) -> bytes:
        return b""

    def abandon(self) -> None:
        pass


class JsonLinesWriter:
    """One object a line. Decimals are strings, so that nothing is rounded on the way."""

    def __init__(self, columns: Sequence[str]) -> None:
        self._columns = columns

    def begin(self) -> bytes:
        return b""

    def rows(self, rows: Sequence[Sequence[Any]]) -> bytes:
        lines = (dict(zip(self._columns, row, strict=True)) for row in rows)
        return b"".join(
            json.dumps(line, ensure_ascii=False, default=self._plain).encode() + b"\n" for line in lines
        )

    @staticmethod
    def _plain(value: Any) -> Any:
        if isinstance(value, datetime | date):
            return value.isoformat()
        if isinstance(value, Decimal):
            return _plain(value)
        return list(value) if isinstance(value, set | frozenset) else str(value)

    def end(self) -> bytes:
        return b""

    def abandon(self) -> None:
        pass


class WorkbookWriter:
    """XLSX, written row by row to disk. Texts are cells of the type text, which no program runs."""

    def __init__(self, columns: Sequence[str]) -> None:
        self._columns = columns
        self._book = Workbook(write_only=True)
        self._left = 0
        self._sheet: Any = None

    def begin(self) -> bytes:
        self._new_sheet()
        return b""

    def _new_sheet(self) -> None:
        self._sheet = self._book.create_sheet()
        self._left = SHEET_ROWS
        self._append(self._columns)

    def rows(self, rows: Sequence[Sequence[Any]]) -> bytes:
        for row in rows:
            if not self._left:
                self._new_sheet()
            self._append(row)
        return b""

    def _append(self, row: Sequence[Any]) -> None:
        self._sheet.append([self._cell(value) for value in row])
        self._left -= 1

    def _cell(self, value: Any) -> Any:
        if value is None or isinstance(value, bool):
            return value
        if isinstance(value, int) and abs(value) < 10**15:
            return value
        if isinstance(value, Decimal) and len(value.as_tuple().digits) <= 15:
            return value
        if isinstance(value, datetime):  # a cell knows no zone
            return self._text(value.isoformat())
        if isinstance(value, date):
            return value
        return self._text(value if isinstance(value, str) else as_text(value))

    def _text(self, text: str) -> Any:
        cell = WriteOnlyCell(self._sheet)
        try:
            cell.value = text[:CELL_CHARS]
        except IllegalCharacterError:
            cell.value = "".join(c for c in text[:CELL_CHARS] if c.isprintable() or c in "\t\n\r")
        cell.data_type = "s"
        return cell

    def end(self) -> Path:
        with tempfile.NamedTemporaryFile(prefix="souk-export-", suffix=".xlsx", delete=False) as file:
            path = Path(file.name)
        self._book.save(path)
        return path

    def abandon(self) -> None:
        """Each sheet is a file on disk, open until it is closed."""
        sheets: list[Any] = self._book.worksheets
        for sheet in sheets:
            if not sheet.closed:
                sheet.close()
                sheet._writer.cleanup()
