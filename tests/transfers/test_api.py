"""Imports over HTTP: upload, map, rehearse, start, stop, look at what was rejected."""

from typing import Any

import pytest
from httpx import AsyncClient, Response
from tests.conftest import make_tenant
from tests.transfers.conftest import Program
from tests.transfers.labels import Labels

from souk.kernel.work import Database
from souk.tenancy.actions.settings import switch_feature
from souk.transfers.limits import Limits
from souk.transfers.running.run import run_import

FILE = b"code,words\nS-1,oil\nS-2,bad\n"
UNKNOWN = b"Regal;Text\nS-1;oil\n"
MAPPING = {
    "kind": "labels",
    "name": "warehouse",
    "title": "Our warehouse",
    "recognised_by": ["Regal"],
    "columns": {"code": "Regal", "words": {"column": "Text", "case": "upper"}},
}


def problem(answer: Response, status: int, code: str) -> Any:
    assert answer.status_code == status, answer.text
    found = answer.json()
    assert found["code"] == code, found
    return found


async def uploaded(api: AsyncClient, content: bytes = FILE, **query: str) -> Any:
    answer = await api.post("/api/v1/imports", params={"kind": "labels", **query}, content=content)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def test_an_upload_shows_its_columns_and_first_rows_and_changes_nothing(api: AsyncClient) -> None:
    run = await uploaded(api, file_name="C:\\lists\\labels.csv")
    assert (run["status"], run["file_name"], run["actions"]) == (
        "uploaded",
        "labels.csv",
        ["check", "start", "cancel"],
    )
    assert run["columns"] == ["code", "words"]
    assert run["sample"] == [{"line": 2, "cells": ["S-1", "oil"]}, {"line": 3, "cells": ["S-2", "bad"]}]
    assert run["suggested_mapping"]["columns"] == {"code": "code", "words": "words"}


async def test_a_form_uploads_as_well_as_a_plain_body(api: AsyncClient) -> None:
    answer = await api.post(
        "/api/v1/imports", params={"kind": "labels"}, files={"file": ("labels.csv", FILE, "text/csv")}
    )
    assert answer.status_code == 201, answer.text
    assert answer.json()["file_name"] == "labels.csv"
    empty = await api.post("/api/v1/imports", params={"kind": "labels"}, files={"other": ("x", b"1")})
    problem(empty, 422, "invalid")


@pytest.mark.parametrize(
    ("content", "code"), [(b"", "file_unreadable"), (b"\x00\x00\x01binary\x00", "file_unreadable")]
)
async def test_what_is_no_table_is_refused_at_the_door(content: bytes, code: str, api: AsyncClient) -> None:
    answer = await api.post("/api/v1/imports", params={"kind": "labels"}, content=content)
    problem(answer, 422, code)
    assert (await api.get("/api/v1/imports")).json()["total"] == 0


async def test_an_unknown_kind_names_those_there_are(api: AsyncClient) -> None:
    answer = await api.post("/api/v1/imports", params={"kind": "spells"}, content=FILE)
    assert "labels" in problem(answer, 404, "not_found")["detail"]


async def test_a_rehearsal_then_the_import(api: AsyncClient, database: Database, tenant_id: int) -> None:
    run = await uploaded(api)
    path = f"/api/v1/imports/{run['id']}"
    started = await api.post(f"{path}/start", json={"dry_run": True})
    assert started.status_code == 202, started.text
    tracker = (await api.get(f"/api/v1/trackers/{started.json()['tracker_id']}")).json()
    assert (tracker["subject_kind"], tracker["status"]) == ("import", "pending")
    problem(await api.post(f"{path}/start", json={}), 409, "import_running")
    await run_import(database, tenant_id, run["id"], limits=Limits())
    checked = (await api.get(path)).json()
    assert (checked["status"], checked["is_dry_run"], checked["created_count"]) == ("checked", True, 1)
    assert (await api.post(f"{path}/start", json={})).status_code == 202
    await run_import(database, tenant_id, run["id"], limits=Limits())
    done = (await api.get(path)).json()
    assert (done["status"], done["rows_rejected"], done["actions"]) == ("completed", 1, [])
    problem(await api.post(f"{path}/start", json={}), 409, "illegal_move")


async def test_a_waiting_import_is_called_off_at_once_and_its_job_with_it(api: AsyncClient) -> None:
    run = await uploaded(api)
    path = f"/api/v1/imports/{run['id']}"
    await api.post(f"{path}/start", json={})
    cancelled = await api.post(f"{path}/cancel")
    assert (cancelled.status_code, cancelled.json()["status"]) == (200, "cancelled")
    assert (await api.delete(f"{path}/file")).status_code == 204
    problem(await api.post(f"{path}/start", json={}), 409, "upload_gone")
    assert (await api.get(path)).json()["sample"] == []


async def test_what_is_switched_off_is_not_offered_and_not_imported(
    api: AsyncClient, database: Database, tenant_id: int, labels: Labels
) -> None:
    labels.feature = "attribution"
    run = await uploaded(api)
    async with database.work(tenant_id) as work:
        await switch_feature(work, "attribution", is_on=False)

    kinds = (await api.get("/api/v1/imports/kinds")).json()
    assert "labels" not in {kind["kind"] for kind in kinds}
    problem(await api.post("/api/v1/imports", params={"kind": "labels"}, content=FILE), 409, "feature_off")
    problem(await api.post(f"/api/v1/imports/{run['id']}/start", json={}), 409, "feature_off")
    assert [one["id"] for one in (await api.get("/api/v1/imports")).json()["data"]] == [run["id"]]

    async with database.work(tenant_id) as work:
        await switch_feature(work, "attribution", is_on=True)
    assert (await api.post(f"/api/v1/imports/{run['id']}/start", json={})).status_code == 202


async def test_mappings_are_kept_offered_changed_and_forgotten(api: AsyncClient) -> None:
    unknown = await uploaded(api, UNKNOWN)
    assert unknown["suggested_mapping"] is None
    refused = await api.post(f"/api/v1/imports/{unknown['id']}/start", json={})
    problem(refused, 422, "columns_missing")
    made = await api.post("/api/v1/imports/mappings", json=MAPPING)
    assert made.status_code == 201, made.text
    kept = made.json()
    problem(await api.post("/api/v1/imports/mappings", json=MAPPING), 409, "mapping_exists")
    known = await uploaded(api, UNKNOWN)
    assert known["suggested_mapping"]["name"] == "warehouse"
    listed = (await api.get("/api/v1/imports/mappings", params={"kind": "labels"})).json()
    assert [one["name"] for one in listed] == ["warehouse"]
    path = f"/api/v1/imports/mappings/{kept['id']}"
    changed = await api.put(path, json={"definition": {**MAPPING, "title": "Other"}, "version": 1})
    assert (changed.json()["title"], changed.json()["version"]) == ("Other", 2)
    problem(await api.put(path, json={"definition": MAPPING, "version": 1}), 409, "stale_version")
    assert (await api.delete(path)).status_code == 204
    problem(await api.put(path, json={"definition": MAPPING}), 404, "mapping_not_found")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"columns": {"colour": "Regal"}}, "mapping_invalid"),
        ({"name": "souk"}, "mapping_invalid"),
        ({"kind": "spells"}, "not_found"),
    ],
)
async def test_a_mapping_that_fits_nothing_is_refused(
    change: dict[str, Any], code: str, api: AsyncClient
) -> None:
    answer = await api.post("/api/v1/imports/mappings", json={**MAPPING, **change})
    problem(answer, 404 if code == "not_found" else 422, code)


async def test_who_may_not_change_the_catalogue_may_not_import_into_it(
    program: Program, api: AsyncClient, database: Database, tenant_id: int
) -> None:
    run = await uploaded(api)
    await api.post(f"/api/v1/imports/{run['id']}/start", json={})
    await run_import(database, tenant_id, run["id"], limits=Limits())
    path = f"/api/v1/imports/{run['id']}"
    for role in ("marketing_manager", "analyst"):
        other = await program(role)
        upload = await other.post("/api/v1/imports", params={"kind": "labels"}, content=FILE)
        problem(upload, 403, "not_permitted")
        problem(await other.post(f"{path}/start", json={}), 403, "not_permitted")
        problem(await other.get(f"{path}/rejected"), 403, "not_permitted")
        problem(await other.get(f"{path}/rejected/export"), 403, "not_permitted")
        shown = (await other.get(path)).json()
        assert (shown["rows_rejected"], shown["sample"]) == (1, [])
    assert (await api.get(f"{path}/rejected")).json()["data"][0]["code"] == "bad_words"


async def test_another_tenants_import_is_not_there(
    program: Program, api: AsyncClient, database: Database
) -> None:
    run = await uploaded(api)
    stranger = await program("owner", tenant=await make_tenant(database))
    path = f"/api/v1/imports/{run['id']}"
    for answer in (
        await stranger.get(path),
        await stranger.post(f"{path}/start", json={}),
        await stranger.post(f"{path}/cancel"),
        await stranger.delete(f"{path}/file"),
        await stranger.get(f"{path}/rejected"),
        await stranger.get(f"{path}/rejected/export"),
    ):
        problem(answer, 404, "import_not_found")
    assert (await stranger.get("/api/v1/imports")).json()["total"] == 0


async def test_the_kinds_tell_their_fields_for_the_mapping(api: AsyncClient, labels: Labels) -> None:
    kinds = {kind["kind"]: kind for kind in (await api.get("/api/v1/imports/kinds")).json()}
    assert [field["name"] for field in kinds["labels"]["fields"]] == ["code", "words"]
    assert kinds["labels"]["options"]["properties"]["shout"]["type"] == "boolean"
