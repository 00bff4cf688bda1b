"""What the commands of `souk tenant`, `souk user` and `souk token` call, and what they read as plain values.

Like a domain's routes it decides nothing; who runs these commands has the machine, so no role is asked for.
"""

from typing import Any

from sqlalchemy import select

from souk.kernel.errors import Missing
from souk.kernel.lists import fetch_page
from souk.kernel.settings import Settings
from souk.kernel.work import Actor, Database, ReadWork, Scope, SystemWork, Work
from souk.tenancy.actions.password_reset import reset_by_operator
from souk.tenancy.actions.people import add_member, set_active
from souk.tenancy.actions.second_factor import reset_second_factor
from souk.tenancy.actions.tenants import add_user, close_tenant, create_tenant, reopen_tenant
from souk.tenancy.actions.tokens import create_token, revoke_token
from souk.tenancy.audit import record_audit_everywhere
from souk.tenancy.features import features_of
from souk.tenancy.links import reset_link
from souk.tenancy.mail import complaint_of_mail, mails
from souk.tenancy.models import ApiToken, Membership, Tenant, User
from souk.tenancy.passwords import check_strength, hash_password
from souk.tenancy.repository import members, tenant_of, tokens, user_by_email
from souk.tenancy.roles import Role
from souk.tenancy.schemas import OwnerDraft, PeopleQuery, TenantDraft, TenantShape, TokenDraft
from souk.tenancy.settings import tenant_settings

__all__ = [
    "OwnerDraft",
    "Role",
    "TenantDraft",
    "TokenDraft",
    "add_person",
    "close_tenant",
    "complaint_of_mail",
    "describe_tenant",
    "list_people",
    "list_tokens",
    "mails",
    "make_person",
    "make_tenant",
    "make_token",
    "remove_second_factor",
    "reopen_tenant",
    "reset_password_link",
    "revoke_token",
    "switch_person",
    "told_tenants",
]

PEOPLE_SHOWN = 200


async def make_tenant(work: SystemWork, draft: TenantDraft, actor: Actor, *, owner: str | None) -> Scope:
    """A tenant, owned by the account of the address `owner` if one is given. Raises Missing, SlugTaken."""
    user = await user_by_email(work, owner.lower()) if owner is not None else None
    if owner is not None and user is None:
        raise Missing(f"There is no account of {owner}; leave --owner out and make one afterwards.")
    return await create_tenant(work, draft, actor, owner=user)


async def told_tenants(work: SystemWork, *, closed: bool) -> list[dict[str, Any]]:
    """Every tenant as the API shows it, with `closed_at`; closed ones too if asked for."""
    statement = select(Tenant).order_by(Tenant.id)
    if not closed:
        statement = statement.where(Tenant.closed_at.is_(None))
    return [
        TenantShape.model_validate(row).model_dump(mode="json") | {"closed_at": row.closed_at}
        for row in (await work.session.execute(statement)).scalars()
    ]


async def describe_tenant(work: ReadWork) -> dict[str, Any]:
    """The tenant, its settings and its switches."""
    return {
        "tenant": TenantShape.model_validate(await tenant_of(work)).model_dump(mode="json"),
        "settings": (await tenant_settings(work)).model_dump(mode="json"),
        "features": await features_of(work),
    }


async def make_person(
    database: Database, tenant_id: int, draft: OwnerDraft, role: Role, actor: Actor
) -> dict[str, Any]:
    """An account and its membership. Raises WeakPassword, Conflict where the address has an account."""
    check_strength(draft.password, email=draft.email)
    password_hash = await hash_password(draft.password)
    async with database.across_tenants() as work:
        user = await add_user(work, email=draft.email, name=draft.name, password_hash=password_hash)
        await add_member(work, tenant_id, user, role, actor)
    return {"id": user.id, "email": user.email, "role": role.value}


async def add_person(work: SystemWork, tenant_id: int, email: str, role: Role, actor: Actor) -> None:
    """Make who has an account a member. Raises Missing, AlreadyMember."""
    user = await user_by_email(work, email.lower())
    if user is None:
        raise Missing(f"There is no account of {email}; `souk user create` makes one.")
    await add_member(work, tenant_id, user, role, actor)


async def list_people(work: ReadWork) -> list[dict[str, Any]]:
    """The first members by id."""
    query = PeopleQuery(per_page=PEOPLE_SHOWN)
    page = await fetch_page(
        work.session,
        members(work, query),
        query,
        [Membership.id],
        lambda row: {
            "id": row.Membership.id,
            "email": row.User.email,
            "name": row.User.name,
            "role": row.Membership.role,
            "active": row.User.active,
            "second_factor": row.User.has_second_factor,
        },
    )
    return page.data


async def reset_password_link(
    work: SystemWork, settings: Settings, email: str, actor: Actor
) -> dict[str, str]:
    """A link that sets a new password once. Raises Missing."""
    begun = await reset_by_operator(work, email.lower(), actor)
    if begun is None:
        raise Missing(f"There is no active account of {email}.")
    return {"email": begun[0].email, "link": reset_link(settings, begun[1])}


async def remove_second_factor(work: SystemWork, email: str, actor: Actor) -> None:
    """For who has lost phone and recovery codes; written down in every tenant. Raises Missing."""
    user = await user_by_email(work, email.lower())
    if user is None:
        raise Missing(f"There is no account of {email}.")
    await reset_second_factor(work, user.id)
    await _write_down(work, user, "second_factor.removed", actor)


async def switch_person(work: SystemWork, email: str, actor: Actor, *, active: bool) -> None:
    """Let someone in again, or nowhere any more. Raises Missing, LastOwner."""
    user = await set_active(work, email.lower(), active=active)
    await _write_down(work, user, "user.activated" if active else "user.deactivated", actor)


async def _write_down(work: SystemWork, user: User, action: str, actor: Actor) -> None:
    subject = ("user", user.id, user.email)
    await record_audit_everywhere(work, user.id, user.email, action, subject=subject, actor=actor)


async def make_token(work: Work, email: str, draft: TokenDraft) -> tuple[ApiToken, str]:
    """A token of the member with this address, and its secret, kept nowhere. Raises Missing."""
    member = await work.session.execute(
        select(User.id)
        .join(Membership, Membership.user_id == User.id)
        .where(Membership.tenant_id == work.tenant_id, User.email == email.lower())
    )
    user_id = member.scalar_one_or_none()
    if user_id is None:
        raise Missing(f"{email} is no member of this tenant; `souk user list` shows them.")
    return await create_token(
        work, user_id, name=draft.name, scopes=draft.scopes, expires_at=draft.expires_at
    )


async def list_tokens(work: ReadWork, *, revoked: bool) -> list[dict[str, Any]]:
    """The tokens of all members, never their secrets; revoked ones too if asked for."""
    rows = await work.session.execute(
        tokens(work, user_id=None, include_revoked=revoked).order_by(ApiToken.id)
    )
    return [
        {
            "id": row.ApiToken.id,
            "name": row.ApiToken.name,
            "prefix": row.ApiToken.prefix,
            "owner": row.email,
            "scopes": row.ApiToken.scopes,
            "expires_at": row.ApiToken.expires_at,
            "last_used_at": row.ApiToken.last_used_at,
            "revoked_at": row.ApiToken.revoked_at,
        }
        for row in rows
    ]
