"""Columns become fields: typed, translated, filled; what is not clearly meant is refused by its line."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from souk.transfers.errors import ColumnsMissing, MappingInvalid
from souk.transfers.fields import Field, FieldKind
from souk.transfers.importer import MappedRow, Rejection
from souk.transfers.mapping.catalogue import suggest
from souk.transfers.mapping.cells import bare
from souk.transfers.mapping.definition import FROM_THE_FILE, Mapping, parse_toml
from souk.transfers.mapping.mapper import Mapper

FIELDS = (
    Field("sku", "what it is known by", required=True, aliases=("Variant SKU", "StockCode")),
    Field("name", "what it is called"),
    Field("price", "whole units", FieldKind.DECIMAL),
    Field("quantity", "how many", FieldKind.INTEGER),
    Field("active", "on sale", FieldKind.BOOLEAN),
    Field("sold_at", "when", FieldKind.INSTANT),
    Field("born_on", "a day", FieldKind.DAY),
    Field("country", "where", FieldKind.COUNTRY),
    Field("currency", "in what", FieldKind.CURRENCY),
    Field("tags", "words", FieldKind.WORDS),
    Field("attributes", "the rest", FieldKind.OBJECT),
)


def mapping(toml: str) -> Mapping:
    return parse_toml(toml, kind="products", name="test")


def mapped(toml: str, header: str, *rows: str, zone: str = "Europe/Madrid") -> list[Any]:
    mapper = Mapper(mapping(toml), FIELDS, header.split("|"), zone)
    results = [mapper.row(number, row.split("|")) for number, row in enumerate(rows, 2)]
    return [dict(row.values) if isinstance(row, MappedRow) else row for row in results]


def refused(toml: str, header: str, row: str) -> str:
    (result,) = mapped(toml, header, row)
    assert isinstance(result, list), result
    return "; ".join(rejection.message for rejection in result)


def test_cells_are_read_as_their_field_is_meant() -> None:
    toml = """
        [columns]
        sku = "Code"
        price = "Price"
        quantity = "Qty"
        active = "On"
        sold_at = "At"
        born_on = "Day"
        country = "Land"
        currency = "Cur"
        tags = "Tags"
    """
    header = "Code|Price|Qty|On|At|Day|Land|Cur|Tags"
    assert mapped(
        toml, header, " A-1 |€ 3.50|6.0|YES|2026-07-01 10:00|2000-02-29|united kingdom|eur|a; b,a"
    ) == [
        {
            "sku": "A-1",
            "price": Decimal("3.50"),
            "quantity": 6,
            "active": True,
            "sold_at": datetime(2026, 7, 1, 8, tzinfo=UTC),
            "born_on": date(2000, 2, 29),
            "country": "GB",
            "currency": "EUR",
            "tags": ("a", "b"),
        }
    ]


@pytest.mark.parametrize(
    ("field", "cell", "words"),
    [
        ("price", "twelve", "'twelve' is not a number"),
        ("price", "1,50", "decimal comma"),
        ("price", "NaN", "not a number"),
        ("price", "1e999", "not a number"),
        ("price", "١٢", "not a number"),
        ("quantity", "1.5", "not a whole number"),
        ("quantity", "99999999999999999999", "too large"),
        ("active", "perhaps", "neither yes nor no"),
        ("sold_at", "31.02.2026", "not a date"),
        ("sold_at", "0001-01-01", "not a possible time"),
        ("born_on", "2026-02-30", "not a date"),
        ("country", "Narnia", "not a country"),
        ("currency", "EURO", "not an ISO 4217 currency"),
        ("attributes", "[1]", "not a JSON object"),
        ("attributes", '{"a": "\\u0000"}', "not a JSON object"),
        ("name", "a\x00b", "control characters"),
        ("name", "x" * 20_001, "20,001 characters"),
    ],
)
def test_a_cell_that_cannot_be_meant_is_refused_by_name(field: str, cell: str, words: str) -> None:
    toml = f'[columns]\nsku = "sku"\n{field} = "cell"'
    assert words in refused(toml, "sku|cell", f"A|{cell}")


def test_a_refusal_names_line_field_and_reason() -> None:
    (result,) = mapped('[columns]\nsku = "sku"\nprice = "price"', "sku|price", "|x")
    assert result == [
        Rejection(2, "required", "sku is empty", "sku"),
        Rejection(2, "not_a_number", "price: 'x' is not a number", "price"),
    ]


def test_decimal_commas_and_thousands() -> None:
    toml = 'decimal = ","\nthousands = "."\n[columns]\nsku = "s"\nprice = "p"'
    assert [row["price"] for row in mapped(toml, "s|p", "A|1.234.567,89", "A|-0,5", "A|12")] == [
        Decimal("1234567.89"),
        Decimal("-0.5"),
        Decimal(12),
    ]
    assert "not a number" in refused(toml, "s|p", "A|1.5")


def test_dates_in_the_files_own_format_and_zone() -> None:
    toml = 'dates = ["%d/%m/%Y %H:%M"]\ntimezone = "America/Santiago"\n[columns]\nsku = "s"\nsold_at = "t"'
    assert mapped(toml, "s|t", "A|01/07/2026 12:00")[0]["sold_at"] == datetime(2026, 7, 1, 16, tzinfo=UTC)
    assert mapped(toml, "s|t", "A|2026-07-01T12:00:00Z")[0]["sold_at"] == datetime(2026, 7, 1, 12, tzinfo=UTC)


def test_hours_that_summer_time_skips_or_repeats_are_still_one_instant() -> None:
    toml = '[columns]\nsku = "s"\nsold_at = "t"'
    rows = mapped(toml, "s|t", "A|2026-03-29 02:30", "A|2026-10-25 02:30")
    assert [row["sold_at"].isoformat() for row in rows] == [
        "2026-03-29T01:30:00+00:00",
        "2026-10-25T00:30:00+00:00",
    ]


def test_constants_defaults_joins_and_words_of_the_file() -> None:
    toml = """
        [columns]
        sku = { column = "Code", strip_prefix = "SKU-", before = "/", case = "upper" }
        name = { columns = ["Brand", "Model"], join = " · " }
        price = { first_of = ["Sale", "Price"], scale = 0.01 }
        quantity = { column = "Qty", default = 1, absolute = true }
        currency = { constant = "EUR" }
        active = { column = "State", values = { live = "yes", draft = "no" }, otherwise = "reject" }
        attributes = { collect = ["Colour", "Size"] }
    """
    header = "Code|Brand|Model|Sale|Price|Qty|State|Colour|Size"
    assert mapped(toml, header, "SKU-a1/x|Lodge|Pan||1999|-3|LIVE|black|", "b2||||||draft||") == [
        {
            "sku": "A1",
            "name": "Lodge · Pan",
            "price": Decimal("19.99"),
            "quantity": 3,
            "currency": "EUR",
            "active": True,
            "attributes": {"Colour": "black"},
        },
        {
            "sku": "B2",
            "name": None,
            "price": None,
            "quantity": 1,
            "currency": "EUR",
            "active": False,
            "attributes": None,
        },
    ]
    assert "not a word the mapping knows" in refused(toml, header, "c|||||1|sold||")


def test_blanks_below_take_the_value_above_within_the_same_group() -> None:
    toml = """
        fill_down_by = "Order"
        [columns]
        sku = "Sku"
        country = { column = "Country", fill_down = true }
    """
    rows = mapped(toml, "Order|Sku|Country", "1|a|ES", "1|b|", "2|c|", "2|d|FR", "2|e|")
    assert [row["country"] for row in rows] == ["ES", "ES", None, "FR", "FR"]


def test_rows_that_are_no_data_are_left_out() -> None:
    toml = """
        [columns]
        sku = "Sku"
        [[skip]]
        column = "Sku"
        starts_with = ["total"]
        [[skip]]
        column = "Type"
        not_equals = ["item"]
    """
    rows = mapped(toml, "Sku|Type", "a|Item", "Total: 3|item", "b|shipping")
    assert [row is None for row in rows] == [False, True, True]


def test_a_row_with_more_cells_than_columns_is_refused_and_a_short_one_filled() -> None:
    toml = '[columns]\nsku = "s"\nname = "n"'
    short, blank, long = mapped(toml, "s|n", "A", "A|x||", "A|x|y")
    assert short == {"sku": "A", "name": None}
    assert blank == {"sku": "A", "name": "x"}
    assert long[0].code == "too_many_cells"


@pytest.mark.parametrize(
    ("toml", "words"),
    [
        ("columns = 3", "columns"),
        ('[columns]\nsku = { column = "a", constant = 1 }', "exactly one of"),
        ('[columns]\nsku = { column = "a", shout = true }', "shout"),
        ('[columns]\nsku = { column = "a", fill_down = true }', "fill_down_by"),
        ('thousands = "."\n[columns]\nsku = "a"', "same character"),
        ('dates = ["%Q"]\n[columns]\nsku = "a"', "not a date format"),
        ('timezone = "Mars/Olympus"\n[columns]\nsku = "a"', "not a time zone"),
        ("[columns", "not valid TOML"),
        ('[[skip]]\ncolumn = "a"\n[columns]\nsku = "a"', "exactly one of equals"),
    ],
)
def test_a_mapping_that_is_wrong_says_where(toml: str, words: str) -> None:
    with pytest.raises(MappingInvalid, match=words):
        mapping(toml)


def test_a_mapping_must_fit_the_kind_and_the_file() -> None:
    with pytest.raises(MappingInvalid, match="no field colour"):
        Mapper(mapping('[columns]\nsku = "a"\ncolour = "b"'), FIELDS, ["a", "b"], "UTC")
    with pytest.raises(ColumnsMissing, match="the file has no column 'Code'"):
        Mapper(mapping('[columns]\nsku = "Code"'), FIELDS, ["a"], "UTC")
    with pytest.raises(ColumnsMissing, match="no column is mapped"):
        Mapper(mapping('[columns]\nname = "a"'), FIELDS, ["a"], "UTC")
    with pytest.raises(MappingInvalid, match="the constant 'many' is not a number"):
        Mapper(mapping('[columns]\nsku = "a"\nprice = { constant = "many" }'), FIELDS, ["a"], "UTC")


def test_a_file_is_recognised_by_its_headers_even_below_a_title() -> None:
    known = mapping('recognised_by = ["StockCode", "Qty"]\n[columns]\nsku = "StockCode"\nquantity = "Qty"')
    head = [(1, ["Report of March"]), (3, ["StockCode", "Qty", "Shop"]), (4, ["A", "1", "x"])]
    found = suggest("products", FIELDS, head, [known])
    assert found is not None
    assert (found.mapping.name, found.header_line) == ("test", 3)


def test_without_a_mapping_the_headers_speak_for_themselves() -> None:
    found = suggest("products", FIELDS, [(1, ["variant sku", "NAME", "Un-known", "soldAt"])])
    assert found is not None
    assert found.mapping.name == FROM_THE_FILE
    assert found.mapping.columns == {"sku": "variant sku", "name": "NAME", "sold_at": "soldAt"}
    assert suggest("products", FIELDS, [(1, ["x", "y"])]) is None


@given(st.text())
def test_any_text_whatever_is_read_or_refused_and_never_breaks(text: str) -> None:
    columns = "\n".join(f'{field.name} = "{field.name}"' for field in FIELDS)
    mapper = Mapper(mapping(f"[columns]\n{columns}"), FIELDS, [f.name for f in FIELDS], "UTC")
    result = mapper.row(2, [text] * len(FIELDS))
    assert isinstance(result, MappedRow | list)


@given(st.text(alphabet="'=+-@ab1 "))
def test_the_guard_of_our_own_exports_comes_off_again(text: str) -> None:
    from souk.transfers.writing.guard import guarded

    assert bare(guarded(text.strip())) == text.strip()


def test_a_currency_that_stands_in_a_header_is_read_there() -> None:
    toml = """
        recognised_by = ["Code", "Cost (*)"]
        [columns]
        sku = "Code"
        price = { like = "Cost (*)" }
        currency = { in_header = "Cost (*)" }
    """
    (row,) = mapped(toml, "Code|cost  (sek)|Cost per click", "A|12.5|3")
    assert row == {"sku": "A", "price": Decimal("12.5"), "currency": "SEK"}
    (row,) = mapped(toml, "Code|Cost ()", "A|12.5")
    assert row == {"sku": "A"}, "nothing stands there"
    kept = [mapping(toml)]
    found = suggest("products", FIELDS, [(1, ["Code", "Cost (GBP)"])], kept)
    assert found is not None
    assert found.mapping.rules()["currency"].constant == "GBP", "of this file"
    unlike = suggest("products", FIELDS, [(1, ["Code", "Cost"])], kept)
    assert unlike is None or unlike.mapping.name == FROM_THE_FILE
    with pytest.raises(MappingInvalid, match="EUROS"):
        Mapper(mapping(toml), FIELDS, ["Code", "Cost (EUROS)"], "UTC")


@pytest.mark.parametrize("pattern", ["Cost", "Cost * (*)"])
def test_a_pattern_has_one_star(pattern: str) -> None:
    with pytest.raises(MappingInvalid):
        mapping(f'[columns]\nsku = {{ like = "{pattern}" }}')
