"""Requests are traced where a collector is configured, and secrets are not."""

import pytest
from tests.collector import Collector
from tests.collector import collector as collector
from tests.web.clients import SETTINGS, client_of

from souk.web import app as web
from souk.web.app import create_app
from souk.web.tracing import telemetry
from souk.wiring.runtime import Runtime


async def test_a_request_becomes_a_span_and_a_links_code_does_not(
    runtime: Runtime, collector: Collector, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = telemetry(SETTINGS.model_copy(update={"otel_endpoint": collector.address}))
    monkeypatch.setattr(web, "telemetry", lambda _: config)

    async with client_of(create_app(runtime)) as client:
        await client.get("/api/v1/me")
        await client.get("/healthz")
        await client.get("/api/v1/public/invitations/s3cret-code")
    provider = config["tracer_provider"]
    assert provider is not None
    provider.shutdown()  # type: ignore[attr-defined]

    assert {path for path, _ in collector.received} == {"/v1/traces"}
    spans = b"".join(body for _, body in collector.received)
    assert b"/api/v1/me" in spans
    assert b"souk-web" in spans
    assert b"healthz" not in spans
    assert b"s3cret-code" not in spans


def test_without_a_collector_nothing_is_traced() -> None:
    config = telemetry(SETTINGS)

    assert config["tracing"] is False
    assert "tracer_provider" not in config
