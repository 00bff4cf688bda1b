"""Letting someone in: from a cookie's or a token's secret to a member of one tenant.

This runs as the system role, ahead of any tenant. It writes down when a session or a token was used at
most once a minute.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, text

from souk.kernel.work import Database, Scope, SystemWork
from souk.tenancy.access import Access
from souk.tenancy.errors import (
    SecondFactorSetUpRequired,
    SignInRequired,
    TenantMissing,
    TenantRequired,
)
from souk.tenancy.roles import capabilities_of
from souk.tenancy.secrets import hash_secret

USE_IS_NOTED_EVERY = timedelta(minutes=1)

_MEMBERSHIPS = """
    m.role, m.last_seen_at,
    t.id as tenant_id, t.slug, t.name as tenant_name, t.currency, t.timezone, t.locale,
    coalesce((security.content ->> 'totp_required')::boolean, false) as totp_required
"""
_SECURITY = "left join tenant_setting security on security.tenant_id = t.id and security.area = 'security'"

_SESSION = text(f"""
    select s.id as session_id, s.last_used_at, s.expires_at,
           u.id as user_id, u.email, u.name, u.locale as user_locale, u.has_second_factor,
           {_MEMBERSHIPS}
      from user_session s
      join app_user u on u.id = s.user_id and u.active
      left join membership m on m.user_id = u.id and m.active
      left join tenant t on t.id = m.tenant_id and t.closed_at is null
      {_SECURITY}
     where s.token_hash = :hash and s.ended_at is null and s.expires_at > :now
     order by t.id nulls last
""")

_TOKEN = text(f"""
    select k.id as token_id, k.name as token_name, k.scopes, k.last_used_at,
           u.id as user_id, u.email,
           {_MEMBERSHIPS}
      from api_token k
      join app_user u on u.id = k.user_id and u.active
      join membership m on m.tenant_id = k.tenant_id and m.user_id = k.user_id and m.active
      join tenant t on t.id = k.tenant_id and t.closed_at is null
      {_SECURITY}
     where k.token_hash = :hash and k.revoked_at is null and (k.expires_at is null or k.expires_at > :now)
""")

_NOTE_SESSION = text("""
    update user_session set last_used_at = :now, address = :address, expires_at = :expires_at
     where id = :id and last_used_at < :stale
""")
_NOTE_TOKEN = text("""
    update api_token set last_used_at = :now
     where tenant_id = :tenant_id and id = :id and (last_used_at is null or last_used_at < :stale)
""")


_NOTE_SEEN = text("""
    update membership set last_seen_at = :now
     where tenant_id = :tenant_id and user_id = :user_id and (last_seen_at is null or last_seen_at < :stale)
""")


@dataclass(frozen=True, slots=True)
class Place:
    """A tenant that someone may enter, and as what."""

    scope: Scope
    name: str
    role: str
    totp_required: bool
    last_seen_at: datetime | None


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A person with a living session, before a tenant is chosen."""

    session_id: int
    user_id: int
    email: str
    name: str
    locale: str
    has_second_factor: bool
    lifetime: timedelta
    """How long the session lasts unused."""
    places: tuple[Place, ...]

    def enter(self, slug: str | None) -> Access:
        """Raises TenantMissing, TenantRequired, SecondFactorSetUpRequired."""
        place = self.place(slug)
        if place.totp_required and not self.has_second_factor:
            raise SecondFactorSetUpRequired(
                f"{place.name} asks every member for an authenticator app; set one up in your profile."
            )
        return Access(
            user_id=self.user_id,
            email=self.email,
            role=place.role,
            scope=place.scope,
            capabilities=capabilities_of(place.role),
            session_id=self.session_id,
        )

    def place(self, slug: str | None) -> Place:
        """The tenant named by `slug`, or the only one. Raises TenantMissing, TenantRequired."""
        if slug is None:
            if len(self.places) == 1:
                return self.places[0]
            if not self.places:
                raise TenantMissing("You are not a member of any tenant; ask for an invitation.")
            raise TenantRequired(
                "You are a member of several tenants; name one in the Souk-Tenant header.",
                details={"tenants": [place.scope.slug for place in self.places]},
            )
        for place in self.places:
            if place.scope.slug == slug:
                return place
        raise TenantMissing("You are not a member of a tenant of this name.")


async def session_of(database: Database, secret: str, *, address: str | None = None) -> SignedIn:
    """Raises SignInRequired."""
    async with database.across_tenants() as work:
        rows = (await work.session.execute(_SESSION, {"hash": hash_secret(secret), "now": work.now})).all()
        if not rows:
            raise SignInRequired("Your sign-in has ended; sign in again.")
        first = rows[0]
        await _note_session(work, first, address)
    places = tuple(
        Place(_scope(row), row.tenant_name, row.role, row.totp_required, row.last_seen_at)
        for row in rows
        if row.tenant_id is not None
    )
    return SignedIn(
        session_id=first.session_id,
        user_id=first.user_id,
        email=first.email,
        name=first.name,
        locale=first.user_locale,
        has_second_factor=first.has_second_factor,
        lifetime=first.expires_at - first.last_used_at,
        places=places,
    )


async def token_access(database: Database, secret: str, slug: str | None = None) -> Access:
    """Raises SignInRequired, or TenantMissing where `slug` names another tenant than the token's."""
    async with database.across_tenants() as work:
        row = (
            await work.session.execute(_TOKEN, {"hash": hash_secret(secret), "now": work.now})
        ).one_or_none()
        if row is None:
            raise SignInRequired("The token is unknown, revoked or expired.")
        if _is_stale(row.last_used_at, work.now):
            await work.session.execute(
                _NOTE_TOKEN,
                {
                    "tenant_id": row.tenant_id,
                    "id": row.token_id,
                    "now": work.now,
                    "stale": work.now - USE_IS_NOTED_EVERY,
                },
            )
    if slug is not None and slug != row.slug:
        raise TenantMissing("The token belongs to another tenant.")
    return Access(
        user_id=row.user_id,
        email=row.email,
        role=row.role,
        scope=_scope(row),
        capabilities=capabilities_of(row.role, row.scopes),
        token_id=row.token_id,
        token_name=row.token_name,
    )


async def note_seen(database: Database, person: SignedIn, access: Access) -> None:
    """Write down, at most once a minute, that a member was in a tenant: not what their programs did."""
    now = database.clock.now()
    if not _is_stale(person.place(access.scope.slug).last_seen_at, now):
        return
    async with database.across_tenants() as work:
        await work.session.execute(
            _NOTE_SEEN,
            {
                "tenant_id": access.scope.tenant_id,
                "user_id": person.user_id,
                "now": now,
                "stale": now - USE_IS_NOTED_EVERY,
            },
        )


async def _note_session(work: SystemWork, row: Row[Any], address: str | None) -> None:
    if _is_stale(row.last_used_at, work.now):
        unused = row.expires_at - row.last_used_at
        await work.session.execute(
            _NOTE_SESSION,
            {
                "id": row.session_id,
                "now": work.now,
                "address": address,
                "expires_at": work.now + unused,
                "stale": work.now - USE_IS_NOTED_EVERY,
            },
        )


def _is_stale(last_used_at: datetime | None, now: datetime) -> bool:
    return last_used_at is None or last_used_at < now - USE_IS_NOTED_EVERY


def _scope(row: Row[Any]) -> Scope:
    return Scope(row.tenant_id, row.slug, row.currency, row.timezone, row.locale)
