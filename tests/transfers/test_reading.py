"""Files come as they come: every oddity is read right or refused in words, before anything changes."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from tests.transfers.files import LIMITS, csv_file, gz_file, rows_of, tampered, workbook

from souk.transfers.errors import FileTooLarge, FileUnreadable
from souk.transfers.reading.table import ReadAs, look_at_head, look_through

OLIVES = "sku,name,price\nOL-1,Aceitunas,3.50\nOL-2,Aceite,12.00\n"


def test_a_plain_file_gives_its_rows_with_their_lines(tmp_path: Path) -> None:
    assert rows_of(csv_file(tmp_path, OLIVES)) == [
        (2, ["OL-1", "Aceitunas", "3.50"]),
        (3, ["OL-2", "Aceite", "12.00"]),
    ]


def test_lines_are_counted_as_a_text_editor_counts_them(tmp_path: Path) -> None:
    """A row that spans lines, blank lines and Windows line ends do not shift the numbers after them."""
    text = 'sku,name\r\nOL-1,"green\r\nand black"\r\n\r\n\r\nOL-2,oil\r\n'
    assert [line for line, _ in rows_of(csv_file(tmp_path, text))] == [2, 6]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(tmp_path: Path, delimiter: str) -> None:
    path = csv_file(tmp_path, OLIVES.replace(",", delimiter))
    assert look_at_head(path, ReadAs(), LIMITS).delimiter == delimiter
    assert rows_of(path)[0][1] == ["OL-1", "Aceitunas", "3.50"]


def test_commas_inside_texts_do_not_hide_the_semicolon(tmp_path: Path) -> None:
    text = 'sku;name;price\n1;"oil, extra, virgin";1,50\n2;"salt, fine";0,80\n'
    assert rows_of(csv_file(tmp_path, text))[0][1] == ["1", "oil, extra, virgin", "1,50"]


def test_excels_sep_line_is_understood(tmp_path: Path) -> None:
    assert rows_of(csv_file(tmp_path, "sep=;\nsku;price\n1;2\n")) == [(3, ["1", "2"])]


@pytest.mark.parametrize(
    ("encoding", "found"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("cp1252", "cp1252"),
    ],
)
def test_the_encoding_is_found(tmp_path: Path, encoding: str, found: str) -> None:
    path = csv_file(tmp_path, "sku,name\n1,Jamón ibérico\n", encoding=encoding)
    assert look_through(path, ReadAs(), LIMITS).encoding == found
    assert rows_of(path) == [(2, ["1", "Jamón ibérico"])]


def test_damaged_utf8_is_not_read_as_something_else(tmp_path: Path) -> None:
    """Reading it as Windows-1252 would garble the names that are right."""
    path = csv_file(tmp_path, "sku,name\n1,Jamón\n2,".encode() + b"Caf\xe9\n")
    with pytest.raises(FileUnreadable, match="Line 3 is not valid UTF-8"):
        look_through(path, ReadAs(), LIMITS)


def test_a_named_encoding_is_taken_at_its_word(tmp_path: Path) -> None:
    path = csv_file(tmp_path, "sku,name\n1,10 €\n", encoding="iso-8859-15")
    assert rows_of(path, ReadAs(encoding="iso-8859-15")) == [(2, ["1", "10 €"])]
    with pytest.raises(FileUnreadable, match="no text encoding 'klingon'"):
        rows_of(path, ReadAs(encoding="klingon"))


def test_right_to_left_text_and_emoji_pass(tmp_path: Path) -> None:
    assert rows_of(csv_file(tmp_path, "sku,name\n1,شاي 🫖\n")) == [(2, ["1", "شاي 🫖"])]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"\n\n  \n\n".replace(b" ", b""), "no rows"),
        (b"\x00\x01\x02\x03binary\x00\x00", "binary"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old excel", "old .*Excel"),
        (b"PK\x03\x04 some archive", "ZIP"),
        (b'sku,name\n1,"never closed\n2,x\n', "line 2 or after is never closed"),
        (b'sku,name\n1,"two" quotes\n', "Line 2: text follows a closing quote"),
        (b"\x1f\x8b\x08\x00 not really gzip", "gzip file is damaged"),
    ],
)
def test_what_is_no_table_is_refused_in_words(tmp_path: Path, content: bytes, words: str) -> None:
    with pytest.raises(FileUnreadable, match=words):
        rows_of(csv_file(tmp_path, content))


def test_gzip_is_read_by_its_bytes_whatever_the_name(tmp_path: Path) -> None:
    assert len(rows_of(gz_file(tmp_path, OLIVES.encode(), "list.csv"))) == 2


def test_a_gzip_file_that_was_cut_off_is_refused(tmp_path: Path) -> None:
    whole = gz_file(tmp_path, OLIVES.encode() * 1000)
    whole.write_bytes(whole.read_bytes()[:-200])
    with pytest.raises(FileUnreadable, match="cut off"):
        rows_of(whole)


def test_a_decompression_bomb_is_stopped(tmp_path: Path) -> None:
    bomb = gz_file(tmp_path, b"sku,name\n" + b"0,0\n" * 2_000_000)
    tight = replace(LIMITS, expansion_grace_bytes=1024 * 1024)
    with pytest.raises(FileTooLarge, match="grows to more than 250 times"):
        look_through(bomb, ReadAs(), tight)
    with pytest.raises(FileTooLarge, match="when decompressed"):
        look_through(bomb, ReadAs(), replace(LIMITS, expanded_bytes=5_000_000))


@pytest.mark.parametrize(
    ("limit", "content", "words"),
    [
        ({"rows": 2}, "a,b\n1,1\n2,2\n3,3\n", "more than 2 rows"),
        ({"columns": 3}, "a,b\n1,2,3,4\n", "Line 2 has 4 columns"),
        ({"cell_chars": 10}, "a,b\n1,abcdefghijkl\n", "line 2 is longer than 10"),
        ({"line_chars": 30}, "a,b\n" + "x" * 100, "Line 2 is longer than 30"),
        ({"file_bytes": 5}, "a,b\n1,2\n", "8 bytes; 5 are allowed"),
    ],
)
def test_every_limit_has_a_name_and_says_where(
    tmp_path: Path, limit: dict[str, int], content: str, words: str
) -> None:
    with pytest.raises(FileTooLarge, match=words) as refusal:
        rows_of(csv_file(tmp_path, content), limits=replace(LIMITS, **limit))
    assert refusal.value.details["limit"] == next(iter(limit))


def test_a_quote_left_open_ends_at_the_cell_limit_not_at_the_memory(tmp_path: Path) -> None:
    path = csv_file(tmp_path, 'sku,name\n1,"oops\n' + "2,x\n" * 100_000)
    with pytest.raises(FileTooLarge, match=r"begins on line 2 .*never closed"):
        rows_of(path)


def test_a_workbook_reads_like_a_csv(tmp_path: Path) -> None:
    path = workbook(
        tmp_path,
        [
            ["sku", "name", "price", "since", "shown", "customer"],
            ["OL-1", "Aceitunas", 3.5, datetime(2026, 3, 31, 14, 30), True, 17850.0],  # noqa: DTZ001
            [],
            ["OL-2", "=1+1", 0.1 + 0.2, None, False, None],
        ],
    )
    assert rows_of(path) == [
        (2, ["OL-1", "Aceitunas", "3.5", "2026-03-31T14:30:00", "true", "17850"]),
        (4, ["OL-2", "", "0.3", "", "false"]),
    ]


def test_a_sheet_is_chosen_by_name(tmp_path: Path) -> None:
    path = workbook(tmp_path, [["sku"], ["1"]])
    with pytest.raises(FileUnreadable, match="no sheet 'Prices'; there are: Sheet"):
        rows_of(path, ReadAs(sheet="Prices"))


@pytest.mark.parametrize(
    "content",
    [
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><worksheet/>',
        b"<worksheet><sheetData><row>",
        b"",
    ],
)
def test_a_forged_or_broken_workbook_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tampered(workbook(tmp_path, [["sku"], ["1"]]), "xl/worksheets/sheet1.xml", content)
    with pytest.raises(FileUnreadable, match=r"workbook is damaged|has no rows"):
        rows_of(path)


def test_a_workbook_that_unpacks_too_large_is_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path, [["sku"], ["x" * 30_000]])
    tampered(path, "xl/sharedStrings.xml", b"<sst>" + b" " * 20_000 + b"</sst>")
    with pytest.raises(FileTooLarge, match="save it as CSV"):
        rows_of(path, limits=replace(LIMITS, workbook_strings_bytes=10_000))
    with pytest.raises(FileTooLarge, match="grows too large"):
        rows_of(path, limits=replace(LIMITS, expanded_bytes=10_000))


def test_a_row_number_beyond_excels_own_is_a_forgery(tmp_path: Path) -> None:
    sheet = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        b'<row r="1"><c r="A1"><v>1</v></c></row><row r="2000000000"><c r="A2000000000"><v>2</v></c></row>'
        b"</sheetData></worksheet>"
    )
    path = tampered(workbook(tmp_path, [["sku"], ["1"]]), "xl/worksheets/sheet1.xml", sheet)
    with pytest.raises(FileUnreadable, match="damaged"):
        rows_of(path)


def test_headers_are_told_apart(tmp_path: Path) -> None:
    layout = look_through(csv_file(tmp_path, "name, Name ,,price\n1,2,3,4\n"), ReadAs(), LIMITS)
    assert layout.headers == ("name", "Name (2)", "Column 3", "price")
