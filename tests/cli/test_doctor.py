"""What `souk doctor` makes of what it sees."""

import pytest

from souk.cli.doctor import of_proxy, of_worker
from souk.jobs.stats import QueueStats
from souk.kernel.settings import Settings

NONE = "none seen for 60 s: run `souk worker`"


@pytest.mark.parametrize(
    ("seen", "waiting", "oldest_wait_s", "well"),
    [
        ("ok", 5, 600.0, True),
        (NONE, 0, None, True),
        (NONE, 3, 20.0, True),
        (NONE, 3, 90.0, False),
    ],
)
def test_no_worker_is_a_fault_once_jobs_have_waited_for_one(
    seen: str, waiting: int, oldest_wait_s: float | None, well: bool
) -> None:
    finding = of_worker(seen, [QueueStats(queue="default", waiting=waiting, oldest_wait_s=oldest_wait_s)])

    assert finding.well is well
    assert (seen == "ok") or ("run `souk worker`" in finding.told)


def test_it_says_how_many_wait() -> None:
    finding = of_worker(
        NONE,
        [
            QueueStats(queue="default", waiting=2, oldest_wait_s=300.0),
            QueueStats(queue="events", waiting=1, oldest_wait_s=61.0),
            QueueStats(queue="stock"),
        ],
    )

    assert finding.told == f"3 jobs wait; {NONE}"


def test_https_needs_a_proxy_that_is_believed() -> None:
    public = Settings(_env_file=None, public_url="https://souk.olea.example")

    assert not of_proxy(public).well
    assert "SOUK_TRUSTED_PROXIES" in of_proxy(public).told
    assert of_proxy(public.model_copy(update={"trusted_proxies": ("10.0.0.2",)})).well
