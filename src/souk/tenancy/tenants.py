"""Finding tenants before one has been entered."""

from sqlalchemy import Select, select

from souk.kernel.work import Database, Scope
from souk.tenancy.models import Tenant


def _scopes(*, closed_too: bool = False) -> Select[int, str, str, str, str]:
    every = select(Tenant.id, Tenant.slug, Tenant.currency, Tenant.timezone, Tenant.locale)
    return (every if closed_too else every.where(Tenant.closed_at.is_(None))).order_by(Tenant.id)


async def load_scope(database: Database, tenant_id: int) -> Scope | None:
    """The open tenant of this id."""
    async with database.across_tenants() as work:
        row = (await work.session.execute(_scopes().where(Tenant.id == tenant_id))).one_or_none()
    return None if row is None else Scope(*row)


async def find_tenant_by_slug(database: Database, slug: str) -> Scope | None:
    """The open tenant of this slug."""
    async with database.across_tenants() as work:
        row = (await work.session.execute(_scopes().where(Tenant.slug == slug))).one_or_none()
    return None if row is None else Scope(*row)


async def list_tenants(database: Database, *, closed_too: bool = False) -> list[Scope]:
    """Every open tenant, in order of creation: for schedulers and the command line.

    `closed_too` is for what has to be forgotten: closing a tenant lengthens no retention.
    """
    async with database.across_tenants() as work:
        return [Scope(*row) for row in await work.session.execute(_scopes(closed_too=closed_too))]
