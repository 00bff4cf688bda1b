"""Every stored secret under the newest key, so that older keys between it and the oldest can be put away."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

from sqlalchemy import Column, Table, text
from sqlalchemy.ext.asyncio import AsyncSession

from souk.kernel.crypto import SecretUnreadable, Vault
from souk.kernel.work import Database
from souk.wiring.models import metadata

SEALED = "_sealed"
"""How the name of a column ends whose values the vault has sealed."""
ROWS_AT_ONCE = 500

_TENANTS = text("select id from tenant order by id")  # closed ones too: they may be reopened
_INTO_TENANT = text("select set_config('souk.tenant_id', :tenant_id, true)")


@dataclass(slots=True)
class Resealed:
    """How many values were sealed anew, and how many no key fits: those were left as they are."""

    values: int = 0
    unreadable: int = 0


def sealed_columns() -> dict[Table, list[Column[str]]]:
    """The columns of secrets, by table: whatever table gets one is rotated."""
    found = {table: [c for c in table.columns if c.name.endswith(SEALED)] for table in metadata.sorted_tables}
    return {table: columns for table, columns in found.items() if columns}


async def reseal_everything(database: Database, vault: Vault) -> Resealed:
    """Seal every secret of every tenant anew, some hundred rows a transaction, while work goes on.

    Can be broken off and run again: a secret is always under a key that the vault has.
    """
    async with database.across_tenants() as work:
        tenants: list[int] = list(await work.session.scalars(_TENANTS))
    outcome = Resealed()
    for table, columns in sealed_columns().items():
        for owner in tenants if "tenant_id" in table.columns else [None]:
            last: Sequence[object] | None = None
            while True:
                async with _transaction(database, owner) as session:
                    last = await _reseal_some(session, vault, table, columns, last, outcome)
                if last is None:
                    break
    return outcome


@asynccontextmanager
async def _transaction(database: Database, tenant_id: int | None) -> AsyncIterator[AsyncSession]:
    """As the app role inside of a tenant; as the system role for what is of no tenant."""
    engine = database.system if tenant_id is None else database.app
    async with AsyncSession(engine) as session, session.begin():
        if tenant_id is not None:
            await session.execute(_INTO_TENANT, {"tenant_id": str(tenant_id)})
        yield session


async def _reseal_some(
    session: AsyncSession,
    vault: Vault,
    table: Table,
    columns: Sequence[Column[str]],
    after: Sequence[object] | None,
    outcome: Resealed,
) -> Sequence[object] | None:
    """The key of the last row seen; None when that was the last of all."""
    keys = [column.name for column in table.primary_key]
    sealed = [column.name for column in columns]
    place = {f"k{n}": value for n, value in enumerate(after or [])}
    behind = f"and ({', '.join(keys)}) > ({', '.join(f':{name}' for name in place)})" if after else ""
    rows = await session.execute(
        text(
            f"select {', '.join(keys + sealed)} from {table.name}"
            f" where coalesce({', '.join(sealed)}) is not null {behind}"
            f" order by {', '.join(keys)} limit {ROWS_AT_ONCE} for update"
        ),
        place,
    )
    found = rows.all()
    for row in found:
        fresh = {name: _resealed(vault, row._mapping[name], outcome) for name in sealed}
        await session.execute(
            text(
                f"update {table.name} set {', '.join(f'{name} = :{name}' for name in sealed)}"
                f" where {' and '.join(f'{name} = :key_{name}' for name in keys)}"
            ),
            fresh | {f"key_{name}": row._mapping[name] for name in keys},
        )
    return None if len(found) < ROWS_AT_ONCE else [found[-1]._mapping[name] for name in keys]


def _resealed(vault: Vault, value: str | None, outcome: Resealed) -> str | None:
    if value is None:
        return None
    try:
        fresh = vault.reseal(value)
    except SecretUnreadable:
        outcome.unreadable += 1
        return value
    outcome.values += 1
    return fresh
