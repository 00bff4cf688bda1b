"""The API's documentation as one page, drawn here from the description: no script, nothing from elsewhere."""

import json
import secrets
from html import escape
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from souk.kernel.errors import SoukError
from souk.web.problems import WEB_CODES, status_of

router = APIRouter(include_in_schema=False)

_STYLE = """
:root { color-scheme: light dark; --line: #e2e1dd; --soft: #f4f4f2; --accent: #3a45c9; }
@media (prefers-color-scheme: dark) { :root { --line: #313138; --soft: #1a1a1e; --accent: #a5adff; } }
body { font: 14px/20px system-ui, sans-serif; margin: 0; display: grid; grid-template-columns: 15rem 1fr; }
nav { border-right: 1px solid var(--line); padding: 1rem; height: 100vh; overflow: auto; position: sticky;
  top: 0; box-sizing: border-box; }
nav a { display: block; padding: 2px 0; } a { color: var(--accent); }
main { padding: 1rem 2rem 4rem; max-width: 60rem; min-width: 0; }
details { border: 1px solid var(--line); border-radius: 6px; margin: .5rem 0; }
summary { padding: .5rem .75rem; cursor: pointer; } details > div { padding: 0 .75rem .75rem; }
code, .method { font-family: ui-monospace, monospace; font-size: 13px; }
.method { display: inline-block; min-width: 4rem; font-weight: 600; }
table { border-collapse: collapse; width: 100%; } td, th { text-align: left; vertical-align: top;
  padding: 4px 8px 4px 0; border-bottom: 1px solid var(--line); }
pre { background: var(--soft); padding: .75rem; overflow: auto; border-radius: 6px; }
@media (max-width: 700px) { body { display: block; } nav { height: auto; position: static; } }
"""


@router.get("/api/openapi.json")
def openapi(request: Request) -> Response:
    return JSONResponse(request.app.openapi(), headers={"Cache-Control": "no-cache"})


@router.get("/api/docs")
def docs(request: Request) -> Response:
    nonce = secrets.token_urlsafe(16)
    policy = f"default-src 'none'; style-src 'nonce-{nonce}'; frame-ancestors 'none'; base-uri 'none'"
    return HTMLResponse(
        render(request.app.openapi(), nonce),
        headers={"Content-Security-Policy": policy, "Cache-Control": "no-cache"},
    )


def render(described: dict[str, Any], nonce: str) -> str:
    """The whole page."""
    by_tag: dict[str, list[tuple[str, str, dict[str, Any]]]] = {}
    for path, operations in {**described["paths"], **described.get("webhooks", {})}.items():
        for method, operation in operations.items():
            by_tag.setdefault(operation.get("tags", ["Other"])[0], []).append((method, path, operation))
    schemas = described["components"]["schemas"]
    links = "".join(f'<a href="#tag-{escape(tag)}">{escape(tag)}</a>' for tag in by_tag)
    sections = "".join(
        f'<h2 id="tag-{escape(tag)}">{escape(tag)}</h2>' + "".join(_operation(*one) for one in operations)
        for tag, operations in by_tag.items()
    )
    info = described["info"]
    name = f"{escape(info['title'])} {escape(info['version'])}"
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<title>{escape(info["title"])} API</title><style nonce="{nonce}">{_STYLE}</style></head><body>'
        f'<nav aria-label="Contents"><strong>{name}</strong>{links}'
        '<a href="#problems">Problems</a><a href="#schemas">Shapes</a>'
        '<a href="/api/openapi.json">OpenAPI 3.1</a></nav>'
        f"<main><h1>API</h1><p>{_words(info.get('description', ''))}</p>{sections}"
        f'<h2 id="problems">Problems</h2>{_problems()}<h2 id="schemas">Shapes</h2>{_schemas(schemas)}'
        "</main></body></html>"
    )


def _operation(method: str, path: str, operation: dict[str, Any]) -> str:
    identity = escape(operation["operationId"])
    capability = operation.get("x-capability")
    needs = f"<p>Needs <code>{escape(capability)}</code>.</p>" if capability else ""
    return (
        f'<details id="{identity}"><summary><span class="method">{method.upper()}</span>'
        f"<code>{escape(path)}</code> {escape(operation.get('summary', ''))}</summary><div>"
        f"<p>{_words(operation.get('description', ''))}</p>{needs}{_parameters(operation)}"
        f"{_body(operation)}{_answers(operation)}</div></details>"
    )


def _parameters(operation: dict[str, Any]) -> str:
    rows = "".join(
        f"<tr><td><code>{escape(one['name'])}</code>{' *' if one.get('required') else ''}</td>"
        f"<td>{escape(one['in'])}</td><td>{_type(one['schema'])}</td>"
        f"<td>{_words(one.get('description') or one['schema'].get('description', ''))}</td></tr>"
        for one in operation.get("parameters", [])
    )
    return (
        f"<table><tr><th>Parameter</th><th>In</th><th>Type</th><th></th></tr>{rows}</table>" if rows else ""
    )


def _body(operation: dict[str, Any]) -> str:
    content = operation.get("requestBody", {}).get("content", {})
    kinds = "; ".join(f"{escape(kind)}: {_type(one.get('schema', {}))}" for kind, one in content.items())
    return f"<p>Body: {kinds}</p>" if kinds else ""


def _answers(operation: dict[str, Any]) -> str:
    rows = ""
    for status, answer in operation.get("responses", {}).items():
        kinds = "; ".join(_type(one.get("schema", {})) for one in answer.get("content", {}).values())
        rows += f"<tr><td>{escape(status)}</td><td>{kinds}</td><td>{_words(answer['description'])}</td></tr>"
    return f"<table><tr><th>Answer</th><th>Shape</th><th></th></tr>{rows}</table>"


def _schemas(schemas: dict[str, Any]) -> str:
    return "".join(
        f'<details id="shape-{escape(name)}"><summary><code>{escape(name)}</code></summary><div>'
        f"<p>{_words(schema.get('description', ''))}</p>{_fields(schema)}</div></details>"
        for name, schema in sorted(schemas.items())
    )


def _fields(schema: dict[str, Any]) -> str:
    required = set(schema.get("required", []))
    rows = "".join(
        f"<tr><td><code>{escape(name)}</code>{' *' if name in required else ''}</td><td>{_type(field)}</td>"
        f"<td>{_words(field.get('description', ''))}</td></tr>"
        for name, field in schema.get("properties", {}).items()
    )
    if rows:
        return f"<table><tr><th>Field</th><th>Type</th><th></th></tr>{rows}</table>"
    return f"<pre>{escape(json.dumps(schema, indent=2))}</pre>"


def _type(schema: dict[str, Any]) -> str:
    if "$ref" in schema:
        name = escape(schema["$ref"].rpartition("/")[2])
        return f'<a href="#shape-{name}">{name}</a>'
    for way in ("anyOf", "oneOf", "allOf"):
        if way in schema:
            return " or ".join(_type(one) for one in schema[way])
    if schema.get("type") == "array":
        return f"list of {_type(schema.get('items', {}))}"
    if "enum" in schema:
        return ", ".join(f"<code>{escape(str(one))}</code>" for one in schema["enum"])
    named = schema.get("format") or schema.get("type") or "anything"
    return escape(named if isinstance(named, str) else ", ".join(named))


def _problems() -> str:
    rows = "".join(
        f'<tr id="problem-{escape(code)}"><td><code>{escape(code)}</code></td><td>{status}</td>'
        f"<td>{escape(title)}</td></tr>"
        for code, (status, title) in sorted(problem_codes().items())
    )
    return f"<table><tr><th>Code</th><th>Status</th><th>Meaning</th></tr>{rows}</table>"


def problem_codes() -> dict[str, tuple[int, str]]:
    """Every code a refusal can carry: its status and title."""
    found = {code: (status, title) for status, (code, title, _) in WEB_CODES.items()}
    found["malformed_json"] = (400, "The body is not JSON")
    kinds: list[type[SoukError]] = list(SoukError.__subclasses__())
    while kinds:
        kind = kinds.pop()
        kinds += kind.__subclasses__()
        found.setdefault(kind.code, (status_of(kind), kind.title))
    return found


def _words(text: str) -> str:
    """Plain text with `code` in it."""
    parts = escape(text).split("`")
    return "".join(f"<code>{part}</code>" if at % 2 else part for at, part in enumerate(parts))
