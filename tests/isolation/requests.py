"""How each operation is asked with real ids: complete by construction, since the tests look for what is
missing here.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from tests.isolation.shops import Ids, eur

ENTRIES_BY_PLACE: dict[str, str] = {
    "/imports/mappings/{mapping_id}": "import_mapping_id",
    "/products/{mapping_id}": "targeting_id",
}
"""Where one parameter's name stands for two things, by the end of the path up to it."""

OF_NOBODY = {"name": "attribution", "session_id": 1, "code": "not-a-code"}
"""Path parameters that name nothing of a tenant: a feature, a browser of the person who asks, and a secret
that is itself the key. The stories of sessions, invitations and resets are in tests/tenancy.
"""

FILTERS: dict[str, Callable[[Ids], Mapping[str, Any]]] = {
    **{
        name: (lambda ids, name=name: {name: ids[name]})
        for name in (
            *(
                "product_id",
                "category_id",
                "contact_id",
                "list_id",
                "segment_id",
                "price_list_id",
                "source_id",
            ),
            *("parent_id", "campaign_id", "tracker_id", "user_id", "order_item_id"),
            *("sku", "barcode", "brand", "tag", "code", "phone", "marketplace"),
        )
    },
    "subject_id": lambda ids: {"subject_kind": "ad_campaign", "subject_id": ids["campaign_id"]},
}
"""Query parameters that can name something of a tenant."""

IDS_ASKED_FOR = {
    "GET /catalog/products": "product_id",
    "GET /catalog/products/export": "product_id",
    "GET /audience/contacts": "contact_id",
    "GET /audience/contacts/export": "contact_id",
    "GET /audience/segments/counts": "segment_id",
}
"""What the filter `id` of a list names."""

PLAIN_FILTERS = {
    *("page", "per_page", "sort", "q", "cursor", "limit", "format", "tenant", "from", "to", "at", "as_of"),
    *("after", "types", "show", "kind", "status", "state", "active", "role", "running", "queue", "task"),
    *("error_kind", "action", "actor", "since", "until", "subject_kind", "include_revoked", "sellable"),
    *("has_category", "has_price", "has_cost", "created_from", "created_before", "created_to"),
    *("updated_from", "valid_from", "base", "current", "from_currency", "to_currency", "source", "first_day"),
    *("last_day", "day", "country", "sms_consent", "has_phone", "has_email", "ordered_from", "ordered_to"),
    *("orders_at_least", "spent_at_least_minor", "erased", "reason", "currency", "unresolved", "platform"),
    *("received_from", "received_before", "roots", "mode", "basis", "tax", "compare", "trend", "cac"),
    *(
        "reconcile",
        "by",
        "between",
        "bucket",
        "amount",
        "file_name",
        "verdict",
        "subscriber",
        "event_type",
        "linked",
    ),
}
"""Query parameters that name nothing of a tenant, or words that are looked for among one's own."""

NOON = "2026-03-14T12:00:00Z"
YEAR = {"from": "2026-01-01", "to": "2026-12-31"}


def needed(name: str, ids: Ids) -> Mapping[str, Any]:
    """Query parameters an operation cannot be asked without."""
    if name in {
        "DELETE /catalog/products/{product_id}/costs",
        "DELETE /pricing/products/{product_id}/price-history",
    }:
        return {"valid_from": "2026-01-01T00:00:00Z"}
    return {
        "GET /pricing/rates/at": {"from_currency": "GBP", "to_currency": "EUR", "day": "2026-03-02"},
        "GET /attribution/reports/changes": {
            **YEAR,
            "between": "2026-03-02T00:00:00Z,2100-01-01T00:00:00Z",
        },
        "GET /search": {"q": "spring"},
        "GET /events": {"after": 0},
        "GET /attribution/admin/explain": {"at": NOON},
        "GET /audience/segments/counts": {"id": ids["segment_id"]},
    }.get(name, YEAR if "/reports/" in name else {})


AGGREGATES = (
    "/audience/countries",
    "/audience/contacts/duplicates",
    "/attribution/ad-campaigns/status-counts",
    "/attribution/reports/leaderboard?from=2026-01-01&to=2026-12-31",
    "/attribution/reports/health?from=2026-01-01&to=2026-12-31",
    "/attribution/reports/compare?from=2026-01-01&to=2026-12-31",
)
"""Answers that hold sums and counts and no name or id: they must stay what they were."""

OF_EVERYONE = {
    *("GET /people/roles", "GET /features", "GET /imports/kinds", "GET /events/types", "GET /public/sign-in"),
    *("GET /sessions", "GET /jobs/stats", "GET /home", "GET /settings", "GET /imports/mappings"),
    *("GET /notices/unread_count", "GET /jobs/schedules"),
    *(f"GET {path.partition('?')[0]}" for path in AGGREGATES),
}
"""Lists without rows of a tenant, told apart otherwise, or for browsers only."""

ITS_OWN_WORDS = {"external_id", "source_line_id", "order_external_id", "external_ids"}
"""Body fields that end like references and are words of the seller's other systems."""

Body = Mapping[str, Any]


def bodies(ids: Ids) -> dict[str, list[Body]]:
    """Bodies that are well formed, one for each reference an operation's body can hold."""
    someone = {"contact_ids": [ids["contact_id"]]}
    chosen = [
        someone,
        *(
            {"filter": {name: value}}
            for name, value in (
                ("id", [ids["contact_id"]]),
                ("list_id", ids["list_id"]),
                ("segment_id", ids["segment_id"]),
            )
        ),
    ]
    goods = [
        {"id": [ids["product_id"]]},
        {"category_id": ids["category_id"]},
        {"parent_id": ids["parent_id"]},
        {"sku": ids["sku"]},
        {"tag": ids["tag"]},
    ]
    new = {"name": "New", "sku": "NEW-1"}
    line = {"sku": "NEW-1", "quantity": 1, "unit_price": eur(100)}

    def order(external_id: str) -> dict[str, Any]:
        known = {"marketplace": "elsewhere", "external_id": external_id, "currency": "EUR"}
        return {**known, "placed_at": NOON, "lines": [line]}

    refund = {"lines": [{"line_id": ids["line_id"], "quantity": 1}]}
    conditions: list[Any] = [
        {"op": "in_list", "list_ids": [ids["list_id"]]},
        {"op": "bought", "product_ids": [ids["product_id"]]},
        {"op": "bought", "category_ids": [ids["category_id"]]},
    ]
    campaign = {"name": "Ours", "starts_at": "2026-03-01T00:00:00Z"}
    adjusting = [{"product_ids": [ids["product_id"]]}, *({"filter": one} for one in goods)]
    sheet = {"kind": "products", "name": "sheet", "title": "Sheet", "columns": {"sku": "a", "name": "b"}}
    hook = {"url": "https://hooks.example.com/in", "event_types": ["*"]}
    return {
        "POST /session": [{"email": "nobody@olea.example", "password": "not the one"}],
        "PATCH /me": [{"name": "Me"}],
        "PUT /me/password": [{"current": "a", "new": "olives and thyme and more"}],
        "PUT /me/second-factor": [{"code": "000000"}],
        "POST /me/second-factor": [{"password": "a"}],
        "POST /me/second-factor/removal": [{"code": "000000"}],
        "POST /me/recovery-codes": [{"code": "000000"}],
        "POST /setup": [{}],
        "POST /public/invitations/{code}": [{"name": "A", "password": "olives and thyme"}],
        "POST /public/password-resets": [{"email": "nobody@olea.example"}],
        "POST /public/password-resets/{code}": [{"password": "olives and thyme"}],
        "POST /people/invitations": [{"email": "new@olea.example", "role": "analyst"}],
        "PATCH /people/{membership_id}": [{"role": "operator"}],
        "POST /tokens": [{"name": "New"}],
        "PUT /settings/tenant": [{"name": "Ours", "timezone": "Europe/Madrid", "locale": "en"}],
        "POST /settings/tenant/closing": [{"slug": "not-this-one"}],
        "PUT /settings/attribution": [{}],
        "PUT /settings/pricing": [{}],
        "PUT /settings/security": [{}],
        "PUT /settings/retention": [{}],
        "PUT /features/{name}": [{"is_on": True}],
        "POST /catalog/products": [
            {**new, "category_id": ids["category_id"]},
            {**new, "parent_id": ids["parent_id"]},
        ],
        "POST /catalog/products/bulk": [
            {"action": "deactivate", "ids": [ids["product_id"]]},
            *({"action": "deactivate", "filter": one} for one in goods),
            {"action": "categorise", "ids": [ids["product_id"]], "category_id": ids["category_id"]},
        ],
        "PATCH /catalog/products/{product_id}": [
            {"category_id": ids["category_id"]},
            {"parent_id": ids["parent_id"]},
        ],
        "POST /catalog/products/{product_id}/costs": [{"cost": eur(1)}],
        "POST /catalog/categories": [{"name": "New", "parent_id": ids["category_id"]}],
        "PATCH /catalog/categories/{category_id}": [{"parent_id": ids["parent_category_id"]}],
        "POST /catalog/tags": [{"name": "new"}],
        "PATCH /catalog/tags/{tag_id}": [{"name": "new"}],
        "POST /catalog/batches": [{"product_id": ids["product_id"], "code": "new"}],
        "PATCH /catalog/batches/{batch_id}": [{"code": "new"}],
        "POST /pricing/lists": [{"name": "New"}],
        "PATCH /pricing/lists/{price_list_id}": [{"name": "New"}],
        "POST /pricing/lists/{price_list_id}/clone": [{"name": "New"}],
        "PUT /pricing/lists/{price_list_id}/prices": [
            {"prices": [{"product_id": ids["product_id"], "price": eur(1)}]},
            {"prices": [{"sku": ids["sku"], "price": eur(1)}]},
        ],
        "PUT /pricing/lists/{price_list_id}/prices/{product_id}": [{"price": eur(1)}],
        "POST /pricing/lists/{price_list_id}/adjust": [{"percent": "10", **one} for one in adjusting],
        "PUT /pricing/base-prices": [
            {"prices": [{"product_id": ids["product_id"], "price": eur(1)}]},
            {"prices": [{"sku": ids["sku"], "price": eur(1)}]},
        ],
        "POST /pricing/base-prices/adjust": [{"percent": "10", **one} for one in adjusting],
        "POST /pricing/rates": [
            {"day": "2026-03-02", "from_currency": "USD", "to_currency": "EUR", "rate": "0.9"}
        ],
        "POST /audience/contacts/tags": [{"who": who, "add": ["new"]} for who in chosen],
        "POST /audience/contacts/consent": [
            {"who": who, "state": "withdrawn", "source": "form"} for who in chosen
        ],
        "POST /audience/contacts": [{"name": "New"}],
        "PATCH /audience/contacts/{contact_id}": [{"name": "New"}],
        "POST /audience/contacts/{contact_id}/consent": [{"state": "withdrawn", "source": "form"}],
        "POST /audience/contacts/{contact_id}/merge": [{"contact_id": ids["other_contact_id"]}],
        "POST /audience/segments": [
            {"name": f"New {number}", "definition": one} for number, one in enumerate(conditions)
        ],
        "POST /audience/segments/count": [{"definition": one} for one in conditions],
        "PUT /audience/segments/{segment_id}": [{"name": "Near", "definition": one} for one in conditions],
        "POST /audience/lists": [{"name": "New"}],
        "PUT /audience/lists/{list_id}": [{"name": "New"}],
        "POST /audience/lists/{list_id}/contacts": chosen,
        "POST /audience/lists/{list_id}/contacts/remove": chosen,
        "POST /audience/suppressions": [{"phones": ["+34600999888"]}],
        "POST /orders": [
            {**order("new-1"), "contact_id": ids["contact_id"]},
            {**order("new-2"), "refunds": [refund]},
        ],
        "POST /orders/batch": [
            {"orders": [{**order("new-3"), "contact_id": ids["contact_id"]}]},
            {"orders": [{**order("new-4"), "refunds": [refund]}]},
        ],
        "POST /orders/unresolved/map": [{"sku": "okapi-unknown", "product_id": ids["product_id"]}],
        "POST /orders/refunds": [
            {
                **refund,
                "marketplace": "okapibazaar",
                "order_external_id": "okapi-order",
                "external_id": "new-r",
            }
        ],
        "PATCH /orders/status": [{"order_ids": [ids["order_id"]], "status": "processing"}],
        "PATCH /orders/{order_id}": [{"contact_id": ids["contact_id"]}],
        "PATCH /orders/{order_id}/status": [{"status": "processing"}],
        "POST /orders/{order_id}/cancel": [{}],
        "POST /orders/{order_id}/reinstate": [{}],
        "POST /orders/{order_id}/refunds": [refund],
        "POST /orders/{order_id}/shipments": [refund],
        "POST /attribution/ad-campaigns": [campaign],
        "PUT /attribution/ad-campaigns/{campaign_id}": [campaign],
        "PATCH /attribution/ad-campaigns/{campaign_id}/status": [{"status": "paused"}],
        "POST /attribution/ad-campaigns/{campaign_id}/products": [{"product_ids": [ids["product_id"]]}],
        "PUT /attribution/ad-campaigns/{campaign_id}/spend": [{"days": [{"day": "2026-03-02", "amount": 1}]}],
        "POST /attribution/spend-names": [{"name": "Theirs", "campaign_id": ids["campaign_id"]}],
        "PUT /attribution/spend-names/{name_id}": [{"campaign_id": ids["campaign_id"]}],
        "POST /attribution/admin/backfill": [{"from": "2026-03-01", "to": "2026-03-02"}],
        "POST /imports/mappings": [sheet],
        "PUT /imports/mappings/{mapping_id}": [{"definition": sheet}],
        "POST /imports/{run_id}/start": [{}],
        "POST /jobs/retry-all": [{"ids": [ids["job_id"]]}],
        "POST /notices/read": [{"up_to": 1}],
        "POST /webhooks": [hook],
        "PUT /webhooks/{webhook_id}": [hook],
        "POST /webhooks/{webhook_id}/resend_failed": [{"since": "2026-03-01T00:00:00Z"}],
    }


def path_of(template: str, ids: Ids, later: Ids | None = None) -> str:
    """The path with real ids: of `ids`, and the second and later ones of `later` where given.

    Raises KeyError for a parameter nobody has entered an id for.
    """
    parts = template.split("/")
    seen = 0
    for number, part in enumerate(parts):
        if part.startswith("{"):
            whose = ids if later is None or seen == 0 else later
            upto = "/".join(parts[: number + 1])
            parts[number] = str(_id_of(part[1:-1], upto, whose))
            seen += 1
    return "/".join(parts)


def _id_of(parameter: str, upto: str, ids: Ids) -> Any:
    if parameter in OF_NOBODY:
        return OF_NOBODY[parameter]
    for place, name in ENTRIES_BY_PLACE.items():
        if upto.endswith(place):
            return ids[name]
    return ids[parameter]


def parameters_in_path(template: str) -> list[str]:
    return [part[1:-1] for part in template.split("/") if part.startswith("{")]


def reference_fields(
    schema: Any, components: Mapping[str, Any], seen: frozenset[str] = frozenset()
) -> set[str]:
    """The names in a body's schema that end like references: `id`, `…_id`, `…_ids`."""
    if isinstance(schema, list):
        return set().union(*(reference_fields(one, components, seen) for one in schema))
    if not isinstance(schema, dict):
        return set()
    found: set[str] = set()
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        if name not in seen:
            found |= reference_fields(components[name], components, seen | {name})
    for name, part in schema.get("properties", {}).items():
        if name in ITS_OWN_WORDS:
            continue
        if name in {"id", "ids"} or name.endswith(("_id", "_ids")):
            found.add(name)
        found |= reference_fields(part, components, seen)
    for key in ("anyOf", "oneOf", "allOf", "items"):
        found |= reference_fields(schema.get(key), components, seen)
    return found


def names_in(body: Any) -> Iterator[str]:
    """Every field name of a body, however deep."""
    if isinstance(body, dict):
        for name, part in body.items():
            yield name
            yield from names_in(part)
    elif isinstance(body, list):
        for part in body:
            yield from names_in(part)


def rows_in(answer: Any) -> set[str]:
    """What an answer lists: rows told apart by their id, or by all of them where they have none."""
    rows = answer.get("data", answer) if isinstance(answer, dict) else answer
    if isinstance(rows, dict):
        rows = [rows]
    return {
        str(row["id"])
        if isinstance(row, dict) and row.get("id") is not None
        else json.dumps(row, sort_keys=True)
        for row in rows
    }
