"""A file as a table: look at its head, look at all of it, read its rows."""

import dataclasses
import io
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from souk.transfers.errors import FileTooLarge, FileUnreadable
from souk.transfers.limits import HEAD_RECORDS, Limits
from souk.transfers.reading.delimited import Record, read_delimited, sniff_delimiter
from souk.transfers.reading.encoding import detect_encoding, known_encoding
from souk.transfers.reading.source import FileForm, Watched, form_of, open_bytes
from souk.transfers.reading.workbook import open_workbook

_SNIFF_CHARS = 64 * 1024
_TELL_EVERY = 2_000
"""Records between two calls of `on_progress`."""

Progress = Callable[[int], None]
"""Told how many bytes of the file (as it lies on disk) have been read."""


@dataclass(frozen=True, slots=True)
class ReadAs:
    """How to read a file, where it should not be found out."""

    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    header_line: int | None = None


@dataclass(frozen=True, slots=True)
class Head:
    """What the first look at a file shows."""

    form: FileForm
    encoding: str | None
    delimiter: str | None
    records: tuple[Record, ...]
    """The first records, the header among them."""


@dataclass(frozen=True, slots=True)
class Layout:
    """All that is needed to read a file's rows again, alike."""

    form: FileForm
    encoding: str | None
    delimiter: str | None
    sheet: str | None
    header_line: int
    headers: tuple[str, ...]
    rows: int | None = None
    """How many rows follow the header; known after the whole file was looked at."""


def look_at_head(path: Path, read_as: ReadAs, limits: Limits) -> Head:
    """The first records, without reading the rest. Raises FileUnreadable, FileTooLarge."""
    form = form_of(path)
    head = _head_as(path, form, read_as, limits, encoding=None)
    if not head.records:
        raise FileUnreadable("The file has no rows.", details={"reason": "empty"})
    return head


def _head_as(path: Path, form: FileForm, read_as: ReadAs, limits: Limits, *, encoding: str | None) -> Head:
    if form is FileForm.WORKBOOK:
        with open_workbook(path, limits, read_as.sheet) as records:
            return Head(form, None, None, tuple(_first(records)))
    if encoding is None:
        encoding = _encoding(path, form, read_as, limits, whole=False)
    with _text(path, form, encoding, limits) as (text, _):
        delimiter = _delimiter(read_as) or sniff_delimiter(text.read(_SNIFF_CHARS))
    with _text(path, form, encoding, limits) as (text, _):
        return Head(form, encoding, delimiter, tuple(_first(read_delimited(text, delimiter, limits))))


def _first(records: Iterator[Record]) -> Iterator[Record]:
    for _, record in zip(range(HEAD_RECORDS), records, strict=False):
        yield record


def _delimiter(read_as: ReadAs) -> str | None:
    if read_as.delimiter is None:
        return None
    delimiter = {"tab": "\t", "\\t": "\t"}.get(read_as.delimiter, read_as.delimiter)
    if len(delimiter) != 1 or delimiter in '"\r\n':
        raise FileUnreadable("A delimiter is one character: , ; | or 'tab'.", details={"reason": "delimiter"})
    return delimiter


def _encoding(path: Path, form: FileForm, read_as: ReadAs, limits: Limits, *, whole: bool) -> str:
    if read_as.encoding is not None:
        return known_encoding(read_as.encoding)
    with open_bytes(path, form, limits) as stream:
        return detect_encoding(stream, whole=whole)


@contextmanager
def _text(
    path: Path, form: FileForm, encoding: str, limits: Limits
) -> Iterator[tuple[io.TextIOBase, Watched]]:
    with open_bytes(path, form, limits) as stream, io.BufferedReader(stream, 256 * 1024) as buffered:
        try:
            with io.TextIOWrapper(buffered, encoding=encoding, errors="strict", newline="") as text:
                yield text, stream
        except UnicodeError as misfit:
            raise FileUnreadable(
                f"The file is not {encoding} throughout. Save it as UTF-8, or name its encoding.",
                details={"reason": "encoding", "encoding": encoding},
            ) from misfit


def headers_of(cells: Sequence[str]) -> tuple[str, ...]:
    """Header cells as names: trimmed, none empty, no two alike."""
    names: list[str] = []
    for number, cell in enumerate(cells, 1):
        name = " ".join(cell.replace("\ufeff", "").split()) or f"Column {number}"
        taken = {known.casefold() for known in names}
        copy = 2
        unique = name
        while unique.casefold() in taken:
            unique = f"{name} ({copy})"
            copy += 1
        names.append(unique)
    return tuple(names)


def layout_of(head: Head, read_as: ReadAs) -> Layout:
    """Where the header is: as told, else the first record. Raises FileUnreadable."""
    wanted = read_as.header_line or head.records[0][0]
    for line, cells in head.records:
        if line == wanted:
            return Layout(head.form, head.encoding, head.delimiter, read_as.sheet, line, headers_of(cells))
    raise FileUnreadable(
        f"There is no header on line {wanted}: it must be among the first {HEAD_RECORDS} rows.",
        details={"reason": "header", "line": wanted},
    )


def look_through(path: Path, read_as: ReadAs, limits: Limits, on_progress: Progress | None = None) -> Layout:
    """Read the whole file once, so that what is broken at its end is known before anything is changed.

    Raises FileUnreadable, FileTooLarge.
    """
    form = form_of(path)
    encoding = None
    if form is not FileForm.WORKBOOK:
        encoding = _encoding(path, form, read_as, limits, whole=True)
    head = _head_as(path, form, read_as, limits, encoding=encoding)
    if not head.records:
        raise FileUnreadable("The file has no rows.", details={"reason": "empty"})
    layout = layout_of(head, read_as)
    rows = sum(1 for _ in read_rows(path, layout, limits, on_progress))
    return dataclasses.replace(layout, rows=rows)


def read_rows(
    path: Path, layout: Layout, limits: Limits, on_progress: Progress | None = None
) -> Iterator[Record]:
    """The rows after the header, with the physical lines they begin on."""
    count = 0
    with _records(path, layout, limits) as (records, position):
        for record in records:
            if record[0] <= layout.header_line:
                continue
            count += 1
            if count > limits.rows:
                raise FileTooLarge(
                    f"The file has more than {limits.rows:,} rows; split it into several.",
                    details={"limit": "rows", "value": limits.rows},
                )
            if on_progress is not None and count % _TELL_EVERY == 0:
                on_progress(position())
            yield record


@contextmanager
def _records(
    path: Path, layout: Layout, limits: Limits
) -> Iterator[tuple[Iterator[Record], Callable[[], int]]]:
    if layout.form is FileForm.WORKBOOK:
        with open_workbook(path, limits, layout.sheet) as records:
            yield records, lambda: 0
        return
    encoding, delimiter = layout.encoding or "utf-8", layout.delimiter or ","
    with _text(path, layout.form, encoding, limits) as (text, stream):
        yield read_delimited(text, delimiter, limits), lambda: stream.read_bytes
