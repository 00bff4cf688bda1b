"""A few thousand rows as one parameter of a statement: no table is made, unlike with `bulk.stage`."""

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any


def recordset(columns: Mapping[str, str], *, parameter: str = "rows") -> str:
    """The SQL to put behind FROM: rows of `columns` (name to SQL type) out of a parameter of `as_json`."""
    definitions = ", ".join(f"{name} {kind}" for name, kind in columns.items())
    return f"jsonb_to_recordset(cast(:{parameter} as jsonb)) as given ({definitions})"


def as_json(rows: Iterable[Mapping[str, Any]]) -> str:
    """Rows for `recordset`. Decimals go as text, so that no digit is lost. What is missing is null."""
    return json.dumps(list(rows), default=_plain, allow_nan=False)


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, frozenset | set):
        return sorted(value)
    raise TypeError(f"{type(value).__name__} cannot be a value of a row")
