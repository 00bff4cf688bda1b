"""Rows handed to a statement: a few as a parameter, many through a temporary table.

Making a temporary table costs more than a few hundred rows do as JSON; beyond that COPY is twice as fast.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from souk.kernel.db.bulk import stage
from souk.kernel.db.recordset import as_json, recordset

FEW_ROWS = 400
LINE_COLUMNS = {
    "source_line_id": "text",
    "line_no": "bigint",
    "kind": "text",
    "sku_given": "text",
    "sku_key": "text",
    "name_given": "text",
    "batch_given": "text",
    "quantity": "bigint",
    "unit_price_minor": "numeric",
    "line_total_minor": "bigint",
    "discount_minor": "bigint",
    "tax_minor": "bigint",
}
"""What is told of an order's line, whether the order is new or comes again, and its SQL types."""


class Given:
    """A set of rows of known columns under a name that a statement can read from."""

    def __init__(self, name: str, columns: Mapping[str, str]) -> None:
        self.name = name
        self.columns = columns

    def source(self, *, staged: bool) -> str:
        """What to put behind FROM; the rows are called `given`, or by `name` where they are staged."""
        if staged:
            return f"pg_temp.{self.name} as given"
        return recordset(self.columns, parameter=self.name)

    async def hand_over(
        self, session: AsyncSession, rows: Sequence[Sequence[Any]], *, staged: bool
    ) -> dict[str, str]:
        """Make the rows readable. Returns the statement's parameters for them."""
        if staged:
            await stage(session, self.name, self.columns, rows)
            return {}
        names = list(self.columns)
        return {self.name: as_json(dict(zip(names, row, strict=True)) for row in rows)}
