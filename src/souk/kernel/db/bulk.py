"""Many rows at once. COPY into a table under row-level security is refused, so rows go through a
temporary table of the transaction and from there by INSERT … SELECT.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from psycopg import sql
from sqlalchemy.ext.asyncio import AsyncSession

from souk.kernel.work import raw_connection


async def stage(
    session: AsyncSession, table: str, columns: Mapping[str, str], rows: Iterable[Sequence[Any]]
) -> int:
    """Copy `rows` into a fresh temporary table that goes with the transaction. Returns how many.

    `columns` maps each column to its SQL type, in the order of the rows' values. The table also has
    `ordinal`, 1 for the first row, so that what is made from it can keep the order given.
    """
    raw = await raw_connection(session)
    definitions = sql.SQL(", ").join(
        sql.SQL("{} {}").format(sql.Identifier(name), sql.SQL(kind)) for name, kind in columns.items()
    )
    target = sql.Identifier("pg_temp", table)
    await raw.execute(sql.SQL("drop table if exists {}").format(target))
    await raw.execute(
        sql.SQL(
            "create temporary table {} (ordinal bigint generated always as identity, {}) on commit drop"
        ).format(sql.Identifier(table), definitions)
    )
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    count = 0
    into = sql.SQL("copy {} ({}) from stdin").format(target, names)
    async with raw.cursor() as cursor, cursor.copy(into) as copy:
        for row in rows:
            await copy.write_row(row)
            count += 1
    await raw.execute(sql.SQL("analyze {}").format(target))
    return count
