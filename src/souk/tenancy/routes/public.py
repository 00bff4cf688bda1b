"""For those nobody knows yet: the first set-up, invitations, forgotten passwords."""

from typing import Annotated

from fastapi import Path, Request, Response
from starlette.background import BackgroundTask
from starlette.responses import JSONResponse

from souk.kernel.settings import Settings
from souk.tenancy.actions.demo import shown_demo_sign_in
from souk.tenancy.actions.password_reset import begin_reset_by_email, finish_reset
from souk.tenancy.actions.people import SPENT, join_as_known, join_as_new
from souk.tenancy.actions.tenants import needs_setup, set_up
from souk.tenancy.admission import SignedIn
from souk.tenancy.errors import LinkSpent, MailNotSent
from souk.tenancy.http import address_of, api_router, request_id_of, runtime_of, signed_in
from souk.tenancy.letters import reset_letter
from souk.tenancy.links import reset_link
from souk.tenancy.mail import mails, send_mail
from souk.tenancy.repository import invitation_of_code, reset_of_code, user_by_email
from souk.tenancy.roles import Role
from souk.tenancy.routes.session import admit_browser, device_of
from souk.tenancy.schemas import (
    InvitationView,
    Joining,
    NewPasswordDraft,
    ResetAccepted,
    ResetRequest,
    ResetView,
    SetupDraft,
    SignedInShape,
    SignInInfo,
)
from souk.tenancy.secrets import hash_secret
from souk.tenancy.throttle import Of, locked_out, take_attempt

router = api_router("", "Before signing in")

LinkCode = Annotated[str, Path(min_length=1, max_length=100)]


@router.get("/public/sign-in")
async def sign_in_info(request: Request) -> SignInInfo:
    """Whether Souk still has to be set up, and the sign-in of a demo shop."""
    runtime = runtime_of(request)
    async with runtime.database.across_tenants() as work:
        return SignInInfo(
            setup_needed=await needs_setup(work),
            demo=await shown_demo_sign_in(work, runtime.vault),
            mails=mails(runtime.settings),
        )


@router.post("/setup", status_code=201)
async def set_up_souk(request: Request, response: Response, draft: SetupDraft) -> SignedInShape:
    """Make the first tenant and its owner, once, with the code that the terminal shows; signs in."""
    runtime = runtime_of(request)
    session = await set_up(
        runtime.database, runtime.vault, draft, device_of(request), request_id=request_id_of(request)
    )
    return admit_browser(request, response, session)


@router.get("/public/invitations/{code}")
async def show_invitation(request: Request, code: LinkCode) -> InvitationView:
    """What a link invites to."""
    async with runtime_of(request).database.across_tenants() as work:
        found = await invitation_of_code(work.session, hash_secret(code), work.now)
        if found is None:
            raise LinkSpent(SPENT)
        invitation, tenant = found
        return InvitationView(
            tenant=tenant.name,
            tenant_slug=tenant.slug,
            email=invitation.email,
            role=Role(invitation.role),
            has_account=await user_by_email(work, invitation.email) is not None,
            expires_at=invitation.expires_at,
        )


@router.post("/public/invitations/{code}", status_code=201)
async def join(request: Request, response: Response, code: LinkCode, joining: Joining) -> SignedInShape:
    """Make an account and become a member; signs in. Who has an account signs in and accepts instead."""
    session = await join_as_new(
        runtime_of(request).database,
        code,
        name=joining.name,
        password=joining.password,
        device=device_of(request),
        request_id=request_id_of(request),
    )
    return admit_browser(request, response, session)


@router.post("/public/invitations/{code}/acceptance", status_code=204)
async def accept(request: Request, code: LinkCode, person: Annotated[SignedIn, signed_in()]) -> None:
    """Become a member with the account one is signed in with."""
    async with runtime_of(request).database.across_tenants() as work:
        await join_as_known(work, code, person.user_id, request_id=request_id_of(request))


@router.post("/public/password-resets", status_code=202, response_model=ResetAccepted)
async def request_reset(request: Request, draft: ResetRequest) -> Response:
    """Ask for a link to set a new password. The answer is the same whether the address is known or not."""
    runtime = runtime_of(request)
    if not mails(runtime.settings):
        without = ResetAccepted(
            mails=False,
            message="This Souk sends no e-mail. Ask an administrator for a link, or run"
            " `souk user reset-password` where Souk is installed.",
        )
        return JSONResponse(without.model_dump(), 202)
    async with runtime.database.across_tenants() as work:
        waits = [await take_attempt(work, Of.ADDRESS, f"reset:{address_of(request)}")]
    if refusal := locked_out(waits):
        raise refusal
    async with runtime.database.across_tenants() as work:
        begun = await begin_reset_by_email(work, draft.email)
    accepted = ResetAccepted(mails=True, message="If the address has an account, a link is on its way to it.")
    # Sent after the answer, or its slowness would tell who has an account.
    sending = None
    if begun is not None:
        user, code = begun
        sending = BackgroundTask(_mail_reset, runtime.settings, user.email, user.locale, code)
    return JSONResponse(accepted.model_dump(), 202, background=sending)


@router.get("/public/password-resets/{code}")
async def show_reset(request: Request, code: LinkCode) -> ResetView:
    """Whose password a link sets."""
    async with runtime_of(request).database.across_tenants() as work:
        found = await reset_of_code(work.session, hash_secret(code), work.now)
    if found is None:
        raise LinkSpent(SPENT)
    reset, user = found
    return ResetView(email=user.email, expires_at=reset.expires_at)


@router.post("/public/password-resets/{code}", status_code=204)
async def set_new_password(request: Request, code: LinkCode, draft: NewPasswordDraft) -> None:
    """Set the new password, once; ends every session."""
    await finish_reset(runtime_of(request).database, code, draft.password, request_id=request_id_of(request))


async def _mail_reset(settings: Settings, email: str, locale: str, code: str) -> None:
    letter = reset_letter(link=reset_link(settings, code), locale=locale)
    try:
        await send_mail(settings, to=email, subject=letter.subject, text=letter.text)
    except MailNotSent:
        return  # written to the log by the mailer; nobody is left to tell
