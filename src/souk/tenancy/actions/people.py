"""Members: invited, given another role, removed."""

from datetime import timedelta

from sqlalchemy import delete, select, text, update

from souk.kernel.errors import Missing
from souk.kernel.work import Actor, Database, SystemWork, Work
from souk.tenancy.access import access_of
from souk.tenancy.actions.sign_in import Device, NewSession, end_sessions, open_session
from souk.tenancy.actions.tenants import add_user
from souk.tenancy.audit import record_audit, record_audit_across
from souk.tenancy.errors import AccountInactive, AlreadyMember, LastOwner, LinkSpent, SignInRequired
from souk.tenancy.models import ApiToken, Invitation, Membership, User
from souk.tenancy.passwords import check_strength, hash_password
from souk.tenancy.repository import (
    count_memberships,
    invitation_of_code,
    is_member,
    lock_owners,
    member,
    open_invitations,
    user_by_email,
    user_of_id,
)
from souk.tenancy.roles import Role
from souk.tenancy.secrets import hash_secret, new_secret

INVITATION_LIVES = timedelta(days=7)
SPENT = "The link has been used, withdrawn or is too old; ask for a new one."


async def invite(work: Work, email: str, role: Role) -> tuple[Invitation, str]:
    """An invitation and its code, which is kept nowhere. An earlier one to the same address is withdrawn.

    Raises AlreadyMember; NotPermitted where an owner is to be made by who is none.
    """
    _may_make(work, role)
    if await is_member(work, email):
        raise AlreadyMember(f"{email} is a member already; change the role instead.")
    await work.session.execute(
        update(Invitation)
        .where(
            Invitation.tenant_id == work.tenant_id,
            Invitation.email == email,
            Invitation.accepted_at.is_(None),
            Invitation.revoked_at.is_(None),
        )
        .values(revoked_at=work.now)
    )
    code = new_secret()
    invitation = Invitation(
        tenant_id=work.tenant_id,
        email=email,
        role=role,
        code_hash=hash_secret(code),
        invited_by=work.actor.user_id,
        created_at=work.now,
        expires_at=work.now + INVITATION_LIVES,
    )
    work.session.add(invitation)
    await work.session.flush()
    await record_audit(
        work, "invitation.sent", subject=("invitation", invitation.id, email), after={"role": role}
    )
    return invitation, code


async def withdraw_invitation(work: Work, invitation_id: int) -> None:
    """Raises Missing."""
    invitation = (
        await work.session.execute(
            open_invitations(work).where(Invitation.id == invitation_id).with_for_update()
        )
    ).scalar_one_or_none()
    if invitation is None:
        raise Missing("There is no such open invitation.")
    invitation.revoked_at = work.now
    await work.session.flush()
    await record_audit(work, "invitation.withdrawn", subject=("invitation", invitation.id, invitation.email))


async def join_as_new(
    database: Database, code: str, *, name: str, password: str, device: Device, request_id: str | None = None
) -> NewSession:
    """Someone without an account. Raises LinkSpent, WeakPassword, Conflict where there is an account."""
    async with database.across_tenants() as work:
        found = await invitation_of_code(work.session, hash_secret(code), work.now)
    if found is None:
        raise LinkSpent(SPENT)
    check_strength(password, email=found.Invitation.email)
    password_hash = await hash_password(password)
    async with database.across_tenants() as work:
        invitation = await _take_invitation(work, code)
        user = await add_user(work, email=invitation.email, name=name, password_hash=password_hash)
        await _join(work, invitation, user, request_id)
        return await open_session(work, user, device, request_id=request_id)


async def join_as_known(work: SystemWork, code: str, user_id: int, *, request_id: str | None = None) -> None:
    """Someone who is signed in. Raises LinkSpent; SignInRequired where the link is for someone else."""
    invitation = await _take_invitation(work, code)
    user = await user_of_id(work, user_id)
    if user.email != invitation.email:
        raise SignInRequired(f"The invitation is for {invitation.email}; sign in with that account.")
    await _join(work, invitation, user, request_id)


async def _take_invitation(work: SystemWork, code: str) -> Invitation:
    found = await invitation_of_code(work.session, hash_secret(code), work.now, locking=True)
    if found is None:
        raise LinkSpent(SPENT)
    invitation, _ = found
    invitation.accepted_at = work.now
    return invitation


async def _join(work: SystemWork, invitation: Invitation, user: User, request_id: str | None) -> None:
    present = await work.session.execute(
        select(Membership.id).where(
            Membership.tenant_id == invitation.tenant_id, Membership.user_id == user.id
        )
    )
    if present.one_or_none() is not None:
        raise AlreadyMember("You are a member already.")
    membership = Membership(tenant_id=invitation.tenant_id, user_id=user.id, role=invitation.role)
    work.session.add(membership)
    await work.session.flush()
    await record_audit_across(
        work,
        invitation.tenant_id,
        Actor("user", user.email, user.id),
        "member.joined",
        subject=("member", membership.id, user.email),
        after={"role": invitation.role},
        request_id=request_id,
    )


async def add_member(work: SystemWork, tenant_id: int, user: User, role: Role, actor: Actor) -> None:
    """Without an invitation, for the command line. Raises AlreadyMember."""
    present = await work.session.execute(
        select(Membership.id).where(Membership.tenant_id == tenant_id, Membership.user_id == user.id)
    )
    if present.one_or_none() is not None:
        raise AlreadyMember(f"{user.email} is a member already.")
    membership = Membership(tenant_id=tenant_id, user_id=user.id, role=role)
    work.session.add(membership)
    await work.session.flush()
    await record_audit_across(
        work,
        tenant_id,
        actor,
        "member.added",
        subject=("member", membership.id, user.email),
        after={"role": role},
    )


async def change_role(work: Work, membership_id: int, role: Role) -> None:
    """Raises Missing, LastOwner; NotPermitted where an owner is made or unmade by who is none."""
    owners = await lock_owners(work)
    membership, user = await member(work, membership_id)
    if membership.role == role:
        return
    _may_make(work, role)
    _may_make(work, Role(membership.role))
    if owners == [membership.id]:
        raise LastOwner("Make someone else an owner first: a tenant needs one.")
    before = membership.role
    membership.role = role
    await work.session.flush()
    await record_audit(
        work,
        "member.role_changed",
        subject=("member", membership.id, user.email),
        before={"role": before},
        after={"role": role},
    )


async def deactivate_member(work: Work, membership_id: int) -> None:
    """Keeps role and tokens, and shuts the door: to sessions with their next request, and to the tokens.

    Raises Missing, LastOwner; NotPermitted where an owner is shut out by who is none.
    """
    owners = await lock_owners(work)
    membership, user = await member(work, membership_id)
    _may_make(work, Role(membership.role))
    if not membership.active:
        return
    if owners == [membership.id]:
        raise LastOwner("Make someone else an owner first: a tenant needs one.")
    membership.active = False
    await work.session.flush()
    await record_audit(work, "member.deactivated", subject=("member", membership.id, user.email))


async def reactivate_member(work: Work, membership_id: int) -> None:
    """Raises Missing, AccountInactive; NotPermitted where an owner is let in by who is none."""
    membership, user = await member(work, membership_id)
    _may_make(work, Role(membership.role))
    if not user.active:
        raise AccountInactive(
            f"The account of {user.email} was deactivated as a whole: `souk user activate` where Souk is"
            " installed opens it again."
        )
    if membership.active:
        return
    membership.active = True
    await work.session.flush()
    await record_audit(work, "member.reactivated", subject=("member", membership.id, user.email))


async def remove_member(work: Work, membership_id: int) -> int:
    """Ends the member's tokens here, and with the next request their sessions. Answers the person's id.

    Raises Missing, LastOwner; NotPermitted where an owner is removed by who is none.
    """
    owners = await lock_owners(work)
    membership, user = await member(work, membership_id)
    _may_make(work, Role(membership.role))
    if owners == [membership.id]:
        raise LastOwner("Make someone else an owner first: a tenant needs one.")
    await work.session.execute(
        update(ApiToken)
        .where(
            ApiToken.tenant_id == work.tenant_id,
            ApiToken.user_id == user.id,
            ApiToken.revoked_at.is_(None),
        )
        .values(revoked_at=work.now)
    )
    await record_audit(
        work,
        "member.removed",
        subject=("member", membership.id, user.email),
        before={"role": membership.role},
    )
    await work.session.execute(
        delete(Membership).where(Membership.tenant_id == work.tenant_id, Membership.id == membership.id)
    )
    return user.id


async def end_sessions_of_the_tenantless(work: SystemWork, user_id: int) -> None:
    """Who has just left their last tenant is signed out everywhere."""
    if await count_memberships(work, user_id) == 0:
        await end_sessions(work, user_id)


async def set_active(work: SystemWork, email: str, *, active: bool) -> User:
    """Who is not active cannot sign in, and no token of theirs works. Raises Missing, LastOwner."""
    user = await user_by_email(work, email)
    if user is None:
        raise Missing(f"There is no account of {email}.")
    if not active:
        alone = await work.session.execute(_TENANTS_WITH_NO_OTHER_OWNER, {"user_id": user.id})
        if slug := alone.scalar():
            raise LastOwner(f"{email} is the only owner of '{slug}'; make someone else an owner first.")
        await end_sessions(work, user.id)
    user.active = active
    return user


_TENANTS_WITH_NO_OTHER_OWNER = text("""
    select t.slug from membership m join tenant t on t.id = m.tenant_id
     where m.user_id = :user_id and m.role = 'owner' and m.active and not exists (
        select from membership o join app_user u on u.id = o.user_id and u.active
         where o.tenant_id = m.tenant_id and o.role = 'owner' and o.active
           and o.user_id <> m.user_id)
     limit 1
""")


def _may_make(work: Work, role: Role) -> None:
    access = access_of(work)
    if role is Role.OWNER and access is not None:
        access.require("people.owners")
