"""The API against its own description: what Schemathesis thinks of, within it and just outside of it.

Every operation gets a few examples, always the same ones, from the owner of a shop that has something
everywhere. `SOUK_FUZZ_EXAMPLES` (of each kind, for each operation) makes the look longer.
"""

import os
from collections.abc import Iterator
from contextlib import AsyncExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

import pytest
import requests
import schemathesis
from anyio.from_thread import BlockingPortal, start_blocking_portal
from fastapi import FastAPI
from httpx import AsyncClient
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis.checks import CHECKS, load_all_checks
from schemathesis.core.failures import FailureGroup
from schemathesis.core.transport import Response
from tests.isolation.requests import path_of
from tests.isolation.shops import Shop, open_shop
from tests.web.clients import ORIGIN, SETTINGS, client_of, make_token

from souk.events.log import EventLog
from souk.kernel.crypto import Vault
from souk.kernel.db.urls import DatabaseUrls
from souk.kernel.work import Database
from souk.web.app import create_app
from souk.wiring.exporters import offer_all_exporters
from souk.wiring.importers import offer_all_importers
from souk.wiring.ports import connect_ports
from souk.wiring.runtime import Runtime

EXAMPLES = int(os.environ.get("SOUK_FUZZ_EXAMPLES", "2"))
SHARDS = 2
ENDLESS = "/api/v1/events/stream"
LEFT_OUT = (
    "positive_data_acceptance",  # much that is well formed is refused: names taken, ids of nothing
    "ignored_auth",  # sends requests of its own; tests/web/test_permissions asks every operation
)
LAST = ("/settings", "/features", "/tokens", "/people")
"""What can lock the owner out, or switch off what the others need."""


@dataclass
class Fuzzed:
    """A shop behind an event loop of its own: Hypothesis and Schemathesis are not asynchronous."""

    portal: BlockingPortal
    shop: Shop
    client: AsyncClient
    found: dict[tuple[str, str], str] = field(default_factory=dict)

    def send(self, case: schemathesis.Case) -> Response:
        told = case.as_transport_kwargs(base_url=ORIGIN)
        wire = requests.Request(**{name: told[name] for name in told if name in REQUEST_PARTS}).prepare()
        answer = self.portal.call(self._send, wire)
        return Response(
            status_code=answer.status_code,
            headers={name: [value] for name, value in answer.headers.items()},
            content=answer.content,
            request=wire,
            elapsed=0.0,
            verify=False,
            encoding=answer.encoding,
        )

    async def _send(self, wire: requests.PreparedRequest) -> Any:
        body = wire.body.encode() if isinstance(wire.body, str) else wire.body
        headers = {name: value for name, value in wire.headers.items() if name.lower() != "authorization"}
        return await self.client.request(wire.method or "", wire.url or "", content=body, headers=headers)

    def probe(self, operation: Any, mode: schemathesis.GenerationMode, **fixed: Any) -> None:
        @settings(
            max_examples=EXAMPLES,
            derandomize=True,
            database=None,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy(generation_mode=mode, **fixed))
        def look(case: schemathesis.Case) -> None:
            answer = self.send(case)
            try:
                case.validate_response(answer, excluded_checks=excluded())
            except FailureGroup as failures:
                for failure in failures.exceptions:
                    if failure.title == TOO_LENIENT and _says_something_twice(case):
                        continue
                    told = f"{case.as_curl_command()}\n{answer.status_code} {answer.text[:600]}\n{failure}"
                    self.found.setdefault((operation.label, failure.title), told)

        with suppress(Unsatisfiable):  # nothing can be wrong about a request without parts
            look()


TOO_LENIENT = "Schema-violating request accepted"


def _says_something_twice(case: schemathesis.Case) -> bool:
    """A query parameter given twice counts as its last, as browsers and proxies have it."""
    return any(isinstance(value, list) for value in (case.query or {}).values())


REQUEST_PARTS = {"method", "url", "headers", "files", "data", "params", "cookies", "json"}


def excluded() -> list[Any]:
    load_all_checks()
    return [CHECKS.get_one(name) for name in LEFT_OUT]


@contextmanager
def fuzzed(urls: DatabaseUrls) -> Iterator[Fuzzed]:
    connect_ports()
    offer_all_importers()
    offer_all_exporters()
    stack = AsyncExitStack()

    async def open_up() -> tuple[Shop, AsyncClient]:
        database = Database(urls, sink=EventLog({}), pool_size=2, name="souk fuzzed")
        stack.push_async_callback(database.close)
        application = create_app(Runtime(SETTINGS, urls, database, Vault.of_this_process(), None))
        shop = await open_shop(stack, application, database, "okapi")
        token = await make_token(database, shop.tenant_id, await _owner_of(shop))
        return shop, await stack.enter_async_context(client_of(application, token))

    with start_blocking_portal() as portal:
        try:
            shop, client = portal.call(open_up)
            yield Fuzzed(portal, shop, client)
        finally:
            portal.call(stack.aclose)


async def _owner_of(shop: Shop) -> int:
    found = (await shop.owner.get("/api/v1/people", params={"role": "owner"})).json()
    return int(found["data"][0]["user_id"])


@pytest.mark.fuzz
@pytest.mark.parametrize("shard", range(SHARDS))
def test_no_fault_and_nothing_undescribed(app: FastAPI, urls: DatabaseUrls, shard: int) -> None:
    with fuzzed(urls) as api:
        described = schemathesis.openapi.from_dict(app.openapi())
        operations = [result.ok() for result in described.get_all_operations()]
        asked = sorted((one for one in operations if one.path != ENDLESS), key=_order)[shard::SHARDS]
        assert len(asked) > 20
        for operation in asked:
            real = _real_ids(operation, api.shop)
            api.probe(operation, schemathesis.GenerationMode.POSITIVE, **real)
            api.probe(operation, schemathesis.GenerationMode.NEGATIVE)

        assert api.found == {}, "\n\n".join(f"{name}: {told}" for name, told in api.found.items())


def _order(operation: Any) -> tuple[bool, bool, str, str]:
    """Deleting after all that needs what is there."""
    is_last = any(part in operation.path for part in LAST)
    return is_last, operation.method == "delete", operation.path, operation.method


def _real_ids(operation: Any, shop: Shop) -> dict[str, Any]:
    if "{" not in operation.path or not operation.path.startswith("/api/v1/"):
        return {}
    filled = path_of(operation.path, shop.ids).split("/")
    given = {
        part[1:-1]: int(value) if value.isdecimal() else value
        for part, value in zip(operation.path.split("/"), filled, strict=True)
        if part.startswith("{")
    }
    return {"path_parameters": given}
