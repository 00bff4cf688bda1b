"""One request on its way through: let in, given a transaction, and that committed or not."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from fastapi import Request, Response

from souk.kernel.work import Database, ReadWork, Work
from souk.tenancy.access import Access, attach_access
from souk.tenancy.admission import SignedIn
from souk.tenancy.callers import (
    Asker,
    Runtime,
    access_to,
    asker_of,
    person_of,
    request_id_of,
    runtime_of,
)
from souk.tenancy.features import require_feature
from souk.tenancy.idempotency import Claim, KeptAnswer, claim, fingerprint_of, keep

BODY_LIMIT_KEY = "souk.body_limit"
"""Where in the ASGI scope a route may raise the limit of its body; the web counts the bytes."""
VISIT_KEY = "souk.visit"


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
    claim: Claim | None = None

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
    visit: Visit = request.scope[VISIT_KEY]
    return visit
