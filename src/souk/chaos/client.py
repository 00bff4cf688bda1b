"""A client that does not give up: what was not answered is asked again, with the same key."""

import asyncio
from collections import Counter
from typing import Any

import httpx

from souk.chaos.day import Step, Story

PATIENCE_S = 300.0
PAUSE_S = 0.15


class GaveUp(Exception):
    """A request that was never answered rightly."""


class Client:
    """Counts what it had to ask again, and what was answered."""

    def __init__(self, url: str, token: str) -> None:
        self._http = httpx.AsyncClient(
            base_url=url, headers={"Authorization": f"Bearer {token}"}, timeout=20.0
        )
        self.counts: Counter[str] = Counter()

    async def close(self) -> None:
        await self._http.aclose()

    async def ask(
        self,
        method: str,
        path: str,
        *,
        key: str | None = None,
        refusals: frozenset[int] = frozenset(),
        **rest: Any,
    ) -> httpx.Response:
        """The answer, however often it takes. Raises GaveUp for a refusal that is not expected."""
        headers = {"Idempotency-Key": key} if key else {}
        deadline = asyncio.get_running_loop().time() + PATIENCE_S
        last = "nothing"
        while asyncio.get_running_loop().time() < deadline:
            try:
                answer = await self._http.request(method, path, headers=headers, **rest)
            except httpx.TransportError as failure:
                last = repr(failure)
                self.counts["asked again: no answer"] += 1
                await asyncio.sleep(PAUSE_S)
                continue
            if answer.status_code >= 500 or answer.status_code == 429 or _still_at_it(answer):
                last = f"{answer.status_code} {answer.text[:500]}"
                self.counts[f"asked again: {answer.status_code}"] += 1
                await asyncio.sleep(PAUSE_S)
                continue
            if answer.is_success or answer.status_code in refusals:
                self.counts["answered"] += 1
                return answer
            raise GaveUp(f"{method} {path}: {answer.status_code} {answer.text[:500]}")
        raise GaveUp(f"{method} {path}: no answer within {PATIENCE_S:.0f} s; at last {last}")

    async def live_through(self, story: Story) -> None:
        order_id = 0
        for step in story.steps:
            answer = await self._do(step, order_id)
            order_id = order_id or int(answer.json()["id"])

    async def _do(self, step: Step, order_id: int) -> httpx.Response:
        path = step.path.replace("{order}", str(order_id))
        return await self.ask(step.method, path, key=step.key, refusals=step.refusals, json=step.body)

    async def import_file(self, kind: str, content: bytes) -> None:
        """Upload, start, and wait for the end."""
        uploaded = await self.ask(
            "POST",
            "/api/v1/imports",
            params={"kind": kind, "file_name": f"{kind}.csv"},
            content=content,
        )
        run_id = uploaded.json()["id"]
        started = await self.ask(
            "POST", f"/api/v1/imports/{run_id}/start", json={}, refusals=frozenset({409})
        )
        if started.status_code == 409:
            return  # it was started; only the answer was lost
        await self.wait_for(started.json()["tracker_id"])

    async def backfill(self, start: str, end: str) -> None:
        """Start one and see it to its end; one that is under way is waited for."""
        started = await self.ask(
            "POST",
            "/api/v1/attribution/admin/backfill",
            json={"from": start, "to": end},
            refusals=frozenset({409}),
        )
        body = started.json()
        tracker = body.get("tracker_id") or (body.get("details") or {}).get("tracker_id")
        if tracker:
            await self.wait_for(tracker)

    async def wait_for(self, tracker_id: int) -> None:
        """Raises GaveUp when the operation fails."""
        while True:
            tracker = (await self.ask("GET", f"/api/v1/trackers/{tracker_id}")).json()
            if tracker["status"] == "completed":
                return
            if tracker["status"] in {"failed", "cancelled"}:
                raise GaveUp(f"{tracker['action']} {tracker['status']}: {tracker.get('error')}")
            await asyncio.sleep(0.3)


def _still_at_it(answer: httpx.Response) -> bool:
    """The first request with this key is being handled: its answer will be this one's too."""
    return answer.status_code == 409 and "idempotency" in answer.text
