"""A real year of sales, as plain Python reads it: nothing of the product's SQL.

The file is not part of the repository (UCI Online Retail, doi:10.24432/C5BW33). By default a part of it is
used: some products over the whole year. SOUK_TEST_WHOLE_YEAR=1 takes all of it.
"""

import csv
import gzip
import os
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

FILE = Path(__file__).parents[2] / "shared" / "data" / "online-retail.csv.gz"
WHOLE = os.environ.get("SOUK_TEST_WHOLE_YEAR") == "1"
needs_the_year = pytest.mark.skipif(not FILE.exists(), reason=f"{FILE} is not here")

Line = dict[str, str]


def lines_of_file() -> Iterator[Line]:
    with gzip.open(FILE, "rt", encoding="utf-8", newline="") as text:
        yield from csv.DictReader(text)


def belongs(line: Line) -> bool:
    """Postage, corrections, discounts, adjustments, and a few products in either case of letters."""
    code = line["StockCode"].upper()
    some = {"POST", "M", "D", "B", "DOT", "C2", "PADS", "22423", "85099C", "23166", "22720"}
    return WHOLE or code in some or code.startswith("90214")


def write_lines(path: Path, lines: Iterable[Line]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as text:
        writer: csv.DictWriter[str] | None = None
        for line in lines:
            if writer is None:
                writer = csv.DictWriter(text, list(line))
                writer.writeheader()
            writer.writerow(line)
    return path


def is_sale(line: Line) -> bool:
    return int(line["Quantity"]) > 0 and Decimal(line["UnitPrice"]) >= 0


def line_total(line: Line, units: int | None = None) -> int:
    """Minor units of the line, or of so many units of it; halves away from zero."""
    cents = (int(line["Quantity"]) if units is None else units) * Decimal(line["UnitPrice"]) * 100
    return int(cents + Decimal("0.5"))


def placed_by_invoice(lines: Iterable[Line]) -> dict[str, datetime]:
    """An order was placed when its first line was."""
    began: dict[str, datetime] = {}
    for line in lines:
        if int(line["Quantity"]) > 0:
            at = datetime.fromisoformat(line["InvoiceDate"])
            began[line["InvoiceNo"]] = min(at, began.get(line["InvoiceNo"], at))
    return began


def matched_by_hand(lines: list[Line]) -> tuple[dict[str, int], dict[str, int]]:
    """Units taken back of each sold line, and units left over of each returned one, by LineId."""
    began = placed_by_invoice(lines)
    sales: dict[Any, list[list[Any]]] = defaultdict(list)
    returns = []
    for place, line in enumerate(lines):
        units, price = int(line["Quantity"]), Decimal(line["UnitPrice"])
        key = (line["CustomerID"], line["StockCode"].upper(), price)
        if units > 0 and price > 0:
            sales[key].append([began[line["InvoiceNo"]], place, line["LineId"], units])
        elif price > 0:
            returns.append((datetime.fromisoformat(line["InvoiceDate"]), place, key, line["LineId"], -units))
    for sold in sales.values():
        sold.sort(key=lambda sale: (sale[0], sale[1]))
    taken: dict[str, int] = defaultdict(int)
    left_over: dict[str, int] = {}
    for at, _, key, line_id, units in sorted(returns, key=lambda one: (one[0], one[1])):
        left = units
        for sale in sales[key]:
            part = min(left, sale[3]) if sale[0] <= at else 0
            sale[3] -= part
            left -= part
            if part:
                taken[sale[2]] += part
        if left:
            left_over[line_id] = left
    return dict(taken), left_over
