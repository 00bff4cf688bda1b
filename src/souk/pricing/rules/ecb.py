"""The euro foreign exchange reference rates as the European Central Bank publishes them.

`eurofxref.csv` (the day), `eurofxref-hist.csv` (since 1999), either in a ZIP of the same name, and
`eurofxref-daily.xml`, `eurofxref-hist.xml`, `eurofxref-hist-90d.xml`. One euro is so many units of each
currency; N/A stands for days without a rate.
Source: https://www.ecb.europa.eu/stats/policy_and_exchange_rates/euro_reference_exchange_rates/
"""

import csv
import io
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import BinaryIO
from xml.parsers import expat

from souk.kernel.errors import Invalid
from souk.kernel.money import is_currency

BASE = "EUR"
UNPACKED_MAX_BYTES = 32 * 1024 * 1024
"""The whole history is seven megabytes of XML; what is larger is something else."""
_SNIFFED_BYTES = 4096
_CHUNK_BYTES = 64 * 1024
_NO_RATE = {"", "N/A", "-"}
_DAY_FORMATS = ("%Y-%m-%d", "%d %B %Y", "%d/%m/%Y")


class EcbFileUnreadable(Invalid):
    code = "ecb_file_unreadable"
    title = "The file of reference rates cannot be read"


@dataclass(frozen=True, slots=True)
class EcbRate:
    """One euro was `rate` units of `currency` on `day`."""

    day: date
    currency: str
    rate: Decimal


def is_ecb_file(path: Path) -> bool:
    """Whether the file begins as one of the forms the bank publishes."""
    with path.open("rb") as file:
        head = file.read(_SNIFFED_BYTES)
    if head.startswith(b"PK\x03\x04"):
        try:
            with zipfile.ZipFile(path) as archive:
                return [name.startswith("eurofxref") for name in archive.namelist()] == [True]
        except zipfile.BadZipFile:
            return False
    return b"eurofxref" in head or b"gesmes" in head or _is_wide(head)


def read_ecb(path: Path) -> Iterator[EcbRate]:
    """Every rate of a file, in its order. Raises EcbFileUnreadable."""
    with _unpacked(path) as stream:
        head = stream.peek(_SNIFFED_BYTES)[:_SNIFFED_BYTES]
        if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
            yield from _from_xml(stream)
        elif _is_wide(head):
            yield from _from_csv(stream)
        else:
            raise EcbFileUnreadable("This is none of the bank's CSV, ZIP or XML files of reference rates.")


def _is_wide(head: bytes) -> bool:
    first = head.removeprefix(b"\xef\xbb\xbf").split(b"\n", 1)[0].decode("ascii", "replace")
    names = [name.strip() for name in first.split(",")]
    codes = [name for name in names[1:] if name]
    return names[0] == "Date" and bool(codes) and all(is_currency(code) for code in codes)


@contextmanager
def _unpacked(path: Path) -> Iterator[io.BufferedReader]:
    with path.open("rb") as file:
        if not file.peek(4).startswith(b"PK\x03\x04"):
            yield file
            return
    try:
        with zipfile.ZipFile(path) as archive:
            (member,) = archive.infolist()
            with archive.open(member) as inside:
                unpacked = inside.read(UNPACKED_MAX_BYTES + 1)
    except (zipfile.BadZipFile, ValueError) as broken:
        raise EcbFileUnreadable("The archive is damaged, or holds other than one file.") from broken
    if len(unpacked) > UNPACKED_MAX_BYTES:
        raise EcbFileUnreadable("The file in the archive is far too large.")
    yield io.BufferedReader(io.BytesIO(unpacked))


def _from_csv(stream: BinaryIO) -> Iterator[EcbRate]:
    try:
        with io.TextIOWrapper(stream, encoding="utf-8-sig", newline="") as lines:
            rows = csv.reader(lines, skipinitialspace=True)
            currencies = [name.strip() for name in next(rows)][1:]
            for row in rows:
                yield from _row(row, currencies)
    except (UnicodeError, csv.Error) as broken:
        raise EcbFileUnreadable("The file breaks off or is damaged.") from broken


def _row(row: Sequence[str], currencies: Sequence[str]) -> Iterator[EcbRate]:
    if not row or not row[0].strip():
        return
    day = _day(row[0].strip())
    for currency, cell in zip(currencies, row[1:], strict=False):
        if currency and cell.strip() not in _NO_RATE:
            yield EcbRate(day, currency, _rate(cell.strip(), day, currency))


def _from_xml(stream: BinaryIO) -> Iterator[EcbRate]:
    cubes = _Cubes()
    parser = expat.ParserCreate()
    parser.StartElementHandler = cubes.begin
    parser.StartDoctypeDeclHandler = cubes.refuse
    try:
        while chunk := stream.read(_CHUNK_BYTES):
            parser.Parse(chunk, False)
            yield from cubes.taken()
        parser.Parse(b"", True)
    except expat.ExpatError as broken:
        raise EcbFileUnreadable(f"The XML is damaged in line {broken.lineno}.") from broken
    if cubes.day is None:
        raise EcbFileUnreadable("The XML holds no reference rates.")


class _Cubes:
    """The bank's elements as they begin: a Cube with a time, within it a Cube for each currency."""

    def __init__(self) -> None:
        self.day: date | None = None
        self._found: list[EcbRate] = []

    def taken(self) -> list[EcbRate]:
        found, self._found = self._found, []
        return found

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        if name.rpartition(":")[2] != "Cube":
            return
        if "time" in attributes:
            self.day = _day(attributes["time"])
        elif "currency" in attributes:
            currency = attributes["currency"]
            if self.day is None or not is_currency(currency):
                raise EcbFileUnreadable(f"The rate of '{currency[:20]}' is of no day, or of no currency.")
            self._found.append(
                EcbRate(self.day, currency, _rate(attributes.get("rate", ""), self.day, currency))
            )

    def refuse(self, *_: object) -> None:
        raise EcbFileUnreadable("The file declares a document type, which the bank's files do not.")


def _day(text: str) -> date:
    for pattern in _DAY_FORMATS:
        try:
            return datetime.strptime(text, pattern).date()  # noqa: DTZ007 (a day has no zone)
        except ValueError:
            continue
    raise EcbFileUnreadable(f"'{text[:40]}' is not a day as the bank writes it.")


def _rate(text: str, day: date, currency: str) -> Decimal:
    try:
        rate = Decimal(text)
    except InvalidOperation:
        rate = Decimal("NaN")
    if not rate.is_finite() or rate <= 0:
        raise EcbFileUnreadable(f"The rate of {currency} on {day} is '{text[:40]}'.")
    return rate
