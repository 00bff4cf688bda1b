"""The description of the API, as the console's types, the docs and the tests are made from it."""

from threading import Lock
from typing import Any

from fastapi import FastAPI
from fastapi.routing import APIRoute

from souk.tenancy.http import SESSION_COOKIE
from souk.web.problems import Problem

SUMMARY = "Campaigns over many marketplaces, and proof of which of them made money"
DESCRIPTION = """\
Send `Authorization: Bearer <token>`; tokens are made under Team & tokens. Times are RFC 3339 in UTC, money is
`{"amount": 1999, "currency": "EUR"}` in minor units. Every refusal is a problem document (RFC 9457) with a
stable `code`. `Idempotency-Key` makes a changing request safe to repeat. Lists answer `data`, `total`, `page`
and `per_page`, the large ones `data` and `next_cursor`.
"""
_SCHEMA_REF = "#/components/schemas/{model}"


_one_at_a_time = Lock()


class Api(FastAPI):
    """FastAPI, with what all of Souk's operations share written into the description."""

    def openapi(self) -> dict[str, Any]:
        """Takes seconds the first time: call it from a thread."""
        with _one_at_a_time:
            described = super().openapi()
            if "Problem" not in described.get("components", {}).get("schemas", {}):
                _complete(described)
            return described


def operation_id(route: APIRoute) -> str:
    """`orders_place_order`: the domain and the function."""
    parts = [part for part in route.path.split("/") if part and not part.startswith("{")]
    domain = parts[2] if len(parts) > 2 else "service"
    return f"{domain.replace('-', '_').replace('.', '_')}_{route.name}"


def _complete(described: dict[str, Any]) -> None:
    components = described.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    problem = Problem.model_json_schema(ref_template=_SCHEMA_REF)
    schemas.update(problem.pop("$defs", {}))
    schemas["Problem"] = problem
    components["securitySchemes"] = {
        "token": {"type": "http", "scheme": "bearer", "description": "An API token of a member."},
        "session": {
            "type": "apiKey",
            "in": "cookie",
            "name": SESSION_COOKIE,
            "description": "The console's sign-in; changing requests also send X-CSRF-Token.",
        },
    }
