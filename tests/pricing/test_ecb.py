"""The European Central Bank's files, in each of the forms they come in."""

import zipfile
from collections.abc import AsyncIterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from souk.kernel.work import Database
from souk.pricing.imports import RateImport
from souk.pricing.public import rates_for
from souk.pricing.rules.ecb import EcbFileUnreadable, EcbRate, is_ecb_file, read_ecb
from souk.transfers import actions
from souk.transfers.limits import Limits
from souk.transfers.registry import offer_importers
from souk.transfers.running.run import run_import

DAILY = "Date, USD, JPY, BGN, \n20 November 2026, 1.0832, 161.35, N/A, \n"
HISTORY = "Date,USD,JPY,CYP,\n2026-11-20,1.0832,161.35,N/A,\n2026-11-19,1.0844,160.9,N/A,\n"
XML = """<?xml version="1.0" encoding="UTF-8"?>
<gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01"
                 xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref">
  <gesmes:subject>Reference rates</gesmes:subject>
  <Cube>
    <Cube time="2026-11-20"><Cube currency="USD" rate="1.0832"/><Cube currency="JPY" rate="161.35"/></Cube>
  </Cube>
</gesmes:Envelope>"""
FRIDAY = [
    EcbRate(date(2026, 11, 20), "USD", Decimal("1.0832")),
    EcbRate(date(2026, 11, 20), "JPY", Decimal("161.35")),
]


def file_of(folder: Path, content: str | bytes, *, packed_as: str | None = None) -> Path:
    path = folder / "rates"
    data = content.encode() if isinstance(content, str) else content
    if packed_as is None:
        path.write_bytes(data)
    else:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(packed_as, data)
    return path


@pytest.mark.parametrize("content", [DAILY, "\ufeff" + DAILY, DAILY.replace("\n", "\r\n"), XML])
@pytest.mark.parametrize("packed_as", [None, "eurofxref.csv"])
def test_the_rates_of_the_day_are_the_same_in_every_form(
    tmp_path: Path, content: str, packed_as: str | None
) -> None:
    path = file_of(tmp_path, content, packed_as=packed_as)

    assert is_ecb_file(path)
    assert list(read_ecb(path)) == FRIDAY


def test_the_history_has_a_row_a_day(tmp_path: Path) -> None:
    path = file_of(tmp_path, HISTORY)

    assert [(each.day.day, each.currency, each.rate) for each in read_ecb(path)] == [
        (20, "USD", Decimal("1.0832")),
        (20, "JPY", Decimal("161.35")),
        (19, "USD", Decimal("1.0844")),
        (19, "JPY", Decimal("160.9")),
    ]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("Date,USD,\nsomeday,1.08,\n", "someday"),
        ("Date,USD,\n2026-11-20,free,\n", "USD on 2026-11-20"),
        ("Date,USD,\n2026-11-20,-1,\n", "USD on 2026-11-20"),
        (XML[:-40], "damaged in line"),
        (XML.replace('"USD"', '"Dollars"'), "Dollars"),
        (XML.replace("?>", '?><!DOCTYPE x [<!ENTITY a "b">]>', 1), "document type"),
        ("<html>eurofxref</html>", "no reference rates"),
        (b"Date,USD,\n2026-11-20,\xff\xfe,\n", "damaged"),
        ("product,price\nMUG,9\n", "none of the bank's"),
    ],
)
def test_what_is_broken_is_said(tmp_path: Path, content: str | bytes, words: str) -> None:
    with pytest.raises(EcbFileUnreadable, match=words):
        list(read_ecb(file_of(tmp_path, content)))


def test_an_archive_of_anything_else_is_not_taken_for_it(tmp_path: Path) -> None:
    assert not is_ecb_file(file_of(tmp_path, DAILY, packed_as="prices.csv"))
    assert not is_ecb_file(file_of(tmp_path, b"PK\x03\x04 and no more"))
    assert not is_ecb_file(file_of(tmp_path, "Date,Product\n2026-11-20,MUG\n"))
    assert not is_ecb_file(file_of(tmp_path, ""))


def test_an_archive_that_grows_without_end_is_refused(tmp_path: Path) -> None:
    path = file_of(tmp_path, b"Date, USD, \n" + b"\n" * (33 * 1024 * 1024), packed_as="eurofxref.csv")
    with pytest.raises(EcbFileUnreadable, match="too large"):
        list(read_ecb(path))


async def test_the_banks_archive_is_imported_as_it_comes_and_twice_is_once(
    database: Database, tenant_id: int, tmp_path: Path
) -> None:
    offer_importers([RateImport()])
    archive = file_of(tmp_path, HISTORY, packed_as="eurofxref-hist.csv").read_bytes()

    async def stream() -> AsyncIterator[bytes]:
        yield archive

    async def bring_in() -> tuple[str, int, int, int, int]:
        received = actions.receive(stream(), "eurofxref-hist.zip", Limits(), kind="rates")
        async with received as file, database.work(tenant_id) as work:
            run_id = (await actions.keep_upload(work, "rates", file)).id
            await actions.start_import(work, run_id)
        run = await run_import(database, tenant_id, run_id, limits=Limits())
        return run.status, run.created_count, run.changed_count, run.unchanged_count, run.rows_rejected

    assert await bring_in() == ("completed", 4, 0, 0, 0)
    assert await bring_in() == ("completed", 0, 0, 4, 0)
    async with database.reading(tenant_id) as work:
        pair = (date(2026, 11, 22), "USD", "EUR")
        found = (await rates_for(work, [pair]))[pair]
    assert found is not None
    assert round(found * Decimal("1.0832"), 12) == 1
