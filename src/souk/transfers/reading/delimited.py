"""CSV: delimiter, quotes, physical line numbers."""

import csv
import io
from collections.abc import Iterator, Sequence

from souk.transfers.errors import FileTooLarge, FileUnreadable
from souk.transfers.limits import Limits

DELIMITERS = (",", ";", "\t", "|")
Record = tuple[int, list[str]]
"""The physical line a record begins on, and its cells."""


def sniff_delimiter(head: str) -> str:
    """The delimiter that cuts the first records into the most columns, alike in most of them."""
    first = head.split("\n", 1)[0].strip("\r\ufeff ")
    if len(first) == 5 and first.lower().startswith("sep="):
        return first[4]
    best, best_score = ",", 0.0
    for delimiter in DELIMITERS:
        widths = _widths(head, delimiter)
        if not widths or max(widths) < 2:
            continue
        commonest = max(set(widths), key=lambda width: (widths.count(width), width))
        if commonest < 2:
            continue
        score = widths.count(commonest) / len(widths) * 1000 + commonest
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _widths(head: str, delimiter: str) -> list[int]:
    widths: list[int] = []
    reader = csv.reader(io.StringIO(head, newline=""), delimiter=delimiter)
    try:
        for record in reader:
            if record:
                widths.append(len(record))
            if len(widths) == 20:
                break
    except csv.Error:
        return widths
    return widths[:-1] if len(widths) > 1 and len(widths) < 20 else widths  # the last may be cut off


def read_delimited(text: io.TextIOBase, delimiter: str, limits: Limits) -> Iterator[Record]:
    """The records, blank lines left out. Raises FileUnreadable or FileTooLarge naming the line."""
    reader = csv.reader(_lines(text, limits), delimiter=delimiter, strict=True)
    begins = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as broken:
            raise _unreadable(str(broken), begins, reader.line_num) from None
        line, begins = begins, reader.line_num + 1
        if not any(cells) or _names_the_delimiter(line, cells, delimiter):
            continue
        check_record(cells, line, limits)
        yield line, cells


def _lines(text: io.TextIOBase, limits: Limits) -> Iterator[str]:
    """Physical lines, none longer than allowed: iterating the file would take a 10 GB line whole."""
    number = 0
    while line := text.readline(limits.line_chars):
        number += 1
        if len(line) >= limits.line_chars and not line.endswith(("\n", "\r")):
            raise FileTooLarge(
                f"Line {number} is longer than {limits.line_chars:,} characters; is this a table?",
                details={"limit": "line_chars", "value": limits.line_chars, "line": number},
            )
        yield line


def _names_the_delimiter(line: int, cells: Sequence[str], delimiter: str) -> bool:
    """Excel's own first line, `sep=;`, as it looks once it is cut by that delimiter."""
    return line == 1 and delimiter.join(cells).lower() == f"sep={delimiter}"


def check_record(cells: Sequence[str], line: int, limits: Limits) -> None:
    """Raises FileTooLarge for too many columns or too long a cell."""
    if len(cells) > limits.columns:
        raise FileTooLarge(
            f"Line {line} has {len(cells):,} columns; {limits.columns:,} are allowed.",
            details={"limit": "columns", "value": limits.columns, "line": line},
        )
    if max(map(len, cells)) > limits.cell_chars:
        raise _cell_too_long(line, limits.cell_chars)


def _cell_too_long(line: int, allowed: int) -> FileTooLarge:
    return FileTooLarge(
        f"A cell that begins on line {line} is longer than {allowed:,} characters; perhaps a quote was"
        " opened and never closed.",
        details={"limit": "cell_chars", "value": allowed, "line": line},
    )


def _unreadable(message: str, begins: int, ended: int) -> FileUnreadable | FileTooLarge:
    if "field limit" in message:
        return _cell_too_long(begins, csv.field_size_limit())
    if "unexpected end of data" in message:
        words = f"A quote opened on line {begins} or after is never closed."
    elif "expected after" in message:
        words = f"Line {ended}: text follows a closing quote. A quote inside a quoted cell is written twice."
    else:
        words = f"Line {ended}: {message}."
    return FileUnreadable(words, details={"reason": "quotes", "line": begins})
