"""Files and mappings from strangers: whatever they hold, they are read or refused in words."""

import gzip
import io
import json
import tempfile
import zipfile
from contextlib import suppress
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from tests.transfers.files import rows_of, workbook

from souk.kernel.errors import SoukError
from souk.transfers.errors import MappingInvalid
from souk.transfers.fields import FieldKind
from souk.transfers.limits import Limits
from souk.transfers.mapping.cells import CellRefused, Notation, parser_of
from souk.transfers.mapping.definition import Mapping, parse_mapping, parse_toml
from souk.transfers.reading.table import ReadAs

SMALL = Limits(rows=200, columns=20, cell_chars=500, line_chars=5_000, expanded_bytes=1_000_000)
thorough = settings(deadline=None, suppress_health_check=list(HealthCheck))

TABLE_BITS = st.sampled_from(
    [
        *b'sku|name|,|;|\t|"|\n|\r\n|\r|\x00|\xff\xfe|\xef\xbb\xbf|\xf1|1,99|sep=;\n| '.split(b"|"),
        b"|",
        "مرحبا🫒".encode(),
    ]
)
tables = st.one_of(st.binary(max_size=300), st.lists(TABLE_BITS, max_size=40).map(b"".join))
read_as = st.builds(
    ReadAs,
    encoding=st.sampled_from([None, "utf-8", "utf-16", "latin-1", "cp1252"]),
    delimiter=st.sampled_from([None, ",", ";", "\t", "|"]),
)


def read_or_refused(name: str, content: bytes, how: ReadAs) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        with suppress(SoukError):
            rows_of(path, how, SMALL)


@thorough
@given(tables, read_as)
@example(b"\xff\xfes\x00", ReadAs(encoding="utf-8"))
def test_any_bytes_called_csv(content: bytes, how: ReadAs) -> None:
    read_or_refused("list.csv", content, how)


@thorough
@given(tables, st.integers(0, 60), read_as)
def test_any_compressed_bytes_also_when_cut_short(content: bytes, cut: int, how: ReadAs) -> None:
    packed = gzip.compress(content)
    read_or_refused("list.csv.gz", packed[: len(packed) - cut], how)
    read_or_refused("list.csv.gz", content, how)


@pytest.fixture(scope="module")
def good_book(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    rows = [["sku", "price", "since"], ["OIL-1", 9.5, "2026-03-01"], ["ñandú", -1, None]]
    return workbook(tmp_path_factory.mktemp("books"), rows).read_bytes()


@settings(thorough, max_examples=60)
@given(data=st.data())
def test_any_workbook_with_a_damaged_part(good_book: bytes, data: st.DataObject) -> None:
    """The archive is whole; one of its parts holds something else."""
    with zipfile.ZipFile(io.BytesIO(good_book)) as source:
        parts = {item.filename: source.read(item.filename) for item in source.infolist()}
    name = data.draw(st.sampled_from(sorted(parts)))
    whole = parts[name]
    place = data.draw(st.integers(0, len(whole)))
    strange = data.draw(
        st.one_of(
            st.binary(max_size=40),
            st.sampled_from([b"<", b"&x;", b"]]>", b'<c t="s"><v>99999</v></c>', b'r="ZZZZZZ9"', b"\x00"]),
        )
    )
    parts[name] = whole[:place] + strange + whole[place + len(strange) :]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as target:
        for part, content in parts.items():
            target.writestr(part, content)
    read_or_refused("list.xlsx", packed.getvalue(), ReadAs())


@settings(thorough, max_examples=60)
@given(st.integers(0, 6_000), st.binary(min_size=1, max_size=20))
def test_any_damaged_archive_called_xlsx(good_book: bytes, place: int, strange: bytes) -> None:
    place %= len(good_book)
    read_or_refused("list.xlsx", good_book[:place] + strange + good_book[place + len(strange) :], ReadAs())


cells = st.one_of(
    st.text(max_size=60),
    st.text("0123456789.,-+eE'€$ \u00a0\u202f", max_size=40),
    st.text("0123456789-/:.TZ+ ", max_size=30),
    st.text('{}[]",:0123456789abtrue', max_size=60),
    st.integers().map(str),
    st.decimals(allow_nan=True).map(str),
    st.datetimes().map(str),
)
notations = st.builds(
    Notation,
    decimal=st.sampled_from([".", ","]),
    thousands=st.sampled_from(["", ".", ",", " ", "'"]),
    formats=st.sampled_from([(), ("%d/%m/%Y",), ("%y%m%d", "%H:%M"), ("%Y-%m-%dT%H:%M:%S%z",)]),
    zone=st.timezones(),
)


@settings(thorough, max_examples=150)
@given(st.sampled_from(list(FieldKind)), cells.filter(bool), notations)
@example(FieldKind.OBJECT, "[" * 5_000, Notation(".", "", (), ZoneInfo("UTC")))
@example(FieldKind.OBJECT, '{"a":' * 5_000, Notation(".", "", (), ZoneInfo("UTC")))
def test_any_cell_of_any_kind(kind: FieldKind, cell: str, notation: Notation) -> None:
    with suppress(CellRefused):
        parser_of(kind, notation, 10_000)(cell)


TOML_BITS = st.sampled_from(
    [
        *(
            'kind = "products"\n',
            'name = "x"\n',
            "[columns]\n",
            'sku = "A"\n',
            "sku = 1\n",
            "[[skip]]\n",
            "= ",
        ),
        *('column = "B"\n', "timezone = 'Nowhere/At'\n", "decimal = ','\n", 'dates = ["%Q"]\n', "[read]\n"),
        *("header_line = -1\n", "encoding = 'rot13'\n", "1979-05-27T07:32:00Z", "inf", "'''", "\x00", "ñ"),
        *("[", "{", "\n"),
    ]
)


@settings(thorough, max_examples=100)
@given(st.one_of(st.text(max_size=200), st.lists(TOML_BITS, max_size=15).map("".join)))
@example("a = " + "[" * 20_000)
@example("a = " + "{b=" * 20_000)
@example(".".join(["a"] * 20_000) + " = 1")
def test_any_text_called_a_mapping(text: str) -> None:
    with suppress(MappingInvalid):
        parse_toml(text, kind="products", name="x")


plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=8,
)
MAPPING_KEYS = sorted(Mapping.model_fields)


@settings(thorough, max_examples=100)
@given(st.dictionaries(st.sampled_from(MAPPING_KEYS), plain, max_size=6), st.dictionaries(st.text(), plain))
def test_any_object_called_a_mapping(known: dict[str, object], columns: dict[str, object]) -> None:
    whole = {"kind": "products", "name": "x", "title": "X", "columns": columns, **known}
    try:
        kept = parse_mapping(whole)
    except MappingInvalid:
        return
    assert parse_mapping(json.loads(kept.model_dump_json())) == kept, "what is stored is read back the same"
