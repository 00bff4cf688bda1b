"""Nobody asks more often than they may."""

from contextlib import AsyncExitStack

from hypothesis import given
from hypothesis import strategies as st
from tests.web.clients import SETTINGS, client_of, make_member, make_token

from souk.kernel.work import Database
from souk.web.app import create_app
from souk.web.rate_limit import Buckets
from souk.wiring.runtime import Runtime


@given(
    limit=st.integers(1, 50),
    steps=st.lists(st.floats(0, 5, allow_nan=False), min_size=1, max_size=300),
)
def test_no_window_lets_more_than_twice_the_limit_through(limit: int, steps: list[float]) -> None:
    """A full bucket may be emptied at once and then refills at the rate: in any 60 s, at most 2 x limit."""
    buckets = Buckets(limit)
    now, allowed = 1000.0, []
    for step in steps:
        now += step
        verdict = buckets.take("key", now)
        assert 0 <= verdict.remaining < limit
        if verdict.allowed:
            allowed.append(now)
        else:
            assert verdict.retry_after_s > 0
            assert buckets.take("key", now + verdict.retry_after_s + 1e-6).allowed
            now += verdict.retry_after_s + 1e-6
            allowed.append(now)
    for at in allowed:
        assert sum(1 for one in allowed if at <= one < at + 60) <= 2 * limit


def test_a_burst_gets_the_whole_limit_and_then_the_rate() -> None:
    buckets = Buckets(60)

    assert [buckets.take("key", 0.0).remaining for _ in range(60)] == list(range(59, -1, -1))
    refused = buckets.take("key", 0.0)
    assert not refused.allowed
    assert round(refused.retry_after_s, 6) == 1
    assert buckets.take("key", 1.0).allowed
    assert not buckets.take("key", 1.0).allowed
    assert buckets.take("other", 1.0).remaining == 59


async def test_over_the_limit_one_is_told_when_to_come_again(
    runtime: Runtime, database: Database, tenant_id: int
) -> None:
    settings = SETTINGS.model_copy(update={"rate_limit_per_min": 5})
    app = create_app(Runtime(settings, runtime.urls, database, runtime.vault, None))
    mine, theirs = (
        await make_member(database, tenant_id, "owner"),
        await make_member(database, tenant_id, "owner"),
    )
    async with AsyncExitStack() as stack:
        first = await stack.enter_async_context(
            client_of(app, await make_token(database, tenant_id, mine.user_id))
        )
        second = await stack.enter_async_context(
            client_of(app, await make_token(database, tenant_id, theirs.user_id))
        )
        await second.get("/api/v1/me")  # known to be good from here on

        answers = [await first.get("/api/v1/me") for _ in range(7)]

        assert [answer.status_code for answer in answers][:5] == [200] * 5
        refused = answers[-1]
        assert (refused.status_code, refused.json()["code"]) == (429, "rate_limited")
        assert 1 <= int(refused.headers["Retry-After"]) <= 12
        assert refused.headers["RateLimit-Limit"] == "5"
        assert refused.headers["RateLimit-Remaining"] == "0"
        assert (await second.get("/api/v1/me")).status_code == 200, "others are not slowed"
        assert (await first.get("/healthz")).status_code == 200, "nor probes"


async def test_made_up_tokens_are_no_way_around(runtime: Runtime, database: Database) -> None:
    settings = SETTINGS.model_copy(update={"rate_limit_per_min": 5})
    app = create_app(Runtime(settings, runtime.urls, database, runtime.vault, None))
    async with client_of(app) as client:
        statuses = [
            (await client.get("/api/v1/me", headers={"Authorization": f"Bearer guess-{n}"})).status_code
            for n in range(8)
        ]

    assert statuses == [401] * 5 + [429] * 3
