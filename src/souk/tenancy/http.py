"""The door of every route: who may pass, and the one transaction a request is.

A route asks for `reading("orders.read")` or `writing("orders.create")`. Who asks is known before the body
is read; the transaction is opened after it has been read; it is committed when the answer is rendered and
before the first byte of it is sent. Any refusal rolls it back.
"""

from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from hmac import compare_digest
from typing import Any, ClassVar, Protocol

from fastapi import APIRouter, Depends, Request, Response
from fastapi.dependencies.models import Dependant
from fastapi.params import Form
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException

from souk.kernel.crypto import Vault
from souk.kernel.errors import FieldError, Invalid
from souk.kernel.settings import Settings
from souk.kernel.work import Database, ReadWork, Work
from souk.tenancy.access import Access, attach_access
from souk.tenancy.admission import SignedIn, session_of, token_access
from souk.tenancy.errors import (
    CsrfRefused,
    SecondFactorSetUpRequired,
    SignInRequired,
    TenantMissing,
    TenantRequired,
)
from souk.tenancy.features import require_feature
from souk.tenancy.idempotency import Claim, KeptAnswer, claim, fingerprint_of, keep

API = "/api/v1"
SESSION_COOKIE = "souk_session"
CSRF_COOKIE = "souk_csrf"
CSRF_HEADER = "X-CSRF-Token"
TENANT_HEADER = "Souk-Tenant"
BODY_LIMIT_KEY = "souk.body_limit"
"""Where in the ASGI scope a route may raise the limit of its body; the web counts the bytes."""

_VISIT = "souk.visit"
_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})

PROBLEM_RESPONSES: dict[int | str, dict[str, Any]] = {
    status: {
        "description": description,
        "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    for status, description in {
        "4XX": "Refused: see `code`, `detail` and `errors`.",
        "5XX": "Not your fault: try again later, or report the `request_id`.",
    }.items()
}


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
    found: str | None = request.scope.get("souk.request_id")
    return found


class Opening(StrEnum):
    READ = "read"
    WRITE = "write"
    DOOR = "door"
    PERSON = "person"
    ANYONE = "anyone"


@dataclass(frozen=True, slots=True)
class Admission:
    """What a route asks of whoever comes; as a dependency it hands out what the route works with."""

    opening: Opening
    capability: str | None
    may_lag: bool = False
    takes_upload: bool = False

    async def __call__(self, request: Request) -> Any:
        return await visit_of(request).open(self)


def reading(capability: str, *, may_lag: bool = False) -> Any:
    """A ReadWork for a member who has `capability`; `may_lag` lets a replica answer."""
    return Depends(Admission(Opening.READ, capability, may_lag=may_lag))


def writing(capability: str) -> Any:
    """A Work for a member who has `capability`; the route class commits it. Honours Idempotency-Key."""
    return Depends(Admission(Opening.WRITE, capability))


def streaming(capability: str | None = None) -> Any:
    """A Door for answers that outlive the handler (exports, live streams): they open their own work.

    A browser cannot send headers with links and event streams, so here `?tenant=slug` may name the tenant.
    """
    return Depends(Admission(Opening.DOOR, capability))


def uploading(capability: str | None = None) -> Any:
    """A Door for a body that is streamed in, up to the limit of imports."""
    return Depends(Admission(Opening.DOOR, capability, takes_upload=True))


def signed_in() -> Any:
    """The SignedIn person of a browser session, before any tenant is entered. Tokens are refused."""
    return Depends(Admission(Opening.PERSON, None))


def expected_version() -> Any:
    """The version of `If-Match: "7"`, for updates that must not overwrite someone else's; None without."""
    return Depends(_expected_version)


def _expected_version(request: Request) -> int | None:
    header = request.headers.get("If-Match")
    if header is None or header.strip() == "*":
        return None
    digits = header.strip().removeprefix("W/").strip('"')
    if not digits.isdecimal() or len(digits) > 18:
        raise Invalid(
            'If-Match holds the version that was read, in quotes: "7".',
            fields=[FieldError("If-Match", "not a version")],
        )
    return int(digits)


def asking() -> Any:
    """The Asker: a person by session or a token, whether or not they can enter a tenant."""
    return Depends(Admission(Opening.ANYONE, None))


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks about themselves. `access` is None while no tenant is or can be entered."""

    person: SignedIn | None
    access: Access | None
    needs_second_factor: bool = False


@dataclass(frozen=True, slots=True)
class Door:
    """A member let in, who opens transactions as they are needed."""

    access: Access
    database: Database
    request_id: str | None

    def require(self, capability: str) -> None:
        """Raises NotPermitted."""
        self.access.require(capability)

    @asynccontextmanager
    async def reading(self, *, may_lag: bool = False) -> AsyncIterator[ReadWork]:
        """A read-only transaction for as long as the block runs."""
        opened = self.database.reading(
            self.access.scope.tenant_id, self.access.actor, request_id=self.request_id, may_lag=may_lag
        )
        async with opened as work:
            attach_access(work, self.access)
            yield work

    @asynccontextmanager
    async def working(self) -> AsyncIterator[Work]:
        """A transaction that is committed when the block ends well."""
        opened = self.database.work(
            self.access.scope.tenant_id, self.access.actor, request_id=self.request_id
        )
        async with opened as work:
            attach_access(work, self.access)
            yield work


class AnsweredAlready(Exception):
    """Ends a request with an answer that leaves nothing behind in the database."""

    def __init__(self, response: Response) -> None:
        self.response = response


@dataclass
class Visit:
    """One request on its way through the door."""

    request: Request
    stack: AsyncExitStack
    reads_json: bool
    feature: str | None
    access: Access | None = None
    person: SignedIn | None = None
    asker: Asker | None = None
    work: Work | None = None
    claim: Claim | None = field(default=None)

    @property
    def runtime(self) -> Runtime:
        return runtime_of(self.request)

    async def admit(self, admission: Admission) -> None:
        """Who asks, and whether they may; nothing of the body has been read.

        Raises SignInRequired, CsrfRefused, TenantMissing, TenantRequired, NotPermitted.
        """
        if admission.takes_upload:
            self.request.scope[BODY_LIMIT_KEY] = self.runtime.settings.import_max_bytes
        if admission.opening is Opening.PERSON:
            self.person = await person_of(self.request)
            return
        if admission.opening is Opening.ANYONE:
            self.asker = await asker_of(self.request)
            return
        self.access = await access_to(self.request, slug_in_query=admission.opening is Opening.DOOR)
        if admission.capability is not None:
            self.access.require(admission.capability)

    async def open(self, admission: Admission) -> Any:
        if admission.opening is Opening.PERSON:
            return self.person
        if admission.opening is Opening.ANYONE:
            return self.asker
        if self.access is None:
            raise RuntimeError("a route with an admission must be made by api_router")
        door = Door(self.access, self.runtime.database, request_id_of(self.request))
        if admission.opening is Opening.DOOR:
            if self.feature is not None:
                async with door.reading() as work:
                    await require_feature(work, self.feature)
            return door
        if admission.opening is Opening.READ:
            reading: ReadWork = await self.stack.enter_async_context(door.reading(may_lag=admission.may_lag))
            if self.feature is not None:
                await require_feature(reading, self.feature)
            return reading
        self.work = await self.stack.enter_async_context(door.working())
        if self.feature is not None:
            await require_feature(self.work, self.feature)
        await self._claim_key(self.work)
        return self.work

    async def _claim_key(self, work: Work) -> None:
        key = self.request.headers.get("Idempotency-Key")
        if key is None:
            return
        url = self.request.url
        body = await self.request.body() if self.reads_json else b""
        found = await claim(work, key, fingerprint_of(self.request.method, f"{url.path}?{url.query}", body))
        if isinstance(found, KeptAnswer):
            headers = {**found.headers, "Idempotency-Replayed": "true"}
            raise AnsweredAlready(Response(found.body, found.status, headers))
        self.claim = found

    async def conclude(self, response: Response) -> None:
        """The answer is rendered: keep it for the key. Committing is the stack's next and last act."""
        if response.status_code >= 400:
            raise AnsweredAlready(response)
        if self.claim is not None and self.work is not None and hasattr(response, "body"):
            await keep(self.work, self.claim, response.status_code, response.headers, bytes(response.body))


def visit_of(request: Request) -> Visit:
    visit: Visit = request.scope[_VISIT]
    return visit


async def access_to(request: Request, *, slug_in_query: bool = False) -> Access:
    """The member behind a request and the tenant it is for."""
    slug = request.headers.get(TENANT_HEADER)
    if slug is None and slug_in_query:
        slug = request.query_params.get("tenant")
    bearer = bearer_of(request)
    if bearer is not None:
        return await token_access(runtime_of(request).database, bearer, slug)
    return (await person_of(request)).enter(slug)


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
        return Asker(person, person.enter(slug))
    except SecondFactorSetUpRequired:
        return Asker(person, None, needs_second_factor=True)
    except (TenantMissing, TenantRequired):
        return Asker(person, None)


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


class DoorRoute(APIRoute):
    """Lets in, commits, then sends."""

    feature: ClassVar[str | None] = None

    def __init__(self, path: str, endpoint: Callable[..., Any], **rest: Any) -> None:
        super().__init__(path, endpoint, **rest)
        self.admission = _admission_in(self.dependant)
        self.takes_json = self.body_field is not None and _is_json(self.body_field.field_info)
        if self.admission is not None:
            self.openapi_extra = {**_documented(self.admission), **(self.openapi_extra or {})}

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def answer(request: Request) -> Response:
            try:
                async with AsyncExitStack() as stack:
                    visit = Visit(request, stack, reads_json=self.takes_json, feature=self.feature)
                    request.scope[_VISIT] = visit
                    if self.admission is not None:
                        await visit.admit(self.admission)
                    if self.takes_json:
                        _refuse_other_types(request)
                    response = await handle(request)
                    await visit.conclude(response)
            except AnsweredAlready as answered:
                return answered.response
            return response

        return answer


def _is_json(body: Any) -> bool:
    return not isinstance(body, Form) and getattr(body, "media_type", None) == "application/json"


def _refuse_other_types(request: Request) -> None:
    """A body that does not say it is JSON is not guessed at: a page of another site could send it as text."""
    headers = request.headers
    has_body = headers.get("content-length", "0") != "0" or "transfer-encoding" in headers
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    is_json = kind == "application/json" or (kind.startswith("application/") and kind.endswith("+json"))
    if has_body and not is_json:
        raise HTTPException(415)


def _admission_in(dependant: Dependant) -> Admission | None:
    if isinstance(dependant.call, Admission):
        return dependant.call
    for part in dependant.dependencies:
        found = _admission_in(part)
        if found is not None:
            return found
    return None


def _documented(admission: Admission) -> dict[str, Any]:
    if admission.opening is Opening.PERSON:
        return {"security": [{"session": []}]}
    if admission.opening is Opening.ANYONE:
        return {"security": [{"token": []}, {"session": []}]}
    tenant = {
        "name": TENANT_HEADER,
        "in": "header",
        "required": False,
        "description": "The tenant's slug; not needed by tokens, nor by members of one tenant only.",
        "schema": {"type": "string"},
    }
    parameters = [tenant]
    if admission.opening is Opening.WRITE:
        parameters.append(
            {
                "name": "Idempotency-Key",
                "in": "header",
                "required": False,
                "description": "Makes the request safe to repeat: the same key and body give the same answer"
                " for 24 hours.",
                "schema": {"type": "string", "maxLength": 255, "pattern": "^[ -~]+$", "minLength": 1},
            }
        )
    documented: dict[str, Any] = {"security": [{"token": []}, {"session": []}], "parameters": parameters}
    if admission.capability is not None:
        documented["x-capability"] = admission.capability
    return documented


def api_router(prefix: str, tag: str, *, feature: str | None = None) -> APIRouter:
    """A domain's router under /api/v1, with the door and the documented refusals.

    While `feature` is switched off for a tenant, every route of it answers `feature_off`.
    """
    route_class = DoorRoute if feature is None else type("FeatureRoute", (DoorRoute,), {"feature": feature})
    return APIRouter(
        prefix=f"{API}{prefix}", tags=[tag], route_class=route_class, responses=PROBLEM_RESPONSES
    )
