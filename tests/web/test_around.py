"""What every request passes: ids, headers, hosts, proxies, compression."""

import gzip
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient
from tests.web.clients import ORIGIN, SETTINGS

from souk.kernel.settings import Settings
from souk.web.app import create_app
from souk.wiring.runtime import Runtime


@asynccontextmanager
async def browser_at(
    app: FastAPI, *, origin: str = ORIGIN, address: str = "127.0.0.1"
) -> AsyncIterator[AsyncClient]:
    transport = ASGITransport(app, client=(address, 5000))
    async with AsyncClient(transport=transport, base_url=origin) as client:
        yield client


def app_with(runtime: Runtime, **settings: object) -> FastAPI:
    changed = SETTINGS.model_copy(update=settings)
    return create_app(Runtime(changed, runtime.urls, runtime.database, runtime.vault, None))


async def test_a_request_has_an_id_and_keeps_one_that_looks_like_it(api: AsyncClient) -> None:
    made = (await api.get("/healthz")).headers["X-Request-Id"]
    kept = (await api.get("/healthz", headers={"X-Request-Id": "shop-floor.7"})).headers["X-Request-Id"]

    assert re.fullmatch("[0-9a-f]{32}", made)
    assert kept == "shop-floor.7"
    for strange in ("short", "x" * 65, "with space", "<script>alert(1)</script>", "new\tline-here"):
        answer = await api.get("/healthz", headers={"X-Request-Id": strange})
        assert answer.headers["X-Request-Id"] != strange


async def test_every_answer_carries_the_security_headers(api: AsyncClient) -> None:
    for path in ("/api/v1/me", "/api/v1/nonsense", "/", "/healthz", "/api/docs"):
        headers = (await api.get(path)).headers
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["Referrer-Policy"] == "same-origin"
        assert "camera=()" in headers["Permissions-Policy"]
        assert "Strict-Transport-Security" not in headers


async def test_answers_of_the_api_are_in_no_cache(api: AsyncClient) -> None:
    assert (await api.get("/api/v1/me")).headers["Cache-Control"] == "no-store"
    assert (await api.get("/api/v1/nonsense")).headers["Cache-Control"] == "no-store"


async def test_behind_a_trusted_proxy_tls_and_the_address_are_believed(runtime: Runtime) -> None:
    app = app_with(runtime, trusted_proxies=("10.0.0.0/8",))
    forwarded = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.9"}

    async with browser_at(app, address="10.1.2.3") as behind:
        assert "Strict-Transport-Security" in (await behind.get("/healthz", headers=forwarded)).headers
    async with browser_at(app, address="192.0.2.1") as stranger:
        assert "Strict-Transport-Security" not in (await stranger.get("/healthz", headers=forwarded)).headers


async def test_on_loopback_only_loopback_names_are_answered(runtime: Runtime) -> None:
    app = app_with(runtime)

    for origin, status in {
        "http://127.0.0.1:8000": 401,
        "http://localhost:8000": 401,
        "http://[::1]:8000": 401,
        "http://demo.localhost": 401,
        "http://rebound.example": 421,
        "http://127.0.0.1.rebound.example": 421,
    }.items():
        async with browser_at(app, origin=origin) as browser:
            answer = await browser.get("/api/v1/me")
            assert answer.status_code == status, origin
            probe = await browser.get("/healthz")
            assert probe.status_code == 200, "probes ask by address"


async def test_the_public_name_is_answered(runtime: Runtime) -> None:
    app = app_with(runtime, public_url="https://souk.olea.example", host="0.0.0.0")  # noqa: S104

    async with browser_at(app, origin="https://souk.olea.example") as browser:
        assert (await browser.get("/api/v1/me")).status_code == 401
    async with browser_at(app, origin="http://rebound.example") as browser:
        refused = await browser.get("/api/v1/me")
        assert (refused.status_code, refused.json()["code"]) == (421, "unknown_host")
        nameless = await browser.get("/api/v1/me", headers={"Host": "[::1"})
        assert nameless.status_code == 421


async def test_long_answers_are_compressed(api: AsyncClient) -> None:
    async with api.stream("GET", "/api/openapi.json", headers={"Accept-Encoding": "gzip"}) as answer:
        assert answer.headers["Content-Encoding"] == "gzip"
        raw = b"".join([part async for part in answer.aiter_raw()])
    assert gzip.decompress(raw).startswith(b'{"openapi"')


@pytest.mark.parametrize(
    ("given", "parts"),
    [("", ()), ("10.0.0.1", ("10.0.0.1",)), ("10.0.0.0/8, 127.0.0.1", ("10.0.0.0/8", "127.0.0.1"))],
)
def test_trusted_proxies_are_read_from_the_environment(
    monkeypatch: pytest.MonkeyPatch, given: str, parts: tuple[str, ...]
) -> None:
    monkeypatch.setenv("SOUK_TRUSTED_PROXIES", given)

    assert Settings(_env_file=None).trusted_proxies == parts


async def test_the_log_names_the_request_and_hides_codes(
    api: AsyncClient, caplog: pytest.LogCaptureFixture
) -> None:
    await api.get(
        "/api/v1/public/invitations/s3cret-code?also=hidden", headers={"X-Request-Id": "seen-12345"}
    )

    lines = [str(record.msg) for record in caplog.records if record.name == "souk.access"]
    assert any("/api/v1/public/invitations/{code}" in line and "seen-12345" in line for line in lines)
    assert not any("s3cret-code" in line or "hidden" in line for line in lines)
