"""Which encoding a text file is in."""

import codecs
import io

from souk.transfers.errors import FileUnreadable

_BLOCK = 1024 * 1024
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def known_encoding(name: str) -> str:
    """The codec a person means. Raises FileUnreadable for one that does not exist or is no text encoding."""
    try:
        info = codecs.lookup(name)
        "a".encode(info.name)
    except (LookupError, UnicodeError, TypeError, ValueError):
        raise FileUnreadable(
            f"There is no text encoding '{name}'; usual ones are utf-8, utf-16, cp1252, iso-8859-15.",
            details={"reason": "encoding"},
        ) from None
    return info.name


def detect_encoding(stream: io.RawIOBase, *, whole: bool = True) -> str:
    """Reads `stream` (all of it when `whole`) and says how to decode it.

    A byte order mark decides; then UTF-8 when every byte fits it; then Windows-1252, unless there was
    valid UTF-8 beyond ASCII before the first misfit: then it is UTF-8 that was damaged, and reading it
    as Windows-1252 would garble every name without a word. Raises FileUnreadable.
    """
    head = _fill(stream, 4096)
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name
    if (wide := _wide_without_mark(head)) is not None:
        return wide
    if b"\x00" in head:
        raise FileUnreadable(
            "The file is binary, not text. Give CSV, .csv.gz or .xlsx.", details={"reason": "not_a_table"}
        )
    return _utf8_or_western(stream, head, whole=whole)


def _fill(stream: io.RawIOBase, size: int) -> bytes:
    parts = b""
    while len(parts) < size and (block := stream.read(size - len(parts))):
        parts += block
    return parts


def _wide_without_mark(head: bytes) -> str | None:
    """UTF-16 of mostly Latin text has a zero in every other byte."""
    if len(head) < 8 or b"\x00" not in head:
        return None
    pairs = len(head) // 2
    even = head[0 : 2 * pairs : 2].count(0)
    odd = head[1 : 2 * pairs : 2].count(0)
    if odd > 0.6 * pairs and even < 0.1 * pairs:
        return "utf-16-le"
    if even > 0.6 * pairs and odd < 0.1 * pairs:
        return "utf-16-be"
    return None


def _utf8_or_western(stream: io.RawIOBase, head: bytes, *, whole: bool) -> str:
    decoder = codecs.getincrementaldecoder("utf-8")()
    beyond_ascii = False
    lines = 1
    block: bytes | None = head
    while block:
        try:
            decoder.decode(block)
        except UnicodeDecodeError as misfit:
            valid = misfit.object[: misfit.start]
            if not beyond_ascii and valid.isascii():
                return "cp1252"
            line = lines + valid.count(b"\n")
            raise FileUnreadable(
                f"Line {line} is not valid UTF-8, while earlier lines are. Save the file as UTF-8 again,"
                " or name its encoding.",
                details={"reason": "encoding", "line": line},
            ) from None
        beyond_ascii = beyond_ascii or not block.isascii()
        lines += block.count(b"\n")
        block = stream.read(_BLOCK) if whole else None
    return "utf-8"
