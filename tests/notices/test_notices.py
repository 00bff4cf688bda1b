"""The bell rings once for each occasion, for those it concerns."""

from collections.abc import Awaitable, Callable
from random import Random

import pytest
from httpx import AsyncClient
from sqlalchemy import text
from tests.conftest import make_tenant
from tests.replaying import logged_events, replay
from tests.web.clients import make_member

import souk.wiring.models  # noqa: F401  foreign keys go by table name
from souk.events import Event, emit
from souk.events.attribution import AdCampaignStatusChanged
from souk.events.dispatching import EventWasSetAside
from souk.events.notices import NoticePosted
from souk.events.trackers import TrackerFailed
from souk.events.webhooks import WebhookDisabled
from souk.kernel.work import Actor, Database
from souk.notices.handlers import HEARD, post_notices
from souk.notices.public import Said, Tone, post_notice

URL = "/api/v1/notices"
ClientAs = Callable[[str], Awaitable[AsyncClient]]


def said(occasion: str, **changes: object) -> Said:
    words: dict[str, object] = {"kind": "integrity", "tone": Tone.BAD, "title": f"Check {occasion} failed"}
    return Said(occasion=occasion, **(words | changes))  # type: ignore[arg-type]


def campaign(after: str) -> AdCampaignStatusChanged:
    return AdCampaignStatusChanged(
        campaign_id=4, name="Harvest", before="running", after=after, since="2026-11-20T00:00:00Z"
    )


def failed_import(**changes: object) -> TrackerFailed:
    fields: dict[str, object] = {
        "tracker_id": 9,
        "parent_id": None,
        "subject_kind": "import",
        "subject_id": 2,
        "action": "import",
        "label": "orders.csv",
        "marketplace": None,
        "status": "failed",
        "progress": 30,
        "total": 10,
        "completed": 3,
        "failed": 0,
        "outcome": {},
        "error": "Line 31 is cut off.",
    }
    return TrackerFailed(**(fields | changes))  # type: ignore[arg-type]


async def post(database: Database, tenant_id: int, *things: Said, capability: str = "jobs.read") -> None:
    async with database.work(tenant_id) as work:
        for each in things:
            await post_notice(work, each, capability=capability)


async def happen(database: Database, tenant_id: int, *events: Event, actor: Actor | None = None) -> None:
    """Emit, then have the handler hear of it as badly as may be."""
    async with database.work(tenant_id, actor or Actor("system", "system")) as work:
        for event in events:
            emit(work, event)
    async with database.reading(tenant_id) as reading:
        logged = await logged_events(reading, *HEARD)
    await replay(database, tenant_id, post_notices, logged, random=Random(5))


async def kinds(client: AsyncClient) -> list[str]:
    return [notice["kind"] for notice in (await client.get(URL)).json()["data"]]


async def test_a_notice_is_read_by_each_for_themselves(
    database: Database, tenant_id: int, client_as: ClientAs
) -> None:
    ana, ben = await client_as("owner"), await client_as("operator")
    await post(database, tenant_id, said("1"), said("2", subject=("tracker", 9), text="Look", link="/jobs"))
    page = (await ana.get(URL)).json()
    newest, oldest = page["data"]
    assert (page["total"], page["unread"]) == (2, 2)
    assert newest["title"] == "Check 2 failed"
    assert (newest["tone"], newest["text"], newest["link"]) == ("bad", "Look", "/jobs")
    assert newest["subject"] == {"kind": "tracker", "id": 9}
    assert oldest["subject"] is None

    read = (await ana.post(f"{URL}/{newest['id']}/read")).json()
    assert read["read_at"] is not None
    assert (await ana.post(f"{URL}/{newest['id']}/read")).json() == read
    assert (await ana.get(f"{URL}/unread_count")).json() == {"unread": 1}
    assert [each["id"] for each in (await ana.get(f"{URL}?show=unread")).json()["data"]] == [oldest["id"]]
    assert (await ben.get(f"{URL}/unread_count")).json() == {"unread": 2}
    assert (await ben.post(f"{URL}/{oldest['id']}/read")).status_code == 404


async def test_reading_all_spares_what_came_meanwhile(
    database: Database, tenant_id: int, api: AsyncClient
) -> None:
    await post(database, tenant_id, said("1"), said("2"))
    seen = (await api.get(URL)).json()["data"][0]["id"]
    await post(database, tenant_id, said("3"))
    assert (await api.post(f"{URL}/read", json={"up_to": seen})).json() == {"unread": 1}
    assert (await api.post(f"{URL}/read", json={})).json() == {"unread": 0}


async def test_the_same_occasion_rings_once_even_after_it_was_read(
    database: Database, tenant_id: int, api: AsyncClient
) -> None:
    await post(database, tenant_id, said("1"))
    await api.post(f"{URL}/read", json={})
    await post(database, tenant_id, said("1"))
    assert (await api.get(URL)).json()["total"] == 1
    async with database.reading(tenant_id) as work:
        assert len(await logged_events(work, NoticePosted)) == 1


async def test_only_those_who_may_and_only_of_this_tenant(
    database: Database, tenant_id: int, client_as: ClientAs
) -> None:
    owner, analyst = await client_as("owner"), await client_as("analyst")
    await post(database, tenant_id, said("1"), capability="jobs.retry")
    other = await make_tenant(database)
    await make_member(database, other, "owner")
    await post(database, other, said("2"), capability="jobs.retry")
    assert await kinds(owner) == ["integrity"]
    assert await kinds(analyst) == []


async def test_nobody_of_the_inactive_is_told(database: Database, tenant_id: int) -> None:
    member = await make_member(database, tenant_id, "owner")
    async with database.across_tenants() as system:
        await system.session.execute(
            text("update app_user set active = false where id = :id"), {"id": member.user_id}
        )
    async with database.work(tenant_id) as work:
        assert await post_notice(work, said("1"), capability="jobs.read") == []
        assert work.facts == []


async def test_the_stream_is_told_whom_it_is_for(database: Database, tenant_id: int) -> None:
    ana = await make_member(database, tenant_id, "owner")
    ben = await make_member(database, tenant_id, "operator")
    await post(database, tenant_id, said("1"))
    async with database.reading(tenant_id) as work:
        (event,) = await logged_events(work, NoticePosted)
    assert isinstance(event, NoticePosted)
    assert event.user_ids == sorted([ana.user_id, ben.user_id])


async def test_an_unknown_capability_is_a_mistake_of_ours(database: Database, tenant_id: int) -> None:
    with pytest.raises(ValueError, match="no capability"):
        await post(database, tenant_id, said("1"), capability="jobs.smell")


async def test_an_ended_campaign_rings_for_those_who_run_campaigns(
    database: Database, tenant_id: int, client_as: ClientAs
) -> None:
    manager, operator = await client_as("marketing_manager"), await client_as("operator")
    await happen(database, tenant_id, campaign("paused"), campaign("ended"))
    (notice,) = (await manager.get(URL)).json()["data"]
    assert (notice["kind"], notice["title"]) == ("campaign_finished", "Harvest has ended")
    assert notice["subject"] == {"kind": "ad_campaign", "id": 4}
    assert await kinds(operator) == []


async def test_who_ended_it_need_not_be_told(database: Database, tenant_id: int, client_as: ClientAs) -> None:
    ana = await client_as("owner")
    me = (await ana.get("/api/v1/me")).json()
    ben = await client_as("admin")
    user_id = me["user"]["id"] if "user" in me else me["id"]
    await happen(database, tenant_id, campaign("ended"), actor=Actor("user", "Ana", user_id=user_id))
    assert await kinds(ana) == []
    assert await kinds(ben) == ["campaign_finished"]


async def test_failed_work_rings_once_for_the_whole_of_it(
    database: Database, tenant_id: int, api: AsyncClient
) -> None:
    part = failed_import(tracker_id=10, parent_id=9)
    await happen(database, tenant_id, failed_import(), part)
    (notice,) = (await api.get(URL)).json()["data"]
    assert (notice["title"], notice["text"]) == ("orders.csv: import failed", "Line 31 is cut off.")


async def test_a_broken_handler_rings_once_a_day(
    database: Database, tenant_id: int, client_as: ClientAs
) -> None:
    operator, manager = await client_as("operator"), await client_as("marketing_manager")
    broken = [
        EventWasSetAside(
            subscriber="attribution", event_id=number, event_type="order.placed", error="ValueError: no."
        )
        for number in range(5)
    ]
    await happen(database, tenant_id, *broken)
    assert await kinds(operator) == ["event_set_aside"]
    assert await kinds(manager) == []


async def test_a_webhook_switched_off_rings(database: Database, tenant_id: int, client_as: ClientAs) -> None:
    admin, manager = await client_as("admin"), await client_as("marketing_manager")
    gone = WebhookDisabled(endpoint_id=3, url="https://hooks.example.com/", reason="It answered 410 Gone.")
    await happen(database, tenant_id, gone)
    (notice,) = (await admin.get(URL)).json()["data"]
    assert "https://hooks.example.com/" in notice["text"]
    assert await kinds(manager) == []
