"""Who one is, what one may do here, and what one changes about oneself."""

from io import BytesIO
from typing import Annotated

import segno
from fastapi import Request, Response

from souk.tenancy.actions.profile import change_password, change_profile, prove_password
from souk.tenancy.actions.second_factor import (
    confirm_second_factor,
    offer_second_factor,
    remove_second_factor,
    renew_recovery_codes,
)
from souk.tenancy.admission import SignedIn
from souk.tenancy.cookies import set_session_cookies
from souk.tenancy.features import features_of
from souk.tenancy.http import (
    SESSION_COOKIE,
    Asker,
    Door,
    api_router,
    asking,
    request_id_of,
    runtime_of,
    signed_in,
)
from souk.tenancy.repository import tenant_of, user_of_id
from souk.tenancy.roles import Role
from souk.tenancy.schemas import (
    CodeDraft,
    MeShape,
    PasswordChange,
    PlaceShape,
    ProfileChange,
    RecoveryCodes,
    SecondFactorDraft,
    SecondFactorOffer,
    TenantShape,
    UserShape,
)
from souk.tenancy.settings import tenant_settings
from souk.tenancy.totp import otpauth_uri

router = api_router("/me", "Me")

Person = Annotated[SignedIn, signed_in()]


@router.get("")
async def show_me(request: Request, response: Response, asker: Annotated[Asker, asking()]) -> MeShape:
    """Who asks, which tenants they belong to, and for the tenant named in `Souk-Tenant` (or the only one)
    what they may do.
    """
    if asker.person is not None:
        secret = request.cookies[SESSION_COOKIE]
        set_session_cookies(request, response, secret, int(asker.person.lifetime.total_seconds()))
    return await _describe(request, asker)


@router.patch("")
async def change_me(request: Request, person: Person, change: ProfileChange) -> UserShape:
    """Name and language."""
    async with runtime_of(request).database.across_tenants() as work:
        user = await change_profile(
            work, person.user_id, name=change.name, locale=change.locale, request_id=request_id_of(request)
        )
        return UserShape(
            id=user.id,
            email=user.email,
            name=user.name,
            locale=user.locale,
            totp_enabled=user.has_second_factor,
        )


@router.put("/password", status_code=204)
async def change_my_password(request: Request, person: Person, change: PasswordChange) -> None:
    """Ends one's other sessions."""
    await change_password(
        runtime_of(request).database,
        person.user_id,
        person.email,
        current=change.current,
        new=change.new,
        session_id=person.session_id,
        request_id=request_id_of(request),
    )


@router.post("/second-factor", status_code=201)
async def offer_my_second_factor(
    request: Request, person: Person, draft: SecondFactorDraft
) -> SecondFactorOffer:
    """Begin setting up an authenticator app; nothing changes until its first code is confirmed."""
    runtime = runtime_of(request)
    await prove_password(runtime.database, person.user_id, person.email, draft.password, field="password")
    async with runtime.database.across_tenants() as work:
        secret = await offer_second_factor(work, runtime.vault, person.user_id)
    uri = otpauth_uri(secret, email=person.email)
    return SecondFactorOffer(secret=secret, uri=uri, qr_svg=_qr(uri))


@router.put("/second-factor")
async def confirm_my_second_factor(request: Request, person: Person, draft: CodeDraft) -> RecoveryCodes:
    """Confirm with the app's first code; answers the recovery codes."""
    runtime = runtime_of(request)
    async with runtime.database.across_tenants() as work:
        codes = await confirm_second_factor(
            work, runtime.vault, person.user_id, draft.code, request_id=request_id_of(request)
        )
    return RecoveryCodes(codes=codes)


@router.post("/second-factor/removal", status_code=204)
async def remove_my_second_factor(request: Request, person: Person, draft: CodeDraft) -> None:
    """Sign in with the password alone again. Refused where a tenant asks for a second factor."""
    runtime = runtime_of(request)
    async with runtime.database.across_tenants() as work:
        await remove_second_factor(
            work, runtime.vault, person.user_id, draft.code, request_id=request_id_of(request)
        )


@router.post("/recovery-codes", status_code=201)
async def renew_my_recovery_codes(request: Request, person: Person, draft: CodeDraft) -> RecoveryCodes:
    """Ten new ones in place of the old."""
    runtime = runtime_of(request)
    async with runtime.database.across_tenants() as work:
        codes = await renew_recovery_codes(
            work, runtime.vault, person.user_id, draft.code, request_id=request_id_of(request)
        )
    return RecoveryCodes(codes=codes)


async def _describe(request: Request, asker: Asker) -> MeShape:
    database = runtime_of(request).database
    user_id = asker.person.user_id if asker.person is not None else asker.access.user_id  # type: ignore[union-attr]
    async with database.across_tenants() as across:
        user = await user_of_id(across, user_id)
    described = MeShape(
        user=UserShape(
            id=user.id,
            email=user.email,
            name=user.name,
            locale=user.locale,
            totp_enabled=user.has_second_factor,
        ),
        tenants=[],
        tenant=None,
        role=None,
        capabilities=[],
        features={},
        prices_include_tax=None,
        second_factor_set_up_required=asker.needs_second_factor,
    )
    if asker.person is not None:
        described.tenants = [
            PlaceShape(slug=place.scope.slug, name=place.name, role=Role(place.role))
            for place in asker.person.places
        ]
    if asker.access is None:
        return described
    async with Door(asker.access, database, request_id_of(request)).reading() as work:
        tenant = TenantShape.model_validate(await tenant_of(work))
        described.tenant = tenant
        described.role = Role(asker.access.role)
        described.capabilities = sorted(asker.access.capabilities)
        described.features = await features_of(work)
        described.prices_include_tax = (await tenant_settings(work)).pricing.prices_include_tax
    if not described.tenants:
        described.tenants = [PlaceShape(slug=tenant.slug, name=tenant.name, role=described.role)]
    return described


def _qr(uri: str) -> str:
    drawn = BytesIO()
    segno.make(uri, error="m").save(drawn, kind="svg", scale=4, light="white", xmldecl=False, svgns=True)
    return drawn.getvalue().decode()
