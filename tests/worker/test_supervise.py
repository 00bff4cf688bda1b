"""A loop keeps running, whatever happens to it."""

import asyncio
import urllib.request

import psycopg
import pytest

from souk.kernel.settings import Settings
from souk.worker import supervise as supervising
from souk.worker.metrics import metrics_served
from souk.worker.supervise import supervise


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervising, "BACKOFF_FIRST_S", 0.0)


@pytest.mark.parametrize("fault", [RuntimeError("a fault"), psycopg.OperationalError("away"), None])
async def test_a_loop_that_fails_or_ends_is_run_again(fault: Exception | None) -> None:
    stop = asyncio.Event()
    runs = 0

    async def loop(stop: asyncio.Event) -> None:
        nonlocal runs
        runs += 1
        if runs < 4:
            if fault is not None:
                raise fault
            return
        stop.set()

    async with asyncio.timeout(30):
        await supervise("loop", loop, stop)
    assert runs == 4


async def test_a_loop_told_to_stop_ends_by_itself() -> None:
    stop = asyncio.Event()
    ended = False

    async def loop(stop: asyncio.Event) -> None:
        nonlocal ended
        await stop.wait()
        await asyncio.sleep(0)
        ended = True

    async with asyncio.timeout(30):
        running = asyncio.create_task(supervise("loop", loop, stop))
        await asyncio.sleep(0)
        stop.set()
        await running
    assert ended


async def test_one_that_does_not_end_is_broken_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervising, "ENDING_S", 0.01)
    stop = asyncio.Event()
    broken_off = False

    async def loop(stop: asyncio.Event) -> None:
        nonlocal broken_off
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            broken_off = True
            raise

    async with asyncio.timeout(30):
        running = asyncio.create_task(supervise("loop", loop, stop))
        await asyncio.sleep(0)
        stop.set()
        await running
    assert broken_off


async def test_who_is_cancelled_takes_its_loop_along() -> None:
    broken_off = asyncio.Event()

    async def loop(stop: asyncio.Event) -> None:
        try:
            await asyncio.Event().wait()
        finally:
            broken_off.set()

    running = asyncio.create_task(supervise("loop", loop, asyncio.Event()))
    await asyncio.sleep(0)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert broken_off.is_set()


async def test_a_database_that_is_away_is_one_line_and_a_fault_comes_whole(
    caplog: pytest.LogCaptureFixture,
) -> None:
    stop = asyncio.Event()
    faults: list[Exception] = [psycopg.OperationalError("away\nfor a while"), KeyError("nothing")]

    async def loop(stop: asyncio.Event) -> None:
        if not faults:
            stop.set()
            return
        raise faults.pop(0)

    await supervise("loop", loop, stop)
    told = [(record.levelname, record.msg) for record in caplog.records if record.name.endswith("supervise")]
    assert [level for level, _ in told] == ["WARNING", "ERROR"]


def test_figures_are_served_on_the_port_asked_for(unused_tcp_port: int) -> None:
    settings = Settings(_env_file=None, metrics_port=unused_tcp_port)
    with (
        metrics_served(settings),
        urllib.request.urlopen(f"http://127.0.0.1:{unused_tcp_port}/metrics") as answer,
    ):
        assert "souk_jobs_running" in answer.read().decode()
    with metrics_served(Settings(_env_file=None)):
        pass
