"""What goes in and out of the tenancy's routes."""

import re
from typing import Annotated, Any
from zoneinfo import available_timezones

from babel import Locale, UnknownLocaleError
from pydantic import AfterValidator, Field

from souk.kernel.lists import CursorQuery, ListQuery
from souk.kernel.shapes import CurrencyCode, Draft, Id, Instant, Shape, Version, Words
from souk.tenancy.roles import CAPABILITIES, Role

_EMAIL = r"^[!-?A-~]{1,64}@[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*$"
"""Letters of other scripts are written in their ASCII form (xn--…), as mail servers take them."""


def _email(value: str) -> str:
    if not re.fullmatch(_EMAIL, value):
        raise ValueError("not an e-mail address such as mara@shop.example")
    return value.lower()


def _timezone(value: str) -> str:
    if value not in available_timezones():
        raise ValueError("not an IANA time zone such as Europe/Madrid")
    return value


def _locale(value: str) -> str:
    try:
        Locale.parse(value.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        raise ValueError("not a locale such as en, es or pt-BR") from None
    return value.replace("_", "-")


def _capability(value: str) -> str:
    if value not in CAPABILITIES:
        raise ValueError("not a capability; GET /api/v1/people/roles lists them")
    return value


Email = Annotated[
    str,
    Field(
        min_length=3,
        max_length=254,
        examples=["mara@shop.example"],
        json_schema_extra={"pattern": _EMAIL},
    ),
    AfterValidator(_email),
]
Timezone = Annotated[str, Field(max_length=64, examples=["Europe/Madrid"]), AfterValidator(_timezone)]
LocaleCode = Annotated[str, Field(min_length=2, max_length=20, examples=["en"]), AfterValidator(_locale)]
Slug = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,62}$", examples=["olive-house"])]
Password = Annotated[str, Field(min_length=1, max_length=200)]
NewPassword = Annotated[str, Field(min_length=1, max_length=200, description="at least ten characters")]
Code = Annotated[
    str, Field(min_length=6, max_length=20, description="of the authenticator app, or a recovery code")
]
Capability = Annotated[str, AfterValidator(_capability)]


class SignInDraft(Draft):
    email: Email
    password: Password
    totp: Code | None = None


class SignedInShape(Shape):
    """The cookies are in the answer's headers; GET /me says the rest."""

    user_id: int
    expires_at: Instant


class TenantDraft(Draft):
    name: Words
    slug: Slug | None = None
    currency: CurrencyCode
    timezone: Timezone = "UTC"
    locale: LocaleCode = "en"


class OwnerDraft(Draft):
    name: Words
    email: Email
    password: NewPassword


class SetupDraft(Draft):
    code: Annotated[str, Field(min_length=1, max_length=64, description="shown on the terminal")]
    tenant: TenantDraft
    owner: OwnerDraft


class DemoSignIn(Shape):
    email: str
    password: str


class SignInInfo(Shape):
    """What the sign-in page needs to know before anyone is known."""

    setup_needed: bool
    demo: DemoSignIn | None
    mails: bool = Field(description="whether links go out by e-mail")


class TenantShape(Shape):
    id: int
    slug: str
    name: str
    currency: str
    timezone: str
    locale: str
    is_demo: bool
    version: int


class TenantChange(Draft):
    name: Words
    timezone: Timezone
    locale: LocaleCode
    version: Version | None = None


class ClosingDraft(Draft):
    slug: Annotated[str, Field(description="typed once more, to be sure")]


class PlaceShape(Shape):
    slug: str
    name: str
    role: Role


class UserShape(Shape):
    id: int
    email: str
    name: str
    locale: str
    totp_enabled: bool


class MeShape(Shape):
    """Who asks, where, and what they may do."""

    user: UserShape
    tenants: list[PlaceShape]
    tenant: TenantShape | None
    role: Role | None
    capabilities: list[str]
    features: dict[str, bool]
    prices_include_tax: bool | None
    second_factor_set_up_required: bool


class ProfileChange(Draft):
    name: Words | None = None
    locale: LocaleCode | None = None


class PasswordChange(Draft):
    current: Password
    new: NewPassword


class CodeDraft(Draft):
    code: Code


class SecondFactorDraft(Draft):
    password: Password


class SecondFactorOffer(Shape):
    """To be scanned or typed into the authenticator app, then confirmed with its first code."""

    secret: str
    uri: str
    qr_svg: str


class RecoveryCodes(Shape):
    codes: list[str] = Field(description="each good once in place of a code; shown only now")


class SessionShape(Shape):
    id: int
    address: str | None
    device: str | None
    created_at: Instant
    last_used_at: Instant
    expires_at: Instant
    current: bool


class SessionList(Shape):
    data: list[SessionShape]


class MemberShape(Shape):
    id: int = Field(description="of the membership")
    user_id: int
    name: str
    email: str
    role: Role
    active: bool = Field(description="whether they can come in here")
    second_factor: bool
    is_me: bool
    created_at: Instant
    last_seen_at: Instant | None = Field(description="by a browser, to the minute")


class PeopleQuery(ListQuery):
    role: Role | None = None
    active: bool | None = None


class RoleChange(Draft):
    role: Role


class RoleShape(Shape):
    role: Role
    capabilities: list[str]


class RolesShape(Shape):
    roles: list[RoleShape]
    capabilities: dict[str, str]


class InvitationDraft(Draft):
    email: Email
    role: Role


class InvitationShape(Shape):
    id: int
    email: str
    role: Role
    created_at: Instant
    expires_at: Instant


class InvitationList(Shape):
    data: list[InvitationShape]


class LinkShape(Shape):
    """Where a link went: by e-mail, or here where no e-mail could be sent."""

    mailed: bool
    link: str | None
    expires_at: Instant


class InvitationSent(Shape):
    invitation: InvitationShape
    sent: LinkShape


class InvitationView(Shape):
    """What the holder of a link sees."""

    tenant: str
    tenant_slug: str
    email: str
    role: Role
    has_account: bool
    expires_at: Instant


class Joining(Draft):
    """For someone new. Who has an account signs in and accepts."""

    name: Words
    password: NewPassword


class ResetRequest(Draft):
    email: Email


class ResetAccepted(Shape):
    """The same for every address, known or not."""

    mails: bool
    message: str


class ResetView(Shape):
    email: str
    expires_at: Instant


class NewPasswordDraft(Draft):
    password: NewPassword


class TokenDraft(Draft):
    name: Words
    scopes: Annotated[
        list[Capability] | None,
        Field(max_length=len(CAPABILITIES), description="capabilities; all of yours where left out"),
    ] = None
    expires_at: Instant | None = None


class TokenShape(Shape):
    id: int
    name: str
    prefix: str
    scopes: list[str] | None
    user_id: int
    owner: str | None
    created_at: Instant
    expires_at: Instant | None
    last_used_at: Instant | None
    revoked_at: Instant | None


class TokenQuery(ListQuery):
    include_revoked: bool = False


class NewToken(Shape):
    token: str = Field(description="shown only now")
    details: TokenShape


class FeatureShape(Shape):
    name: str
    label: str
    meaning: str
    is_on: bool
    is_built: bool
    changed_at: Instant | None
    changed_by: str | None


class FeatureList(Shape):
    data: list[FeatureShape]


class Switch(Draft):
    is_on: bool


class AuditQuery(CursorQuery):
    subject_kind: Annotated[str | None, Field(max_length=64)] = None
    subject_id: Annotated[str | None, Field(max_length=64)] = None
    user_id: Id | None = None
    actor: Annotated[str | None, Field(max_length=255, description="as shown: an e-mail or `cli:…`")] = None
    action: Annotated[
        str | None,
        Field(max_length=64, description="`product.updated`, or `product.` for all of them"),
    ] = None
    since: Instant | None = None
    until: Instant | None = None
    q: Annotated[str | None, Field(max_length=200, description="words in action, subject or actor")] = None


class AuditShape(Shape):
    id: int
    at: Instant
    actor_kind: str
    actor: str
    user_id: int | None
    token_id: int | None
    action: str
    subject_kind: str
    subject_id: str
    subject: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    request_id: str | None


class AreaShape(Shape):
    """One area of settings as it is now."""

    area: str
    values: dict[str, Any]
    version: int
    changed_at: Instant | None
    changed_by: str | None


class SettingsShape(Shape):
    tenant: TenantShape
    areas: dict[str, AreaShape]
