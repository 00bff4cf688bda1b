"""The web application: the floors' routers, and around them what every request passes."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from importlib.metadata import version
from pathlib import Path

from fastapi import FastAPI
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from souk.web import problems
from souk.web.bodies import BodyLimit
from souk.web.console import built_console, console_at
from souk.web.hosts import HostCheck, allowed_hosts
from souk.web.openapi import DESCRIPTION, SUMMARY, Api, operation_id
from souk.web.rate_limit import RateLimit
from souk.web.requests import LastResort, RequestLog
from souk.web.routers import ROUTERS
from souk.web.security import SecurityHeaders
from souk.web.tracing import telemetry
from souk.webhooks.http import event_webhooks
from souk.wiring.runtime import Runtime

COMPRESSED_FROM_BYTES = 1000

Lifespan = Callable[[FastAPI], AbstractAsyncContextManager[None]]


@asynccontextmanager
async def _nothing_more(_app: FastAPI) -> AsyncIterator[None]:
    yield


def create_app(
    runtime: Runtime, *, lifespan: Lifespan = _nothing_more, console: Path | None = None
) -> FastAPI:
    """The application over an open runtime. `lifespan` starts and stops what runs beside it."""
    settings = runtime.settings
    app = Api(
        title="Souk",
        version=version("souk"),
        summary=SUMMARY,
        description=DESCRIPTION,
        openapi_url=None,  # served by docs, from a thread: describing all operations takes seconds
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        generate_unique_id_function=operation_id,
        lifespan=lifespan,
        webhooks=event_webhooks(),
        telemetry=telemetry(settings),
        middleware=[
            Middleware(ProxyHeadersMiddleware, trusted_hosts=list(settings.trusted_proxies)),
            Middleware(RequestLog),
            Middleware(SecurityHeaders),
            Middleware(LastResort),
            Middleware(HostCheck, allowed=allowed_hosts(settings)),
            Middleware(GZipMiddleware, minimum_size=COMPRESSED_FROM_BYTES, compresslevel=5),
            Middleware(RateLimit, per_minute=settings.rate_limit_per_min),
            Middleware(BodyLimit, max_bytes=settings.body_max_bytes),
        ],
    )
    app.state.runtime = runtime
    problems.install(app)
    for router in ROUTERS:
        app.include_router(router)
    app.router.default = console_at(console or built_console())
    return app
