"""The door of every route: who may pass, and the one transaction a request is.

A route asks for `reading("orders.read")` or `writing("orders.create")`. Who asks is known before the body
is read; the transaction is opened after it has been read; it is committed when the answer is rendered and
before the first byte of it is sent. Any refusal rolls it back.
"""

from collections.abc import Callable, Coroutine
from contextlib import AsyncExitStack
from typing import Any, ClassVar

from fastapi import APIRouter, Depends, Request, Response
from fastapi.dependencies.models import Dependant
from fastapi.params import Form
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException

from souk.tenancy.callers import (
    CSRF_COOKIE,
    SESSION_COOKIE,
    TENANT_HEADER,
    Asker,
    Runtime,
    address_of,
    bearer_of,
    csrf_token,
    request_id_of,
    runtime_of,
)
from souk.tenancy.door import (
    BODY_LIMIT_KEY,
    VISIT_KEY,
    Admission,
    AnsweredAlready,
    Door,
    Opening,
    Visit,
)
from souk.tenancy.sending import SentAsMade
from souk.tenancy.versions import expected_version

__all__ = [
    "API",
    "BODY_LIMIT_KEY",
    "CSRF_COOKIE",
    "SESSION_COOKIE",
    "Asker",
    "Door",
    "Runtime",
    "SentAsMade",
    "address_of",
    "api_router",
    "asking",
    "bearer_of",
    "csrf_token",
    "expected_version",
    "reading",
    "request_id_of",
    "runtime_of",
    "signed_in",
    "streaming",
    "uploading",
    "writing",
]

API = "/api/v1"
_TENANT_IN_QUERY = "The same, for links and event streams, with which a browser sends no headers."

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


def asking() -> Any:
    """The Asker: a person by session or a token, whether or not they can enter a tenant."""
    return Depends(Admission(Opening.ANYONE, None))


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
                    request.scope[VISIT_KEY] = visit
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
    if admission.opening is Opening.DOOR and not admission.takes_upload:
        parameters.append({**tenant, "name": "tenant", "in": "query", "description": _TENANT_IN_QUERY})
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
