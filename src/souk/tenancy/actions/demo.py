"""The demo shop's sign-in: made up per installation, shown on its sign-in page and nowhere else."""

from sqlalchemy import select

from souk.kernel.crypto import Vault
from souk.kernel.work import SYSTEM, Database, Scope, SystemWork
from souk.tenancy.actions.tenants import add_user, create_tenant
from souk.tenancy.models import Credential, Membership, Tenant, User
from souk.tenancy.passwords import hash_password
from souk.tenancy.repository import user_by_email
from souk.tenancy.roles import Role
from souk.tenancy.schemas import DemoSignIn, TenantDraft

_LENGTH = 12


def demo_sign_in(vault: Vault, slug: str) -> DemoSignIn:
    """Made from the installation's key, so that it need not be kept anywhere to be shown again."""
    return DemoSignIn(email=f"demo@{slug}.example", password=vault.keyed_hash("demo", slug)[:_LENGTH])


async def open_demo_tenant(database: Database, vault: Vault, draft: TenantDraft) -> Scope:
    """A demo shop with its owner; `draft.slug` must be given. Raises SlugTaken."""
    if draft.slug is None:
        raise ValueError("a demo shop is found again by its slug")
    sign_in = demo_sign_in(vault, draft.slug)
    password_hash = await hash_password(sign_in.password)
    async with database.across_tenants() as work:
        owner = await user_by_email(work, sign_in.email)
        if owner is None:
            owner = await add_user(
                work, email=sign_in.email, name="Demo", password_hash=password_hash, locale=draft.locale
            )
        return await create_tenant(work, draft, SYSTEM, owner=owner, is_demo=True)


async def shown_demo_sign_in(work: SystemWork, vault: Vault) -> DemoSignIn | None:
    """Only while there is nothing but a demo shop here, and its password is still the one made up."""
    slugs = (
        await work.session.execute(select(Tenant.slug, Tenant.is_demo).where(Tenant.closed_at.is_(None)))
    ).all()
    if len(slugs) != 1 or not slugs[0].is_demo:
        return None
    sign_in = demo_sign_in(vault, slugs[0].slug)
    untouched = await work.session.execute(
        select(User.id)
        .join(Credential, Credential.user_id == User.id)
        .join(Membership, Membership.user_id == User.id)
        .where(
            User.email == sign_in.email,
            User.active,
            Membership.role == Role.OWNER,
            Credential.password_changed_at.is_(None),
        )
    )
    return sign_in if untouched.first() is not None else None
