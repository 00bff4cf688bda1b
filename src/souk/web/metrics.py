"""Figures for Prometheus: counted by this process, and read from the database when asked for."""

from collections.abc import AsyncIterator, Callable
from hmac import compare_digest

from fastapi import APIRouter, Request
from prometheus_client import REGISTRY, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from souk.kernel.db.faults import told_safely
from souk.kernel.log import get_logger
from souk.kernel.work import Database
from souk.tenancy.http import bearer_of, runtime_of
from souk.tenancy.public import SignInRequired
from souk.web.figures import attribution_figures, database_figures, integrity_figures

log = get_logger("souk.metrics")

REQUESTS = Counter("souk_http_requests", "Requests answered", ["method", "route", "status"])
SECONDS = Histogram(
    "souk_http_request_seconds",
    "Time to the end of an answer",
    ["method", "route"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30),
)
FAILED_READERS = Counter("souk_metrics_reader_failures", "Figures that could not be read")

Reader = Callable[[Database], AsyncIterator[Metric]]
READERS: list[Reader] = [database_figures, attribution_figures, integrity_figures]
"""Figures that are read from the database when asked for. Each yields prometheus metric families."""

router = APIRouter(include_in_schema=False)


def observe_request(method: str, route: str, status: int, took_s: float) -> None:
    REQUESTS.labels(method, route, str(status)).inc()
    SECONDS.labels(method, route).observe(took_s)


async def exposition(database: Database) -> bytes:
    """All figures in Prometheus' text format. A reader that fails is counted and leaves its figures out."""
    found: list[Metric] = []
    for reader in READERS:
        try:
            found += [metric async for metric in reader(database)]
        except Exception as error:
            FAILED_READERS.inc()
            log.warning("figures not read", reader=reader.__name__, error=told_safely(error))
    extra = CollectorRegistry()
    extra.register(_Given(found))
    return generate_latest(REGISTRY) + generate_latest(extra)


class _Given:
    def __init__(self, metrics: list[Metric]) -> None:
        self.metrics = metrics

    def collect(self) -> list[Metric]:
        return self.metrics


def metrics_app(database: Database) -> Starlette:
    """All figures at `/metrics` and nothing else, for a port that only Prometheus reaches."""

    async def figures(_: Request) -> Response:
        return Response(await exposition(database), media_type=CONTENT_TYPE_LATEST)

    return Starlette(routes=[Route("/metrics", figures)])


@router.get("/metrics")
async def metrics(request: Request) -> Response:
    """Behind SOUK_METRICS_TOKEN; without one there is nothing here, and SOUK_METRICS_PORT is the way."""
    runtime = runtime_of(request)
    expected = runtime.settings.metrics_token
    if expected is None:
        return PlainTextResponse("Set SOUK_METRICS_TOKEN or SOUK_METRICS_PORT.\n", 404)
    given = bearer_of(request) or ""
    if not compare_digest(given.encode(), expected.get_secret_value().encode()):
        raise SignInRequired("Send the metrics token as `Authorization: Bearer …`.")
    return Response(await exposition(runtime.database), media_type=CONTENT_TYPE_LATEST)
