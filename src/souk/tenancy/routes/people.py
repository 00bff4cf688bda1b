"""Members, roles and invitations."""

from typing import Annotated, Any

from fastapi import Path, Query, Request

from souk.kernel.lists import Page, fetch_page, ordering
from souk.kernel.work import ReadWork, Work
from souk.tenancy.access import access_of
from souk.tenancy.actions.password_reset import (
    authorise_reset_of_member,
    begin_reset,
    refuse_to_show_across_tenants,
)
from souk.tenancy.actions.people import (
    change_role,
    deactivate_member,
    end_sessions_of_the_tenantless,
    invite,
    reactivate_member,
    remove_member,
    withdraw_invitation,
)
from souk.tenancy.errors import MailNotSent
from souk.tenancy.http import Door, api_router, reading, runtime_of, streaming, writing
from souk.tenancy.letters import Letter, invitation_letter, reset_letter
from souk.tenancy.links import invitation_link, reset_link
from souk.tenancy.mail import mails, send_mail
from souk.tenancy.models import Invitation, Membership, User
from souk.tenancy.repository import member, members, open_invitations, tenant_of, user_of_id
from souk.tenancy.roles import CAPABILITIES, ROLES, Role
from souk.tenancy.schemas import (
    InvitationDraft,
    InvitationList,
    InvitationSent,
    InvitationShape,
    LinkShape,
    MemberShape,
    PeopleQuery,
    RoleChange,
    RoleShape,
    RolesShape,
)

router = api_router("/people", "People")

Reading = Annotated[ReadWork, reading("people.read")]
Writing = Annotated[Work, writing("people.edit")]
Entering = Annotated[Door, streaming("people.edit")]
MemberId = Annotated[int, Path(ge=1, le=2**63 - 1)]

_SORTABLE = {
    "name": User.name,
    "email": User.email,
    "role": Membership.role,
    "created_at": Membership.created_at,
    "last_seen_at": Membership.last_seen_at,
}


@router.get("")
async def list_people(work: Reading, query: Annotated[PeopleQuery, Query()]) -> Page[MemberShape]:
    """The members of the tenant."""
    order = ordering(query.sort, _SORTABLE, default="name", tie=Membership.id)
    return await fetch_page(
        work.session, members(work, query), query, order, lambda row: _shape(work, row.Membership, row.User)
    )


@router.get("/roles")
async def list_roles(work: Reading) -> RolesShape:
    """What each role may do, and what each capability means."""
    return RolesShape(
        roles=[RoleShape(role=role, capabilities=sorted(ROLES[role])) for role in Role],
        capabilities=CAPABILITIES,
    )


@router.get("/invitations")
async def list_invitations(work: Reading) -> InvitationList:
    """Invitations nobody has accepted yet; too old ones can be sent anew."""
    rows = await work.session.execute(open_invitations(work).order_by(Invitation.id.desc()).limit(1000))
    return InvitationList(data=[InvitationShape.model_validate(row.Invitation) for row in rows])


@router.post("/invitations", status_code=201)
async def send_invitation(request: Request, door: Entering, draft: InvitationDraft) -> InvitationSent:
    """Invite by link. It goes by e-mail where Souk can send any, and is answered here otherwise."""
    settings = runtime_of(request).settings
    async with door.working() as work:
        invitation, code = await invite(work, draft.email, draft.role)
        tenant = await tenant_of(work)
    link = invitation_link(settings, code)
    letter = invitation_letter(tenant=tenant.name, link=link, locale=tenant.locale)
    return InvitationSent(
        invitation=InvitationShape.model_validate(invitation),
        sent=await _send(request, invitation.email, letter, link, invitation),
    )


@router.delete("/invitations/{invitation_id:int}", status_code=204)
async def withdraw(work: Writing, invitation_id: MemberId) -> None:
    """The link stops working."""
    await withdraw_invitation(work, invitation_id)


@router.get("/{membership_id:int}")
async def show_member(work: Reading, membership_id: MemberId) -> MemberShape:
    """One member."""
    membership, user = await member(work, membership_id)
    return _shape(work, membership, user)


@router.patch("/{membership_id:int}")
async def give_role(work: Writing, membership_id: MemberId, change: RoleChange) -> MemberShape:
    """Another role; it holds from the member's next request on."""
    await change_role(work, membership_id, change.role)
    membership, user = await member(work, membership_id)
    return _shape(work, membership, user)


@router.post("/{membership_id:int}/deactivate")
async def deactivate(work: Writing, membership_id: MemberId) -> MemberShape:
    """The member cannot come in, nor can their tokens, until they are let in again."""
    await deactivate_member(work, membership_id)
    membership, user = await member(work, membership_id)
    return _shape(work, membership, user)


@router.post("/{membership_id:int}/reactivate")
async def reactivate(work: Writing, membership_id: MemberId) -> MemberShape:
    """Let a member in again, with the role and the tokens they had."""
    await reactivate_member(work, membership_id)
    membership, user = await member(work, membership_id)
    return _shape(work, membership, user)


@router.delete("/{membership_id:int}", status_code=204)
async def remove(request: Request, door: Entering, membership_id: MemberId) -> None:
    """Ends the member's tokens and sessions here."""
    async with door.working() as work:
        user_id = await remove_member(work, membership_id)
    async with runtime_of(request).database.across_tenants() as across:
        await end_sessions_of_the_tenantless(across, user_id)


@router.post("/{membership_id:int}/password-reset", status_code=201)
async def send_reset(request: Request, door: Entering, membership_id: MemberId) -> LinkShape:
    """Help a member who has forgotten the password: a link, by e-mail where Souk can send any."""
    runtime = runtime_of(request)
    is_shown = not mails(runtime.settings)
    async with door.working() as work:
        user_id = await authorise_reset_of_member(work, membership_id)
        if is_shown:
            async with runtime.database.across_tenants() as across:
                await refuse_to_show_across_tenants(across, user_id)
    async with runtime.database.across_tenants() as across:
        user = await user_of_id(across, user_id)
        code, expires_at = await begin_reset(across, user)
    link = reset_link(runtime.settings, code)
    if is_shown:
        return LinkShape(mailed=False, link=link, expires_at=expires_at)
    letter = reset_letter(link=link, locale=user.locale)
    await send_mail(runtime.settings, to=user.email, subject=letter.subject, text=letter.text)
    return LinkShape(mailed=True, link=None, expires_at=expires_at)


async def _send(request: Request, to: str, letter: Letter, link: str, invitation: Invitation) -> LinkShape:
    settings = runtime_of(request).settings
    shown = LinkShape(mailed=False, link=link, expires_at=invitation.expires_at)
    if not mails(settings):
        return shown
    try:
        await send_mail(settings, to=to, subject=letter.subject, text=letter.text)
    except MailNotSent:
        return shown  # the invitation stands; who invited hands the link over by other means
    return LinkShape(mailed=True, link=None, expires_at=invitation.expires_at)


def _shape(work: ReadWork, membership: Any, user: Any) -> MemberShape:
    access = access_of(work)
    return MemberShape(
        id=membership.id,
        user_id=user.id,
        name=user.name,
        email=user.email,
        role=Role(membership.role),
        active=membership.active and user.active,
        second_factor=user.has_second_factor,
        is_me=access is not None and access.user_id == user.id,
        created_at=membership.created_at,
        last_seen_at=membership.last_seen_at,
    )
