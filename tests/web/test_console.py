"""The built console is served so that browsers may keep what cannot change and nothing else."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from httpx import AsyncClient
from tests.web.clients import client_of

from souk.web.app import create_app
from souk.wiring.runtime import Runtime

INDEX = """<!doctype html><html><head><meta property="csp-nonce" nonce="SOUK_CSP_NONCE">
<script type="module" nonce="SOUK_CSP_NONCE" src="/assets/index-D4f2.js"></script></head></html>"""


@pytest.fixture
async def browser(runtime: Runtime, tmp_path: Path) -> AsyncIterator[AsyncClient]:
    built = tmp_path / "console"
    (built / "assets").mkdir(parents=True)
    (built / "index.html").write_text(INDEX)
    (built / "icon.svg").write_text("<svg/>")
    (built / ".secret").write_text("hidden")
    (built / "assets" / "index-D4f2.js").write_text("export {}")
    (tmp_path / "outside.txt").write_text("not the console's")
    async with client_of(create_app(runtime, console=built)) as client:
        yield client


@pytest.mark.parametrize("path", ["/", "/index.html", "/orders/7", "/sign-in", "/invitations/abc.def"])
async def test_every_page_is_the_index_with_a_fresh_nonce(browser: AsyncClient, path: str) -> None:
    first, second = await browser.get(path), await browser.get(path)

    assert first.status_code == 200
    assert first.headers["Cache-Control"] == "no-store"
    nonces = [re.findall('nonce="([^"]+)"', answer.text) for answer in (first, second)]
    assert len(set(nonces[0])) == 1
    assert nonces[0] != nonces[1]
    policy = first.headers["Content-Security-Policy"]
    assert f"script-src 'self' 'nonce-{nonces[0][0]}'" in policy
    assert f"style-src 'self' 'nonce-{nonces[0][0]}'" in policy
    assert "unsafe-inline" not in policy


async def test_hashed_files_are_kept_for_ever(browser: AsyncClient) -> None:
    answer = await browser.get("/assets/index-D4f2.js")

    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "javascript" in answer.headers["Content-Type"]


async def test_a_hashed_file_of_an_older_build_is_gone(browser: AsyncClient) -> None:
    answer = await browser.get("/assets/index-OLD1.js")

    assert answer.status_code == 404
    assert "html" not in answer.headers["Content-Type"]


async def test_other_files_are_asked_for_again(browser: AsyncClient) -> None:
    assert (await browser.get("/icon.svg")).headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize(
    "path",
    [
        "/../outside.txt",
        "/%2e%2e/outside.txt",
        "/assets/..%2f..%2foutside.txt",
        "/.secret",
        "/assets/%00",
        "/" + "x" * 5000,
        "//etc/passwd",
    ],
)
async def test_nothing_beside_the_console_is_served(browser: AsyncClient, path: str) -> None:
    answer = await browser.get(path)

    assert answer.status_code in {200, 404}
    assert "not the console's" not in answer.text
    assert "hidden" not in answer.text
    assert "root:" not in answer.text


async def test_the_api_is_never_answered_with_a_page(browser: AsyncClient) -> None:
    for path in ("/api", "/api/", "/api/v1", "/api/v1/nonsense"):
        answer = await browser.get(path)
        assert answer.status_code == 404
        assert answer.headers["Content-Type"] == "application/problem+json"


async def test_pages_are_only_read(browser: AsyncClient) -> None:
    answer = await browser.post("/orders")

    assert answer.status_code == 405
    assert answer.headers["Allow"] == "GET, HEAD"
    assert (await browser.head("/")).status_code == 200


async def test_without_a_build_the_page_says_how_to_make_one(runtime: Runtime, tmp_path: Path) -> None:
    async with client_of(create_app(runtime, console=tmp_path / "nothing")) as browser:
        answer = await browser.get("/")

    assert "make ui" in answer.text
