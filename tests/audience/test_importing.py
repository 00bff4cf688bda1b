"""Contacts from files, and back into files."""

import csv
import io
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any

import pytest
from httpx import AsyncClient
from tests.audience.conftest import Program
from tests.audience.factories import all_ids, make_contact, reread, said

from souk.audience.actions.consenting import record_consent
from souk.audience.actions.erasing import erase_contact
from souk.audience.filters import ContactFilter
from souk.audience.repository.contacts import belongings_of, consent_log
from souk.audience.repository.groups import list_named
from souk.audience.repository.listing import contact_ids
from souk.kernel.work import Database
from souk.transfers import actions
from souk.transfers.limits import Limits
from souk.transfers.models import ImportRun
from souk.transfers.repository import stream_reports
from souk.transfers.running.run import run_import
from souk.transfers.states import Verdict

LIMITS = Limits()
FILE = (
    "Customer ID,Full name,E-mail,Mobile,Country,Tags,Accepts SMS,Consent at\n"
    "7,Ana Gil,Ana@Example.com,612 34 56 78,Spain,vip; madrid,yes,2026-03-01 10:00\n"
    "8,Bob Ray,bob@example.com,,United Kingdom,,no,\n"
    "9,,,+34 699 999 999,ES,,,\n"
)


async def pieces(content: str) -> AsyncIterator[bytes]:
    yield content.encode()


async def imported(shop: Database, tenant_id: int, content: str, **how: Any) -> ImportRun:
    async with (
        actions.receive(pieces(content), "contacts.csv", LIMITS) as received,
        shop.work(tenant_id) as work,
    ):
        run_id = (await actions.keep_upload(work, "contacts", received)).id
        await actions.start_import(work, run_id, **how)
    return await run_import(shop, tenant_id, run_id, limits=LIMITS)


def counts(run: ImportRun) -> tuple[int, int, int, int]:
    return run.created_count, run.changed_count, run.unchanged_count, run.rows_rejected


async def said_of(shop: Database, run: ImportRun, verdict: Verdict) -> list[tuple[int, str]]:
    async with shop.reading(run.tenant_id) as work:
        return [(one.line, one.code) async for one in stream_reports(work, run.id, verdict)]


async def test_a_shops_list_of_customers_becomes_contacts(shop: Database, tenant_id: int) -> None:
    run = await imported(shop, tenant_id, FILE, options={"source": "old shop", "list_name": "Old shop"})
    assert (run.status, counts(run)) == ("completed", (3, 0, 0, 0))
    async with shop.reading(tenant_id) as work:
        ids = await all_ids(work)
        ana, bob, _ = [await reread(work, one) for one in ids]
        belongings = await belongings_of(work, ids)
        old_shop = await list_named(work, "old shop")
        assert old_shop is not None
        listed = await work.session.execute(await contact_ids(work, ContactFilter(list_id=old_shop.id)))
        assert sorted(listed.scalars()) == ids
    assert (ana.name, ana.phone, ana.email, ana.country) == (
        "Ana Gil",
        "+34612345678",
        "Ana@Example.com",
        "ES",
    )
    assert ana.sms_consent_at == datetime.fromisoformat("2026-03-01T09:00:00+00:00")
    assert (ana.sms_consent, bob.sms_consent) == ("granted", "withdrawn")
    assert belongings[ana.id].tags == ["madrid", "vip"]
    assert belongings[ana.id].external_ids == [("old shop", "7")]


async def test_the_same_file_again_changes_nothing(shop: Database, tenant_id: int) -> None:
    await imported(shop, tenant_id, FILE)
    again = await imported(shop, tenant_id, FILE)
    assert counts(again) == (0, 0, 3, 0)
    assert again.tallies == {}
    async with shop.reading(tenant_id) as work:
        ids = await all_ids(work)
        assert [(await reread(work, one)).version for one in ids] == [1, 1, 1]
        assert [len(await consent_log(work, one)) for one in ids] == [1, 1, 0]


async def test_a_changed_file_changes_what_it_tells_and_empties_nothing(
    shop: Database, tenant_id: int
) -> None:
    await imported(shop, tenant_id, FILE)
    changed = FILE.replace("Ana Gil", "Ana Gil Ruiz").replace("bob@example.com", "")
    run = await imported(shop, tenant_id, changed)
    assert counts(run) == (0, 1, 2, 0)
    async with shop.reading(tenant_id) as work:
        ana, bob, _ = [await reread(work, one) for one in await all_ids(work)]
    assert (ana.name, bob.email) == ("Ana Gil Ruiz", "bob@example.com")


async def test_bad_rows_are_named_and_the_others_come_in(shop: Database, tenant_id: int) -> None:
    content = (
        "external_id,name,phone,email,birthday,sms_consent,sms_consent_at,contact_id\n"
        "1,Ana,+34612345678,,,,,\n"
        "2,Bob,12,,,,,\n"
        "3,Cid,,not an address,,,,\n"
        "4,Dan,,,2030-02-30,,,\n"
        "5,Eva,,,,maybe,,\n"
        ",Nobody,,,,,,\n"
        "7,Fay,,,,yes,2199-01-02,\n"
        "8,Gus,,,,,,999999\n"
        "9,Hal,,,2199-01-01,,,\n"
    )
    run = await imported(shop, tenant_id, content)
    assert counts(run) == (1, 0, 0, 8)
    assert await said_of(shop, run, Verdict.REJECTED) == [
        (3, "invalid_phone"),
        (4, "invalid_email"),
        (5, "not_a_date"),
        (6, "unknown_consent"),
        (7, "nobody"),
        (8, "consent_in_future"),
        (9, "unknown_contact"),
        (10, "invalid_birthday"),
    ]


async def test_two_rows_of_one_person_are_one_contact(shop: Database, tenant_id: int) -> None:
    content = "external_id,name,email\n1,Ana,ana@example.com\n,Ana Gil,ANA@example.com\n1,Ana Gil Ruiz,\n"
    run = await imported(shop, tenant_id, content)
    assert counts(run) == (1, 0, 0, 0)
    async with shop.reading(tenant_id) as work:
        (ana,) = [await reread(work, one) for one in await all_ids(work)]
    assert ana.name == "Ana Gil Ruiz"


async def test_rows_that_bring_two_contacts_together_are_noted(shop: Database, tenant_id: int) -> None:
    async with shop.work(tenant_id) as work:
        await make_contact(work, "Ana", phone="+34612345678")
        await make_contact(work, "Anita", external_ids=[("import", "7")])
    run = await imported(shop, tenant_id, "external_id,phone\n7,+34612345678\n")
    assert counts(run) == (0, 1, 0, 0)
    assert await said_of(shop, run, Verdict.NOTED) == [(2, "shared")]


async def test_an_erased_contact_is_not_filled_by_an_old_file(shop: Database, tenant_id: int) -> None:
    await imported(shop, tenant_id, FILE)
    async with shop.work(tenant_id) as work:
        ana = (await all_ids(work))[0]
        await erase_contact(work, ana)
    run = await imported(shop, tenant_id, FILE)
    assert await said_of(shop, run, Verdict.NOTED) == [(2, "erased")]
    async with shop.reading(tenant_id) as work:
        empty = await reread(work, ana)
        assert (empty.name, empty.phone, empty.email) == (None, None, None)
        assert (await belongings_of(work, [ana]))[ana].tags == []


async def test_an_old_file_does_not_bring_back_who_has_withdrawn(shop: Database, tenant_id: int) -> None:
    content = "external_id,sms_consent\n7,granted\n"
    await imported(shop, tenant_id, content)
    async with shop.work(tenant_id) as work:
        (ana,) = await all_ids(work)
        await record_consent(work, ana, said("withdrawn", work.now, "reply STOP"))
    await imported(shop, tenant_id, content)
    async with shop.reading(tenant_id) as work:
        assert (await reread(work, ana)).sms_consent == "withdrawn"


async def test_a_dry_run_says_the_same_and_leaves_nothing(shop: Database, tenant_id: int) -> None:
    rehearsal = await imported(shop, tenant_id, FILE, dry_run=True, options={"list_name": "New"})
    assert (rehearsal.status, counts(rehearsal)) == ("checked", (3, 0, 0, 0))
    async with shop.reading(tenant_id) as work:
        assert await all_ids(work) == []
        assert await list_named(work, "New") is None


@pytest.mark.parametrize("export_format", ["csv", "xlsx", "jsonl"])
async def test_an_export_can_be_read_by_spreadsheets_and_runs_nothing(
    export_format: str, shop: Database, tenant_id: int, api: AsyncClient
) -> None:
    async with shop.work(tenant_id) as work:
        await make_contact(work, "=HYPERLINK(1)", email="ana@example.com", birthday=None)
    answer = await api.get("/api/v1/audience/contacts/export", params={"format": export_format})
    assert answer.status_code == 200
    assert f".{export_format}" in answer.headers["content-disposition"]
    if export_format == "csv":
        (row,) = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))
        assert row["name"] == "'=HYPERLINK(1)"
    elif export_format == "xlsx":
        from openpyxl import load_workbook

        sheet = load_workbook(io.BytesIO(answer.content)).worksheets[0]
        cell = sheet.cell(2, 4)
        assert (cell.value, cell.data_type) == ("=HYPERLINK(1)", "s")
    else:
        assert answer.json()["name"] == "=HYPERLINK(1)"


@pytest.mark.parametrize("export_format", ["csv", "xlsx"])
async def test_what_was_exported_is_imported_unchanged(
    export_format: str, shop: Database, tenant_id: int, program: Program, tmp_path: Any
) -> None:
    await imported(shop, tenant_id, FILE)
    async with shop.work(tenant_id) as work:
        await make_contact(work, "=1+1", tags=["-x", "b"], attributes={"a": 1}, phone="+34611111111")
        await make_contact(work, None, email="-minus@example.com")
    api = await program("admin")
    answer = await api.get("/api/v1/audience/contacts/export", params={"format": export_format})

    async def stream() -> AsyncIterator[bytes]:
        yield answer.content

    async with (
        actions.receive(stream(), f"contacts.{export_format}", LIMITS) as received,
        shop.work(tenant_id) as work,
    ):
        run_id = (await actions.keep_upload(work, "contacts", received)).id
        await actions.start_import(work, run_id)
    run = await run_import(shop, tenant_id, run_id, limits=LIMITS)
    assert (run.status, counts(run)) == ("completed", (0, 0, 5, 0)), run.error


async def test_an_import_over_http_from_upload_to_report(api: AsyncClient, shop: Database) -> None:
    wrong = FILE + "10,Zed,nowhere,,,,,\n"
    answer = await api.post(
        "/api/v1/imports", params={"kind": "contacts", "file_name": "c.csv"}, content=wrong.encode()
    )
    assert answer.status_code == 201, answer.text
    upload = answer.json()
    assert upload["columns"][0] == "Customer ID"
    assert upload["suggested_mapping"]["columns"]["external_id"] == "Customer ID"
    assert len(upload["sample"]) == 4
    started = await api.post(f"/api/v1/imports/{upload['id']}/start", json={"dry_run": True})
    assert started.status_code == 202, started.text
    tenant_id = (await api.get("/api/v1/me")).json()["tenant"]["id"]
    await run_import(shop, tenant_id, upload["id"], limits=LIMITS)
    shown = (await api.get(f"/api/v1/imports/{upload['id']}")).json()
    assert (shown["status"], shown["created_count"], shown["rows_rejected"]) == ("checked", 3, 1)
    rejected = (await api.get(f"/api/v1/imports/{upload['id']}/rejected")).json()["data"]
    assert [(one["line"], one["code"], one["content"]["E-mail"]) for one in rejected] == [
        (5, "invalid_email", "nowhere")
    ]
    file = await api.get(f"/api/v1/imports/{upload['id']}/rejected/export")
    (row,) = csv.DictReader(io.StringIO(file.content.decode("utf-8-sig")))
    assert (row["line"], row["reason"], row["Full name"]) == ("5", "invalid_email", "Zed")
    (entry,) = (await api.get("/api/v1/audit", params={"action": "list.exported"})).json()["data"]
    assert (entry["subject_kind"], entry["subject_id"]) == ("import", str(upload["id"]))
    kinds = (await api.get("/api/v1/imports/kinds")).json()
    assert "contacts" in {kind["kind"] for kind in kinds}
