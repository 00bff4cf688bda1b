"""Runs of jobs are traced where a collector is configured; what they failed by is not told it."""

from dataclasses import replace

import pytest
from tests.collector import Collector
from tests.collector import collector as collector
from tests.jobs import errands
from tests.jobs.factories import job_row
from tests.worker.conftest import eventually

from souk.jobs.public import enqueue
from souk.kernel.settings import Settings
from souk.kernel.work import Database
from souk.wiring.runtime import Runtime
from souk.worker.run import working

pytestmark = pytest.mark.usefixtures("quiet_queue")


async def test_a_run_becomes_a_span(
    runtime: Runtime, database: Database, tenant_id: int, collector: Collector
) -> None:
    async with database.work(tenant_id) as work:
        job_id = await enqueue(work, errands.refuse)

    async def failed() -> bool:
        return (await job_row(database, job_id)).status == "failed"

    traced = Settings(_env_file=None, otel_endpoint=collector.address)
    async with working(replace(runtime, settings=traced)):
        await eventually(failed)

    assert {path for path, _ in collector.received} == {"/v1/traces"}
    spans = b"".join(body for _, body in collector.received)
    assert b"souk-worker" in spans
    assert f"job {errands.refuse.name}".encode() in spans
    assert b"souk.outcome" in spans
    assert b"failed" in spans
    assert b"no such street" not in spans
