"""Every refusal as one kind of document (RFC 9457), so that a program reads `code` and a person `detail`."""

from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.routing import iter_route_contexts
from psycopg import errors as pg
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from souk.kernel.db.faults import told_safely
from souk.kernel.errors import (
    Conflict,
    Forbidden,
    Invalid,
    Missing,
    SoukError,
    Throttled,
    Unavailable,
)
from souk.kernel.log import get_logger
from souk.tenancy.public import SignInRequired

log = get_logger("souk.web")

MEDIA_TYPE = "application/problem+json"
TRY_AGAIN_S = 2
_STATUS_OF_KIND: dict[type[SoukError], int] = {
    SignInRequired: 401,
    Invalid: 422,
    Missing: 404,
    Conflict: 409,
    Forbidden: 403,
    Throttled: 429,
    Unavailable: 503,
}
WEB_CODES: dict[int, tuple[str, str, str]] = {
    400: ("malformed_request", "The request cannot be read", "The body is not what its type says it is."),
    404: ("not_found", "Not found", "There is nothing at this address."),
    405: ("method_not_allowed", "Method not allowed", "This cannot be done at this address."),
    413: ("body_too_large", "The body is too large", "Send less at once; large files go through an import."),
    415: ("unsupported_media_type", "Unsupported media type", "Send the body as application/json."),
    421: ("unknown_host", "Not a name of this service", "Set SOUK_PUBLIC_URL to the address people use."),
    500: (
        "internal_error",
        "Something went wrong on our side",
        "This is a fault of Souk's. It is logged under the request id; tell it when you report this.",
    ),
}
"""What the web itself refuses: status to code, title and what to do."""
_PLACES = frozenset({"body", "query", "path", "header", "cookie"})


class ProblemField(BaseModel):
    field: str = Field(description="dotted path into what was sent, such as `lines.0.quantity`")
    message: str


class Problem(BaseModel):
    """What went wrong and what to do."""

    model_config = ConfigDict(json_schema_extra={"description": "An RFC 9457 problem document."})

    type: str = Field(description="where the code is described")
    title: str
    status: int
    detail: str
    code: str = Field(description="stable; what a program should look at")
    errors: list[ProblemField]
    details: dict[str, Any] = Field(description="plain values that go with the code")
    actionable: bool = Field(description="whether who asked can mend it")
    request_id: str | None


def problem(
    request: Request,
    status: int,
    code: str,
    title: str,
    detail: str,
    *,
    fields: list[ProblemField] | None = None,
    details: dict[str, Any] | None = None,
    actionable: bool = True,
    headers: dict[str, str] | None = None,
) -> Response:
    document = Problem(
        type=f"/api/docs#problem-{code}",
        title=title,
        status=status,
        detail=detail,
        code=code,
        errors=fields or [],
        details=details or {},
        actionable=actionable,
        request_id=request.scope.get("souk.request_id"),
    )
    return JSONResponse(
        document.model_dump(mode="json"),
        status,
        headers={"Cache-Control": "no-store", **(headers or {})},
        media_type=MEDIA_TYPE,
    )


def status_of(refusal: type[SoukError]) -> int:
    for kind in refusal.__mro__:
        if kind in _STATUS_OF_KIND:
            return _STATUS_OF_KIND[kind]
    return 500


def refused(request: Request, refusal: SoukError) -> Response:
    status = status_of(type(refusal))
    headers: dict[str, str] = {}
    retry_after = refusal.details.get("retry_after_s")
    if retry_after is not None:
        headers["Retry-After"] = str(max(1, int(retry_after)))
    elif status == 503:
        headers["Retry-After"] = str(TRY_AGAIN_S)
    if status == 401:
        headers["WWW-Authenticate"] = 'Bearer realm="souk"'
    return problem(
        request,
        status,
        refusal.code,
        refusal.title,
        refusal.detail,
        fields=[ProblemField(field=f.field, message=f.message) for f in refusal.fields],
        details=refusal.details,
        actionable=refusal.actionable,
        headers=headers,
    )


async def on_refusal(request: Request, refusal: Exception) -> Response:
    assert isinstance(refusal, SoukError)  # noqa: S101  registered for nothing else
    return refused(request, refusal)


async def on_validation_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101
    complaints = error.errors()
    if complaints and complaints[0]["type"] == "json_invalid":
        at = complaints[0]["loc"][-1]
        why = complaints[0].get("ctx", {}).get("error", "not JSON")
        return problem(
            request,
            400,
            "malformed_json",
            "The body is not JSON",
            f"The body is not valid JSON: {why}, at character {at}.",
        )
    fields = [ProblemField(field=_path(one["loc"]), message=_message(one)) for one in complaints]
    named = ", ".join(dict.fromkeys(one.field for one in fields))
    return problem(request, 422, Invalid.code, Invalid.title, f"Check {named}: see `errors`.", fields=fields)


def _path(loc: tuple[int | str, ...]) -> str:
    parts = loc[1:] if loc and loc[0] in _PLACES and len(loc) > 1 else loc
    return ".".join(str(part) for part in parts)


def _message(complaint: dict[str, Any]) -> str:
    message = str(complaint["msg"])
    return message.removeprefix("Value error, ")


async def on_http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101
    status = error.status_code
    headers = dict(error.headers or {})
    code, title, detail = WEB_CODES.get(status, (f"http_{status}", str(error.detail), str(error.detail)))
    if status == 405:
        headers["Allow"] = ", ".join(_methods_at(request)) or headers.get("Allow", "GET")
        detail = f"{detail} Possible: {headers['Allow']}."
    return problem(request, status, code, title, detail, headers=headers)


def _methods_at(request: Request) -> list[str]:
    """What can be done at this address, by all the routes it could mean."""
    path = request.scope["path"]
    found: set[str] = set()
    for route in iter_route_contexts(request.app.routes):
        pattern = getattr(route, "path_regex", None)
        if pattern is not None and pattern.match(path):
            found |= route.methods or set()
    return sorted(found)


async def on_database_error(request: Request, error: Exception) -> Response:
    """What the database says that no domain has put into its own words."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    log.warning("database refused", error=told_safely(error))
    if isinstance(error, IntegrityError):
        if isinstance(cause, (pg.CheckViolation, pg.NotNullViolation)):
            return refused(request, Invalid("A value is outside of what can be stored."))
        return refused(request, Conflict("This does not go together with what is stored already."))
    if isinstance(error, DataError):
        return refused(request, Invalid("A value is out of range, or has characters that cannot be stored."))
    if isinstance(cause, (pg.SerializationFailure, pg.DeadlockDetected, pg.LockNotAvailable)):
        return refused(request, Busy("Someone else is changing the same thing; try again."))
    if isinstance(cause, pg.QueryCanceled):
        return refused(request, Busy("This took too long and was given up; ask for less at once."))
    if isinstance(error, (OperationalError, InterfaceError, PoolTimeout, pg.Error)) or _is_lost(error):
        return refused(request, DatabaseUnavailable("The database does not answer; try again in a moment."))
    return unexpected(request, error)


def _is_lost(error: Exception) -> bool:
    return isinstance(error, DBAPIError) and error.connection_invalidated


class Busy(Unavailable):
    code = "busy"
    title = "Too busy at the moment"


class DatabaseUnavailable(Unavailable):
    code = "database_unavailable"
    title = "The database does not answer"
    actionable = False


async def on_unencodable(request: Request, error: Exception) -> Response:
    """Half a surrogate pair is a Python string, but no text that could be stored."""
    log.warning("text cannot be encoded", error=str(error)[:200])
    return refused(request, Invalid("A text contains characters that are not Unicode text."))


def unexpected(request: Request, error: BaseException) -> Response:
    """Ours to mend: logged whole, told without any of it."""
    log.error("request failed", path=request.url.path, exc_info=error)
    code, title, detail = WEB_CODES[500]
    return problem(request, 500, code, title, detail, actionable=False)


def install(app: FastAPI) -> None:
    app.add_exception_handler(SoukError, on_refusal)
    app.add_exception_handler(RequestValidationError, on_validation_error)
    app.add_exception_handler(HTTPException, on_http_error)
    app.add_exception_handler(DBAPIError, on_database_error)
    app.add_exception_handler(PoolTimeout, on_database_error)
    app.add_exception_handler(pg.Error, on_database_error)
    app.add_exception_handler(UnicodeEncodeError, on_unencodable)
