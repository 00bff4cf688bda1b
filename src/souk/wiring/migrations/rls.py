"""Row-level security, the same for every table.

The policy reads the setting through nullif: after a transaction that set it locally it is an empty
string, not null. No tenant set means no rows.
"""

from alembic import op
from sqlalchemy import text

CURRENT_TENANT = "nullif(current_setting('souk.tenant_id', true), '')::bigint"
ALL = "select, insert, update, delete"
APPEND_ONLY = "select, insert"


def role(name: str) -> str:
    """The full name of the `app`, `system` or `backup` role: they share the migrating owner's prefix."""
    owner: str = op.get_bind().execute(text("select current_user")).scalar_one()
    return f"{owner.removesuffix('_owner')}_{name}"


def protect(table: str, *, app: str = ALL, system: str | None = None, visible: str | None = None) -> None:
    """Force row-level security on `table`, open the tenant's rows to the app role, and grant.

    `app` and `system` are the privileges granted; a `system` grant also opens every row to that role.
    `visible` replaces the usual condition, for tables that are keyed otherwise.
    """
    condition = visible or f"tenant_id = {CURRENT_TENANT}"
    app_role, system_role, backup_role = role("app"), role("system"), role("backup")
    op.execute(f"alter table {table} enable row level security")
    op.execute(f"alter table {table} force row level security")
    op.execute(
        f"create policy of_tenant on {table} to {app_role} using ({condition}) with check ({condition})"
    )
    op.execute(f"grant {app} on {table} to {app_role}")
    if system is not None:
        op.execute(f"create policy across_tenants on {table} to {system_role} using (true) with check (true)")
        op.execute(f"grant {system} on {table} to {system_role}")
    op.execute(f"grant select on {table} to {backup_role}")


def open_to_all_tenants(table: str, *, app: str = "select", system: str = ALL) -> None:
    """A table that belongs to no tenant (positions, limits): still forced, with a policy that says so."""
    app_role, system_role, backup_role = role("app"), role("system"), role("backup")
    op.execute(f"alter table {table} enable row level security")
    op.execute(f"alter table {table} force row level security")
    if app:
        op.execute(f"create policy of_all on {table} to {app_role} using (true) with check (true)")
        op.execute(f"grant {app} on {table} to {app_role}")
    op.execute(f"create policy across_tenants on {table} to {system_role} using (true) with check (true)")
    op.execute(f"grant {system} on {table} to {system_role}")
    op.execute(f"grant select on {table} to {backup_role}")
