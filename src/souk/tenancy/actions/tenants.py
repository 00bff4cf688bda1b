"""Making, changing and closing tenants; the very first one."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from sqlalchemy import exists, select, text

from souk.events import emit
from souk.events.tenancy import SettingsChanged
from souk.kernel.crypto import Vault
from souk.kernel.db.violations import refused_as
from souk.kernel.errors import Conflict, FieldError, Invalid, Missing
from souk.kernel.work import Actor, Database, Scope, SystemWork, Work
from souk.tenancy.actions.sign_in import Device, NewSession, open_session
from souk.tenancy.audit import record_audit, record_audit_across
from souk.tenancy.errors import AlreadySetUp, StaleVersion
from souk.tenancy.models import Credential, Membership, Tenant, User
from souk.tenancy.passwords import check_strength, hash_password
from souk.tenancy.repository import lock_tenant, user_by_email
from souk.tenancy.roles import Role
from souk.tenancy.schemas import OwnerDraft, SetupDraft, TenantChange, TenantDraft
from souk.tenancy.throttle import Of, locked_out, take_attempt, take_back_attempt

_FIRST_TENANT_LOCK = 0x534F554B5F31
_SETUP_CODE_LENGTH = 12


class WrongSetupCode(Invalid):
    code = "wrong_setup_code"
    title = "The set-up code is not right"


class SlugTaken(Conflict):
    code = "slug_taken"
    title = "The slug belongs to another tenant"


def setup_code(vault: Vault) -> str:
    """What `souk serve` shows on the terminal while there is no tenant: the same in every process."""
    digits = vault.keyed_hash("set-up", "first tenant")[:_SETUP_CODE_LENGTH]
    return "-".join(digits[at : at + 4] for at in range(0, _SETUP_CODE_LENGTH, 4))


async def needs_setup(work: SystemWork) -> bool:
    return not (await work.session.execute(select(exists().where(Tenant.id.is_not(None))))).scalar_one()


async def awaits_setup(database: Database) -> bool:
    """Whether nobody has made a tenant yet."""
    async with database.across_tenants() as work:
        return await needs_setup(work)


async def set_up(
    database: Database, vault: Vault, draft: SetupDraft, device: Device, *, request_id: str | None = None
) -> NewSession:
    """The first tenant and its owner, once. Raises AlreadySetUp, WrongSetupCode, TooManyAttempts."""
    address = device.address or "unknown"
    async with database.across_tenants() as work:
        if not await needs_setup(work):
            raise AlreadySetUp("There is a tenant already; sign in, or ask for an invitation.")
        wait = await take_attempt(work, Of.ADDRESS, address)
    if refusal := locked_out([wait]):
        raise refusal
    if draft.code.strip().lower().replace("-", "") != setup_code(vault).replace("-", ""):
        raise WrongSetupCode(
            "Type the code that is shown on the terminal where Souk runs.",
            fields=[FieldError("code", "not right")],
        )
    owner = draft.owner
    check_strength(owner.password, email=owner.email, field="owner.password")
    password_hash = await hash_password(owner.password)
    async with database.across_tenants() as work:
        await work.session.execute(text("select pg_advisory_xact_lock(:key)"), {"key": _FIRST_TENANT_LOCK})
        if not await needs_setup(work):
            raise AlreadySetUp("Someone else was quicker: there is a tenant already.")
        await take_back_attempt(work, Of.ADDRESS, address)
        user = await add_user(work, email=owner.email, name=owner.name, password_hash=password_hash)
        actor = Actor("user", user.email, user.id)
        await create_tenant(work, draft.tenant, actor, owner=user, request_id=request_id)
        return await open_session(work, user, device, request_id=request_id)


async def create_tenant(
    work: SystemWork,
    draft: TenantDraft,
    actor: Actor,
    *,
    owner: User | None = None,
    is_demo: bool = False,
    request_id: str | None = None,
) -> Scope:
    """Raises SlugTaken."""
    tenant = Tenant(
        slug=draft.slug or slug_of(draft.name),
        name=draft.name,
        currency=draft.currency,
        timezone=draft.timezone,
        locale=draft.locale,
        is_demo=is_demo,
    )
    work.session.add(tenant)
    async with refused_as(
        {
            "tenant_slug_key": lambda: SlugTaken(
                f"There is a tenant '{tenant.slug}' already; choose another slug.",
                fields=[FieldError("slug", "taken")],
            )
        }
    ):
        await work.session.flush()
    if owner is not None:
        work.session.add(Membership(tenant_id=tenant.id, user_id=owner.id, role=Role.OWNER))
        await work.session.flush()
    await record_audit_across(
        work,
        tenant.id,
        actor,
        "tenant.created",
        subject=("tenant", tenant.id, tenant.name),
        after=draft.model_dump(exclude={"slug"}) | {"slug": tenant.slug},
        request_id=request_id,
    )
    return Scope(tenant.id, tenant.slug, tenant.currency, tenant.timezone, tenant.locale)


async def add_user(
    work: SystemWork, *, email: str, name: str, password_hash: str | None, locale: str = "en"
) -> User:
    """Raises Conflict where the address has an account."""
    if await user_by_email(work, email) is not None:
        raise Conflict(f"{email} has an account already.", fields=[FieldError("email", "has an account")])
    user = User(email=email, name=name, locale=locale)
    work.session.add(user)
    await work.session.flush()
    work.session.add(Credential(user_id=user.id, password_hash=password_hash))
    await work.session.flush()
    return user


async def add_owner(database: Database, draft: OwnerDraft) -> User:
    """A person with a password, for the command line. Raises WeakPassword, Conflict."""
    check_strength(draft.password, email=draft.email)
    password_hash = await hash_password(draft.password)
    async with database.across_tenants() as work:
        return await add_user(work, email=draft.email, name=draft.name, password_hash=password_hash)


def slug_of(name: str) -> str:
    """`Café Río` as `cafe-rio`."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:63].strip("-") or "tenant"


async def change_tenant(work: Work, change: TenantChange) -> Tenant:
    """Name, time zone and locale; the currency stays what the sums are kept in. Raises StaleVersion."""
    tenant = await lock_tenant(work)
    if change.version is not None and change.version != tenant.version:
        raise StaleVersion(
            "Someone has changed this since you opened it; look at both and save again.",
            details={"version": tenant.version},
        )
    before = _told(tenant)
    tenant.name, tenant.timezone, tenant.locale = change.name, change.timezone, change.locale
    after = _told(tenant)
    if before == after:
        return tenant
    tenant.version += 1
    await work.session.flush()
    await record_audit(
        work, "tenant.updated", subject=("tenant", tenant.id, tenant.name), before=before, after=after
    )
    changed = [name for name in before if before[name] != after[name]]
    emit(work, SettingsChanged(area="tenant", changed=changed))
    return tenant


async def close_tenant(work: Work, slug: str) -> None:
    """Nobody can enter it any more; nothing is deleted. `souk tenant reopen` undoes it."""
    tenant = await lock_tenant(work)
    if slug != tenant.slug:
        raise Invalid(
            f"To close the tenant, type its slug: {tenant.slug}.", fields=[FieldError("slug", "does not fit")]
        )
    tenant.closed_at = work.now
    await work.session.flush()
    await record_audit(work, "tenant.closed", subject=("tenant", tenant.id, tenant.name))


async def reopen_tenant(work: SystemWork, slug: str, actor: Actor) -> None:
    """Raises Missing."""
    tenant = (
        await work.session.execute(
            select(Tenant).where(Tenant.slug == slug, Tenant.closed_at.is_not(None)).with_for_update()
        )
    ).scalar_one_or_none()
    if tenant is None:
        raise Missing(f"There is no closed tenant '{slug}'.")
    tenant.closed_at = None
    await record_audit_across(
        work, tenant.id, actor, "tenant.reopened", subject=("tenant", tenant.id, tenant.name)
    )


def _told(tenant: Tenant) -> Mapping[str, Any]:
    return {"name": tenant.name, "timezone": tenant.timezone, "locale": tenant.locale}
