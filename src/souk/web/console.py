"""The built console: hashed files for ever, index.html never from a cache and each time with a new nonce."""

import secrets
from importlib.resources import files
from pathlib import Path

from anyio import to_thread
from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, HTMLResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from souk.web.security import page_policy

NONCE_PLACEHOLDER = "SOUK_CSP_NONCE"
_IMMUTABLE = "public, max-age=31536000, immutable"
_NOT_BUILT = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Souk</title></head>
<body><h1>The console is not built</h1>
<p>Run <code>make ui</code> in the checkout, then reload. The API is there all the same:
<a href="/api/docs">its documentation</a>.</p></body></html>
"""


def built_console() -> Path:
    return Path(str(files("souk.web") / "console"))


def console_at(folder: Path) -> ASGIApp:
    """What answers when no route does: the console's files, and its index for every page of its own.

    Nothing below /api is the console's, and a hashed file that is gone is gone: a page of an older build
    must notice instead of running HTML as a script.
    """
    root = folder.resolve()

    async def console(scope: Scope, receive: Receive, send: Send) -> None:
        path = scope["path"].lstrip("/")
        if scope["type"] != "http" or path == "api" or path.startswith("api/"):
            raise HTTPException(404)
        if scope["method"] not in {"GET", "HEAD"}:
            raise HTTPException(405, headers={"Allow": "GET, HEAD"})
        response = await to_thread.run_sync(_answer, root, path)
        await response(scope, receive, send)

    return console


def _answer(root: Path, path: str) -> Response:
    asset = _file_below(root, path)
    is_hashed = path.startswith("assets/")
    if asset is not None:
        return FileResponse(asset, headers={"Cache-Control": _IMMUTABLE if is_hashed else "no-cache"})
    if is_hashed:
        raise HTTPException(404)
    return _index(root)


def _file_below(root: Path, path: str) -> Path | None:
    if path in {"", "index.html"} or "\x00" in path or any(p.startswith(".") for p in path.split("/")):
        return None
    found = (root / path).resolve()
    try:
        return found if found.is_relative_to(root) and found.is_file() else None
    except OSError:  # a name too long for the file system is no file
        return None


def _index(root: Path) -> Response:
    index = root / "index.html"
    nonce = secrets.token_urlsafe(16)
    page = index.read_text("utf-8").replace(NONCE_PLACEHOLDER, nonce) if index.is_file() else _NOT_BUILT
    headers = {"Cache-Control": "no-store", "Content-Security-Policy": page_policy(nonce)}
    return HTMLResponse(page, headers=headers)
