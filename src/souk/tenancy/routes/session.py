"""Signing in and out, and the sessions one has open."""

from typing import Annotated

from fastapi import Path, Request, Response

from souk.tenancy.actions.sign_in import Device, NewSession, end_other_sessions, end_session, sign_in
from souk.tenancy.admission import SignedIn
from souk.tenancy.cookies import clear_session_cookies, set_session_cookies
from souk.tenancy.http import address_of, api_router, request_id_of, runtime_of, signed_in
from souk.tenancy.repository import living_sessions
from souk.tenancy.schemas import SessionList, SessionShape, SignedInShape, SignInDraft

router = api_router("", "Signing in")

SessionId = Annotated[int, Path(ge=1, le=2**63 - 1)]


@router.post("/session", status_code=201)
async def start_session(request: Request, response: Response, draft: SignInDraft) -> SignedInShape:
    """Sign in. Answers 401 `second_factor_required` when `totp` is needed too; sets the session's cookies."""
    runtime = runtime_of(request)
    session = await sign_in(
        runtime.database,
        runtime.vault,
        email=draft.email,
        password=draft.password,
        code=draft.totp,
        device=device_of(request),
        request_id=request_id_of(request),
    )
    return admit_browser(request, response, session)


@router.delete("/session", status_code=204)
async def leave(request: Request, response: Response, person: Annotated[SignedIn, signed_in()]) -> None:
    """Sign out of this browser."""
    async with runtime_of(request).database.across_tenants() as work:
        await end_session(work, person.user_id, person.session_id, request_id=request_id_of(request))
    clear_session_cookies(request, response)


@router.get("/sessions")
async def list_sessions(request: Request, person: Annotated[SignedIn, signed_in()]) -> SessionList:
    """Where one is signed in, the last used first."""
    async with runtime_of(request).database.across_tenants() as work:
        sessions = await living_sessions(work, person.user_id)
    return SessionList(
        data=[
            SessionShape(
                id=session.id,
                address=session.address,
                device=session.user_agent,
                created_at=session.created_at,
                last_used_at=session.last_used_at,
                expires_at=session.expires_at,
                current=session.id == person.session_id,
            )
            for session in sessions
        ]
    )


@router.delete("/sessions", status_code=204)
async def end_sessions_elsewhere(request: Request, person: Annotated[SignedIn, signed_in()]) -> None:
    """End one's sessions everywhere but here."""
    async with runtime_of(request).database.across_tenants() as work:
        await end_other_sessions(work, person.user_id, person.session_id, request_id=request_id_of(request))


@router.delete("/sessions/{session_id:int}", status_code=204)
async def end_one_session(
    request: Request, person: Annotated[SignedIn, signed_in()], session_id: SessionId
) -> None:
    """End one's session elsewhere."""
    async with runtime_of(request).database.across_tenants() as work:
        await end_session(work, person.user_id, session_id, request_id=request_id_of(request))


def device_of(request: Request) -> Device:
    return Device(address_of(request), request.headers.get("user-agent"))


def admit_browser(request: Request, response: Response, session: NewSession) -> SignedInShape:
    now = runtime_of(request).database.clock.now()
    set_session_cookies(request, response, session.secret, int((session.expires_at - now).total_seconds()))
    return SignedInShape(user_id=session.user_id, expires_at=session.expires_at)
