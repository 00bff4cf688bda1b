"""What the worker tells Prometheus."""

from collections.abc import Iterator
from contextlib import contextmanager

from prometheus_client import Counter, Gauge, Histogram, start_http_server

from souk.kernel.settings import Settings

JOBS = Counter("souk_jobs_total", "Runs of jobs that ended", ["queue", "task", "outcome"])
DURATION = Histogram(
    "souk_job_duration_seconds",
    "How long a run took",
    ["queue", "task"],
    buckets=(0.005, 0.02, 0.1, 0.5, 1, 2, 5, 15, 60, 300, 900),
)
RUNNING = Gauge("souk_jobs_running", "Jobs running in this process")
ABANDONED = Counter("souk_jobs_abandoned_total", "Jobs put back because their worker died", ["queue"])
RESTARTS = Counter("souk_loop_restarts_total", "Restarts of a supervised loop", ["loop"])
QUEUE_JOBS = Gauge("souk_queue_jobs", "Jobs in the queue, of all tenants", ["queue", "state"])
QUEUE_WAIT = Gauge("souk_queue_oldest_wait_seconds", "Age of the longest waiting job", ["queue"])
WORKERS = Gauge("souk_workers", "Workers with a recent heartbeat")


@contextmanager
def metrics_served(settings: Settings) -> Iterator[None]:
    """Answer Prometheus on SOUK_METRICS_PORT, where one is set, for as long as the block runs."""
    if settings.metrics_port is None:
        yield
        return
    server, thread = start_http_server(settings.metrics_port, addr=settings.host)
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
