"""Every operation of the description, asked by another shop: hers are never found, never listed, never named
and never changed. An operation or a parameter that is new fails here until it is entered in `requests`.
"""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from fastapi import FastAPI
from httpx import AsyncClient, Response
from tests.isolation.conftest import Neighbours
from tests.isolation.requests import (
    AGGREGATES,
    FILTERS,
    IDS_ASKED_FOR,
    OF_EVERYONE,
    OF_NOBODY,
    PLAIN_FILTERS,
    bodies,
    names_in,
    needed,
    parameters_in_path,
    path_of,
    reference_fields,
    rows_in,
)
from tests.isolation.shops import Ids
from tests.isolation.untouched import untouched
from tests.web.test_description import WITHOUT_SIGNING_IN, operations

from souk.tenancy.callers import TENANT_HEADER
from souk.tenancy.roles import ROLES, Role

API = "/api/v1"
ENDLESS = "GET /events/stream"
EXPLAIN = "GET /attribution/admin/explain"
"""Explains one product or line; there is no list without naming one."""
NOT_FOUND, NOT_PERMITTED = 404, 403
REFUSED = {404, 422}

Operation = tuple[str, dict[str, Any]]


def of_tenants(app: FastAPI) -> Iterator[Operation]:
    """Operations for those who are signed in, without the prefix all of them have."""
    for name, operation in operations(app.openapi()):
        if API in name and name not in WITHOUT_SIGNING_IN and name.replace(API, "") != ENDLESS:
            yield name.replace(API, ""), operation


def by_id(app: FastAPI) -> Iterator[Operation]:
    """Operations whose path names something of a tenant."""
    for name, operation in of_tenants(app):
        if set(parameters_in_path(name)) - set(OF_NOBODY):
            yield name, operation


def lists(app: FastAPI) -> Iterator[Operation]:
    for name, operation in of_tenants(app):
        if name.startswith("GET ") and not parameters_in_path(name):
            yield name, operation


async def ask(
    client: AsyncClient, name: str, path: str, ids: Ids, body: Any = None, **query: Any
) -> Response:
    """`ids` are for the query parameters that cannot be left out."""
    method = name.partition(" ")[0]
    return await client.request(method, f"{API}{path}", json=body, params={**needed(name, ids), **query})


def template(name: str) -> str:
    return name.partition(" ")[2]


def first_body(name: str, ids: Ids) -> Any:
    known = bodies(ids)
    return known[name][0] if name in known else None


def test_every_parameter_and_every_reference_has_a_real_id(app: FastAPI, neighbours: Neighbours) -> None:
    components = app.openapi()["components"]["schemas"]
    ids = neighbours.hers.ids
    known = bodies(ids)
    missing = []
    for name, operation in of_tenants(app):
        in_path = set(parameters_in_path(name)) - {*OF_NOBODY, *ids, "mapping_id"}
        missing += [f"{name}: path parameter {parameter}" for parameter in in_path]
        heard = {*FILTERS, *PLAIN_FILTERS, *({"id"} if name in IDS_ASKED_FOR else ())}
        missing += [
            f"{name}: query parameter {parameter['name']}"
            for parameter in operation.get("parameters", [])
            if parameter["in"] == "query" and parameter["name"] not in heard
        ]
        content = operation.get("requestBody", {}).get("content", {})
        if "application/json" in content:
            fields = reference_fields(content["application/json"]["schema"], components)
            if name not in known:
                missing.append(f"{name}: a body")
            elif unused := fields - set(names_in(known[name])):
                missing.append(f"{name}: bodies with {', '.join(sorted(unused))}")

    assert missing == []


async def test_hers_are_really_there(app: FastAPI, neighbours: Neighbours) -> None:
    """What she asks for by the same ids, she gets: they are no ids of nothing."""
    hers = neighbours.hers
    wrong = []
    for name, _ in by_id(app):
        if name.startswith("GET "):
            answer = await ask(hers.owner, name, path_of(template(name), hers.ids), hers.ids)
            if answer.status_code != 200:
                wrong.append((name, answer.status_code, answer.text))

    assert wrong == [], told(wrong)


@pytest.mark.parametrize("role", list(Role))
async def test_her_ids_are_not_found(
    app: FastAPI, neighbours: Neighbours, admin_address: str, role: Role
) -> None:
    mine, hers = neighbours.mine, neighbours.hers
    wrong = []
    with untouched(admin_address, hers.tenant_id):
        for name, operation in by_id(app):
            if operation.get("x-capability") not in {None, *ROLES[role]}:
                continue  # refused before anything is looked for: tests/web/test_permissions
            path = path_of(template(name), hers.ids)
            answer = await ask(mine.clients[role], name, path, mine.ids, first_body(name, mine.ids))
            if not _is_refusal(answer, {NOT_FOUND}, hers.word):
                wrong.append((name, answer.status_code, answer.text))

    assert wrong == [], told(wrong)


async def test_her_ids_below_mine_are_not_found(
    app: FastAPI, neighbours: Neighbours, admin_address: str
) -> None:
    mine, hers = neighbours.mine, neighbours.hers
    wrong = []
    with untouched(admin_address, hers.tenant_id):
        for name, _ in by_id(app):
            if len(parameters_in_path(name)) > 1:
                path = path_of(template(name), mine.ids, later=hers.ids)
                answer = await ask(mine.owner, name, path, mine.ids, first_body(name, mine.ids))
                if not _is_refusal(answer, REFUSED, hers.word):
                    wrong.append((name, answer.status_code, answer.text))

    assert wrong == [], told(wrong)


CHOOSING: dict[str, Callable[[Any], bool]] = {
    "POST /catalog/products/bulk": lambda told: told["matched"] == 0,
    "POST /pricing/lists/{price_list_id}/adjust": lambda told: told["matched"] == 0,
    "POST /pricing/base-prices/adjust": lambda told: told["matched"] == 0,
    "POST /audience/contacts/tags": lambda told: told["contacts"] == 0,
    "POST /audience/contacts/consent": lambda told: told["contacts"] == 0,
    "POST /audience/lists/{list_id}/contacts": lambda told: told["contacts"] == 0,
    "POST /audience/lists/{list_id}/contacts/remove": lambda told: told["contacts"] == 0,
    "POST /audience/segments/count": lambda told: told["contacts"] == 0,
    "POST /audience/segments": lambda told: told["definition"]["op"] == "bought",
    "PUT /audience/segments/{segment_id}": lambda told: told["definition"]["op"] == "bought",
    "POST /orders": lambda told: told["refunds"] == [],
    "POST /orders/batch": lambda told: all(one["problem"] or one["order_id"] for one in told["data"]),
    "PATCH /orders/status": lambda told: all(one["problem"] for one in told["data"]),
    "POST /jobs/retry-all": lambda told: told["retried"] == 0,
}
"""Operations that choose among one's own rows, or answer row by row, instead of refusing the whole: what they
must answer then. A segment of those who bought a product nobody of one's own has is empty, see its count. A
refund that came with an order and names a line that is not its own is kept aside with the reason.
"""


async def test_references_to_hers_are_refused(
    app: FastAPI, neighbours: Neighbours, admin_address: str
) -> None:
    mine, hers = neighbours.mine, neighbours.hers
    ours, theirs = bodies(mine.ids), bodies(hers.ids)
    wrong = []
    with untouched(admin_address, hers.tenant_id):
        for name, _ in of_tenants(app):
            for own, body in zip(ours.get(name, []), theirs.get(name, []), strict=True):
                if own == body:
                    continue
                answer = await ask(mine.owner, name, path_of(template(name), mine.ids), mine.ids, body)
                chose_nothing = answer.is_success and name in CHOOSING and CHOOSING[name](answer.json())
                if not chose_nothing and not _is_refusal(answer, REFUSED, hers.word):
                    wrong.append((name, body, answer.status_code, answer.text[:300]))

    assert wrong == [], told(wrong)


async def test_filters_by_hers_find_nothing(app: FastAPI, neighbours: Neighbours) -> None:
    mine, hers = neighbours.mine, neighbours.hers
    wrong = []
    for name, operation in of_tenants(app):
        if not name.startswith("GET "):
            continue
        path = path_of(template(name), mine.ids)
        asked = {one["name"] for one in operation.get("parameters", []) if one["in"] == "query"}
        choices = [FILTERS[parameter](hers.ids) for parameter in sorted(asked & FILTERS.keys())]
        if name in IDS_ASKED_FOR:
            choices.append({"id": hers.ids[IDS_ASKED_FOR[name]]})
        for chosen in choices:
            answer = await ask(mine.owner, name, path, mine.ids, **chosen)
            if not _found_nothing(answer, hers.word):
                wrong.append((name, chosen, answer.status_code, answer.text[:300]))

    assert wrong == [], told(wrong)


@pytest.mark.parametrize("role", list(Role))
async def test_lists_hold_nothing_of_hers(app: FastAPI, neighbours: Neighbours, role: Role) -> None:
    mine, hers = neighbours.mine, neighbours.hers
    wrong = []
    for name, operation in lists(app):
        if name == EXPLAIN or operation.get("x-capability") not in {None, *ROLES[role]}:
            continue
        answer = await ask(mine.clients[role], name, template(name), mine.ids)
        expected = answer.status_code == 200 or name == "GET /sessions"
        if not expected or hers.word in answer.text.lower():
            wrong.append((name, answer.status_code, answer.text[:300]))
        elif role is Role.OWNER and name not in OF_EVERYONE and is_list(answer):
            all_of_hers = rows_in((await ask(hers.owner, name, template(name), hers.ids)).json())
            if not all_of_hers:
                wrong.append((name, "the neighbour has nothing here to be seen", ""))
            elif shared := all_of_hers & rows_in(answer.json()):
                wrong.append((name, "shared", str(shared)))

    assert wrong == [], told(wrong)


@pytest.mark.parametrize("path", AGGREGATES)
async def test_sums_are_those_of_one_shop(neighbours: Neighbours, path: str) -> None:
    now = (await neighbours.mine.owner.get(f"{API}{path}")).json()

    assert _without_times(now) == _without_times(neighbours.seen_alone[path])


async def test_naming_her_shop_does_not_open_it(
    app: FastAPI, neighbours: Neighbours, admin_address: str
) -> None:
    """By header or, where links may do so, in the address."""
    mine, hers = neighbours.mine, neighbours.hers
    wrong = []
    with untouched(admin_address, hers.tenant_id):
        for name, operation in of_tenants(app):
            if "x-capability" not in operation:
                continue
            method, _, where = name.partition(" ")
            for how in ({"headers": {TENANT_HEADER: hers.slug}}, {"params": {"tenant": hers.slug}}):
                if "params" in how and not any(one["name"] == "tenant" for one in operation["parameters"]):
                    continue
                path = path_of(where, hers.ids)
                body = first_body(name, hers.ids)
                answer = await mine.owner.request(method, f"{API}{path}", json=body, **how)
                if not _is_refusal(answer, {NOT_FOUND, NOT_PERMITTED}, hers.word):
                    wrong.append((name, how, answer.status_code, answer.text[:300]))

    assert wrong == [], told(wrong)


def _is_refusal(answer: Response, statuses: set[int], word: str) -> bool:
    """The statuses, and no word of hers: not even in the message."""
    return answer.status_code in statuses and word not in answer.text.lower()


def _found_nothing(answer: Response, word: str) -> bool:
    if answer.status_code != 200:
        return _is_refusal(answer, REFUSED, word)
    if not _is_json(answer):
        return len(answer.text.splitlines()) <= 1  # the line of headers
    found = answer.json()
    rows = found.get("data", found) if isinstance(found, dict) else found
    return all(_is_zero(row) for row in rows)


def _is_zero(row: Any) -> bool:
    """A day or a segment with nothing in it is still a row."""
    if "figures" in row:
        return bool(row["figures"]["units"]["gross"] == 0)
    return False


def is_list(answer: Response) -> bool:
    """Rows of a tenant, not one thing that looks alike wherever nothing was changed."""
    if not _is_json(answer):
        return False
    found = answer.json()
    return isinstance(found, list) or "data" in found


def _is_json(answer: Response) -> bool:
    return answer.headers["content-type"].startswith("application/json")


def _without_times(answer: Any) -> Any:
    """Without the instant a report was made at."""
    if isinstance(answer, dict):
        return {name: _without_times(part) for name, part in answer.items() if name != "as_of"}
    if isinstance(answer, list):
        return [_without_times(part) for part in answer]
    return answer


def told(wrong: list[Any]) -> str:
    return "\n" + "\n".join(str(one) for one in wrong)
