"""Every process that may start jobs knows their tasks."""

import subprocess
import sys

import pytest


@pytest.mark.parametrize("floor", ["souk.web.app", "souk.worker.run", "souk.cli.context"])
def test_whoever_has_a_runtime_knows_every_task(floor: str) -> None:
    asking = f"import {floor}\nfrom souk.jobs.task import tasks\nprint(*tasks())"
    said = subprocess.run(  # noqa: S603  a fresh process: this one has imported everything
        [sys.executable, "-c", asking], capture_output=True, text=True, check=True
    )
    known = set(said.stdout.split())
    assert {"attribution.backfill", "transfers.run_import", "webhooks.deliver"} <= known
