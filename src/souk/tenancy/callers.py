"""Who stands behind a request: the secret in its cookie or header, and the tenant it names."""

from dataclasses import dataclass
from hmac import compare_digest
from typing import Protocol

from fastapi import Request

from souk.kernel.crypto import Vault
from souk.kernel.settings import Settings
from souk.kernel.work import Database
from souk.tenancy.access import Access
from souk.tenancy.admission import SignedIn, note_seen, session_of, token_access
from souk.tenancy.errors import (
    CsrfRefused,
    SecondFactorSetUpRequired,
    SignInRequired,
    TenantMissing,
    TenantRequired,
)

SESSION_COOKIE = "souk_session"
CSRF_COOKIE = "souk_csrf"
CSRF_HEADER = "X-CSRF-Token"
TENANT_HEADER = "Souk-Tenant"
REQUEST_ID_KEY = "souk.request_id"
_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class Runtime(Protocol):
    """What the door needs of a running Souk; wiring builds it, the web hangs it on the application."""

    @property
    def settings(self) -> Settings: ...
    @property
    def database(self) -> Database: ...
    @property
    def vault(self) -> Vault: ...


def runtime_of(request: Request) -> Runtime:
    runtime: Runtime = request.app.state.runtime
    return runtime


def request_id_of(request: Request) -> str | None:
    found: str | None = request.scope.get(REQUEST_ID_KEY)
    return found


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks about themselves. `access` is None while no tenant is or can be entered."""

    person: SignedIn | None
    access: Access | None
    needs_second_factor: bool = False


async def access_to(request: Request, *, slug_in_query: bool = False) -> Access:
    """The member behind a request and the tenant it is for."""
    slug = request.headers.get(TENANT_HEADER)
    if slug is None and slug_in_query:
        slug = request.query_params.get("tenant")
    bearer = bearer_of(request)
    if bearer is not None:
        return await token_access(runtime_of(request).database, bearer, slug)
    return await _entered(request, await person_of(request), slug)


async def asker_of(request: Request) -> Asker:
    """A tenant that was left, or never was, is no refusal here: whoever asks can then choose another."""
    bearer = bearer_of(request)
    if bearer is not None:
        return Asker(None, await token_access(runtime_of(request).database, bearer))
    person = await person_of(request)
    slug = request.headers.get(TENANT_HEADER)
    if slug not in {place.scope.slug for place in person.places}:
        slug = None
    try:
        return Asker(person, await _entered(request, person, slug))
    except SecondFactorSetUpRequired:
        return Asker(person, None, needs_second_factor=True)
    except (TenantMissing, TenantRequired):
        return Asker(person, None)


async def _entered(request: Request, person: SignedIn, slug: str | None) -> Access:
    access = person.enter(slug)
    await note_seen(runtime_of(request).database, person, access)
    return access


async def person_of(request: Request) -> SignedIn:
    """The person behind the session cookie. Raises SignInRequired, CsrfRefused."""
    secret = request.cookies.get(SESSION_COOKIE)
    if not secret:
        raise SignInRequired("Sign in, or send an API token as `Authorization: Bearer …`.")
    runtime = runtime_of(request)
    if request.method not in _SAFE_METHODS:
        given = request.headers.get(CSRF_HEADER, "")
        if not compare_digest(given.encode(), csrf_token(runtime.vault, secret).encode()):
            raise CsrfRefused(
                f"Send the value of the {CSRF_COOKIE} cookie in the {CSRF_HEADER} header; reload the page"
                " if it was open while you signed in anew."
            )
    return await session_of(runtime.database, secret, address=address_of(request))


def csrf_token(vault: Vault, session_secret: str) -> str:
    """Bound to the session, so that a cookie planted by a neighbouring site is worth nothing."""
    return vault.keyed_hash("csrf", session_secret)


def bearer_of(request: Request) -> str | None:
    """Raises SignInRequired where the header is of another scheme."""
    header = request.headers.get("Authorization")
    if header is None:
        return None
    scheme, _, token = header.partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise SignInRequired("Send an API token as `Authorization: Bearer …`.")
    return token.strip()


def address_of(request: Request) -> str | None:
    return request.client.host if request.client else None
