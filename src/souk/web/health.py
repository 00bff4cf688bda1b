"""Is it alive, and can it work."""

import asyncio
import time
from typing import Any, Literal

from fastapi import APIRouter, Request
from pydantic import BaseModel
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from starlette.responses import JSONResponse, Response

from souk.wiring.migrate import pending
from souk.wiring.runtime import Runtime

router = APIRouter(tags=["Health"])

KEPT_S = 1.0
"""How long an answer is given again: anybody may ask, and finding out opens a connection of the owner's."""
WORKER_SEEN_WITHIN_S = 60
_WORKER = text(
    "select exists (select from procrastinate_workers"
    " where last_heartbeat > now() - make_interval(secs => :seconds))"
)


class Alive(BaseModel):
    status: Literal["ok"] = "ok"


class Readiness(BaseModel):
    """`ok`; `degraded` where requests are answered but nothing works off jobs; `down`."""

    status: Literal["ok", "degraded", "down"]
    database: str
    migrations: str
    worker: str


@router.get("/healthz")
async def healthz() -> Alive:
    """The process answers. Asks nothing of the database."""
    return Alive()


@router.get("/readyz", responses={503: {"model": Readiness}})
async def readyz(request: Request) -> Response:
    """Whether requests can be answered (503 where not), and whether a worker is there."""
    found = await _finder_of(request.app).readiness()
    return JSONResponse(found.model_dump(), 503 if found.status == "down" else 200)


class _Finder:
    """Finds it out for all who ask within a second, once."""

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime
        self._finding = asyncio.Lock()
        self._found: Readiness | None = None
        self._found_at = 0.0

    async def readiness(self) -> Readiness:
        async with self._finding:
            if self._found is None or time.monotonic() - self._found_at >= KEPT_S:
                self._found = await readiness(self._runtime)
                self._found_at = time.monotonic()
            return self._found


def _finder_of(app: Any) -> _Finder:
    if not hasattr(app.state, "readiness"):
        app.state.readiness = _Finder(app.state.runtime)
    finder: _Finder = app.state.readiness
    return finder


async def readiness(runtime: Runtime) -> Readiness:
    try:
        async with runtime.database.across_tenants() as work:
            has_worker = (await work.session.execute(_WORKER, {"seconds": WORKER_SEEN_WITHIN_S})).scalar_one()
        behind = await asyncio.to_thread(pending, runtime.urls)
    except (SQLAlchemyError, OSError):
        return Readiness(status="down", database="does not answer", migrations="unknown", worker="unknown")
    if behind:
        return Readiness(
            status="down",
            database="ok",
            migrations=f"{len(behind)} to apply: run `souk migrate`",
            worker="unknown",
        )
    worker = "ok" if has_worker else f"none seen for {WORKER_SEEN_WITHIN_S} s: run `souk worker`"
    return Readiness(status="ok" if has_worker else "degraded", database="ok", migrations="ok", worker=worker)
