"""The audience over HTTP, as the console and programs use it."""

from typing import Any

import pytest
from httpx import AsyncClient, Response
from tests.audience.conftest import Program
from tests.conftest import make_tenant

from souk.kernel.work import Database

NUMBER = "+34612345678"


async def post(api: AsyncClient, path: str, status: int = 201, **body: Any) -> Any:
    answer = await api.post(f"/api/v1/audience/{path}", json=body)
    assert answer.status_code == status, answer.text
    return answer.json()


async def get(api: AsyncClient, path: str, **query: Any) -> Any:
    answer = await api.get(f"/api/v1/audience/{path}", params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


def problem(answer: Response, status: int, code: str) -> Any:
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    found = answer.json()
    assert found["code"] == code, found
    return found


async def test_a_contact_is_made_found_changed_and_shown(api: AsyncClient) -> None:
    made = await post(
        api,
        "contacts",
        name="Ana Gil",
        phone="612 34 56 78",
        country="ES",
        email="ana@example.com",
        birthday="1990-02-28",
        tags=["VIP"],
        external_ids=[{"source": "shopify", "id": "C-77"}],
        sms_consent={"state": "granted", "source": "shop counter"},
    )
    assert (made["phone"], made["sms_consent"]["state"], made["tags"]) == (NUMBER, "granted", ["VIP"])
    for q in ("ana", "GÍL", "gil ana", "612345", NUMBER, "ana@example", "c-77", "C77"):
        assert [one["id"] for one in (await get(api, "contacts", q=q))["data"]] == [made["id"]], q
    assert (await get(api, "contacts", q="nobody"))["total"] == 0
    answer = await api.patch(
        f"/api/v1/audience/contacts/{made['id']}", json={"name": "Ana María Gil", "version": made["version"]}
    )
    changed = answer.json()
    assert (changed["name"], changed["email"]) == ("Ana María Gil", "ana@example.com")
    assert [one["id"] for one in (await get(api, "contacts", q="maria"))["data"]] == [made["id"]]
    stale = await api.patch(
        f"/api/v1/audience/contacts/{made['id']}", json={"name": "x", "version": made["version"]}
    )
    assert problem(stale, 409, "stale_version")["details"] == {"version": changed["version"]}


async def test_a_contact_that_cannot_be_meant_is_refused_field_by_field(api: AsyncClient) -> None:
    answer = await api.post(
        "/api/v1/audience/contacts",
        json={
            "name": "Ana",
            "phone": "12",
            "email": "nowhere",
            "birthday": "2999-01-01",
            "timezone": "Mars/Base",
        },
    )
    found = problem(answer, 422, "contact_invalid")
    assert {error["field"] for error in found["errors"]} == {"phone", "email", "birthday", "timezone"}
    problem(await api.post("/api/v1/audience/contacts", json={}), 422, "contact_invalid")
    assert (await get(api, "contacts"))["total"] == 0


async def test_who_is_known_already_is_named_in_the_refusal(api: AsyncClient) -> None:
    ana = await post(api, "contacts", name="Ana", phone=NUMBER, external_ids=[{"source": "x", "id": "1"}])
    again = await api.post("/api/v1/audience/contacts", json={"name": "Anna", "phone": NUMBER})
    assert problem(again, 409, "contact_exists")["details"] == {"contact_id": ana["id"]}
    same_id = await api.post(
        "/api/v1/audience/contacts", json={"name": "B", "external_ids": [{"source": "x", "id": "1"}]}
    )
    problem(same_id, 409, "external_id_taken")
    son = await post(api, "contacts", name="Son", phone=NUMBER, allow_duplicate=True)
    pairs = (await get(api, "contacts/duplicates"))["data"]
    assert pairs == [{"what": "phone", "contact_ids": [ana["id"], son["id"]]}]


async def test_lists_are_narrowed_down_and_sorted(api: AsyncClient) -> None:
    await post(api, "contacts", name="Ana", country="ES", tags=["a"], phone=NUMBER)
    await post(api, "contacts", name="Bob", country="GB", tags=["b"])
    await post(api, "contacts", name="Cid", country="ES", tags=["a", "b"])

    async def names(**query: Any) -> list[str]:
        return [one["name"] for one in (await get(api, "contacts", **query))["data"]]

    assert await names() == ["Cid", "Bob", "Ana"]
    assert await names(sort="name") == ["Ana", "Bob", "Cid"]
    assert await names(country="ES", sort="name") == ["Ana", "Cid"]
    assert await names(tag="B", sort="name") == ["Bob", "Cid"]
    assert await names(has_phone="true") == ["Ana"]
    assert await names(sms_consent="granted") == []
    assert await names(created_from="2200-01-01") == []
    tags = await get(api, "tags")
    assert tags == [{"tag": "a", "contacts": 2}, {"tag": "b", "contacts": 2}]
    problem(await api.get("/api/v1/audience/contacts", params={"sort": "shoe_size"}), 422, "invalid")
    problem(await api.get("/api/v1/audience/contacts", params={"segment_id": 1}), 404, "segment_not_found")


async def test_many_are_tagged_consented_and_put_into_a_list_at_once(api: AsyncClient) -> None:
    ids = [(await post(api, "contacts", name=name, country="ES"))["id"] for name in ("Ana", "Bob", "Cid")]
    await post(api, "contacts", name="Dan", country="FR")
    everyone_there = {"filter": {"country": ["ES"]}}
    tagged = await post(api, "contacts/tags", 200, who=everyone_there, add=["Spring"])
    assert tagged == {"contacts": 3, "changed": 3}
    again = await post(api, "contacts/tags", 200, who=everyone_there, add=["SPRING"])
    assert again == {"contacts": 3, "changed": 0}
    told = await post(
        api, "contacts/consent", 200, who={"contact_ids": ids[:2]}, state="granted", source="spring fair"
    )
    assert told == {"contacts": 2, "changed": 2}
    fair = await post(api, "lists", name="Spring fair")
    added = await post(api, f"lists/{fair['id']}/contacts", 200, contact_ids=ids)
    assert added == {"contacts": 3, "changed": 3}
    removed = await post(api, f"lists/{fair['id']}/contacts/remove", 200, contact_ids=ids[:1])
    assert removed == {"contacts": 1, "changed": 1}
    assert (await get(api, f"lists/{fair['id']}"))["contacts"] == 2
    assert (await get(api, "contacts", list_id=fair["id"]))["total"] == 2


async def test_a_segment_is_previewed_saved_counted_and_used(api: AsyncClient) -> None:
    await post(
        api,
        "contacts",
        name="Ana",
        phone=NUMBER,
        country="ES",
        sms_consent={"state": "granted", "source": "form"},
    )
    await post(api, "contacts", name="Bob", country="ES")
    definition = {"op": "all", "of": [{"op": "country", "any_of": ["ES"]}]}
    preview = await post(api, "segments/count", 200, definition=definition)
    assert (preview["contacts"], preview["with_consent"], len(preview["sample"])) == (2, 1, 2)
    segment = await post(api, "segments", name="Spain", definition=definition)
    assert segment["definition"] == definition
    await post(api, "contacts", name="Cid", country="ES")
    assert (await get(api, f"segments/{segment['id']}/count"))["contacts"] == 3
    assert (await get(api, "contacts", segment_id=segment["id"]))["total"] == 3
    wrong = await api.post("/api/v1/audience/segments", json={"name": "x", "definition": {"op": "magic"}})
    assert wrong.status_code == 422
    gone = await api.delete(f"/api/v1/audience/segments/{segment['id']}")
    assert gone.status_code == 204


async def test_numbers_are_suppressed_and_let_go(api: AsyncClient) -> None:
    contact = await post(
        api, "contacts", name="Ana", phone=NUMBER, sms_consent={"state": "granted", "source": "form"}
    )
    (made,) = await post(api, "suppressions", phones=["0034 612 345 678"], reason="opt_out", source="reply")
    assert (made["phone"], made["reason"]) == (NUMBER, "opt_out")
    assert await post(api, "suppressions", phones=[NUMBER], reason="opt_out", source="reply") == []
    shown = await get(api, f"contacts/{contact['id']}")
    assert (shown["sms_consent"]["state"], len(shown["suppressions"])) == ("withdrawn", 1)
    assert (await get(api, "suppressions", phone=NUMBER))["total"] == 1
    wrong = await api.post("/api/v1/audience/suppressions", json={"phones": ["612345678", "x"]})
    assert len(problem(wrong, 422, "contact_invalid")["errors"]) == 2
    assert (await api.delete(f"/api/v1/audience/suppressions/{made['id']}")).status_code == 204
    assert (await get(api, "suppressions"))["total"] == 0


async def test_an_analyst_sees_no_number_and_finds_by_none(api: AsyncClient, program: Program) -> None:
    made = await post(api, "contacts", name="Ana Gil", phone=NUMBER, email="ana@example.com")
    await post(api, "suppressions", phones=[NUMBER])
    analyst = await program("analyst")
    shown = await get(analyst, f"contacts/{made['id']}")
    assert (shown["phone"], shown["email"], shown["masked"]) == ("+34•••••••78", "a•••@e•••.com", True)
    assert (await get(analyst, "contacts", q="gil"))["total"] == 1
    for q in ("612345678", "ana@example.com", "example"):
        found = await get(analyst, "contacts", q=q)
        assert found["total"] == 0, q
    file = await analyst.get("/api/v1/audience/contacts/export")
    everything = file.text + str(await get(analyst, "suppressions"))
    assert "612345678" not in everything
    assert "ana@example.com" not in everything
    problem(await analyst.get(f"/api/v1/audience/contacts/{made['id']}/dossier"), 403, "not_permitted")
    problem(await analyst.post("/api/v1/audience/contacts", json={"name": "x"}), 403, "not_permitted")


async def test_a_list_that_leaves_as_a_file_is_noted_by_what_it_was_filtered_and_not_for_whom(
    program: Program,
) -> None:
    analyst = await program("analyst")
    await get(analyst, "contacts", q=NUMBER)  # looking is not taking along
    refused = await analyst.get("/api/v1/audience/contacts/export", params={"sort": "magic"})
    assert refused.status_code == 422
    file = await analyst.get(
        "/api/v1/audience/contacts/export", params={"q": NUMBER, "country": "ES", "format": "jsonl"}
    )
    assert file.status_code == 200
    (entry,) = (await analyst.get("/api/v1/audit", params={"action": "list.exported"})).json()["data"]
    assert (entry["subject_kind"], entry["subject"], entry["actor_kind"]) == ("list", "contacts", "token")
    assert entry["after"] == {"format": "jsonl", "filtered_by": ["country", "q"]}
    assert entry["request_id"] == file.headers["x-request-id"]


async def test_only_an_administrator_erases(api: AsyncClient, program: Program) -> None:
    made = await post(api, "contacts", name="Ana Gil", phone=NUMBER)
    path = f"/api/v1/audience/contacts/{made['id']}"
    problem(await api.post(f"{path}/erase"), 403, "not_permitted")
    admin = await program("admin")
    assert (await admin.get(f"{path}/dossier")).json()["contact"]["phone"] == NUMBER
    erased = (await admin.post(f"{path}/erase")).json()
    assert (erased["name"], erased["phone"]) == (None, None)
    assert (await get(api, "contacts"))["total"] == 0
    assert (await get(api, "contacts", erased="true"))["total"] == 1


async def test_two_contacts_are_merged(api: AsyncClient) -> None:
    ana = await post(api, "contacts", name="Ana Gil")
    anita = await post(api, "contacts", name="Anita", phone=NUMBER)
    merged = await post(api, f"contacts/{ana['id']}/merge", 200, contact_id=anita["id"])
    assert (merged["name"], merged["phone"]) == ("Ana Gil", NUMBER)
    assert (await get(api, f"contacts/{anita['id']}"))["merged_into_id"] == ana["id"]
    assert (await get(api, "contacts"))["total"] == 1
    again = await api.post(f"/api/v1/audience/contacts/{ana['id']}/merge", json={"contact_id": anita["id"]})
    assert problem(again, 409, "contact_merged")["details"] == {"contact_id": ana["id"]}


@pytest.mark.parametrize("path", ["contacts/{}", "contacts/{}/dossier"])
async def test_another_tenants_contact_is_not_there(
    path: str, api: AsyncClient, program: Program, shop: Database
) -> None:
    made = await post(api, "contacts", name="Ana")
    stranger = await program("owner", tenant=await make_tenant(shop))
    answer = await stranger.get(f"/api/v1/audience/{path.format(made['id'])}")
    problem(answer, 404, "contact_not_found")


async def test_segments_are_counted_together_and_a_contact_says_which_hold_it(api: AsyncClient) -> None:
    ana = await post(
        api,
        "contacts",
        name="Ana",
        phone=NUMBER,
        country="ES",
        tags=["vip"],
        sms_consent={"state": "granted", "source": "shop"},
    )
    await post(api, "contacts", name="Rui", country="PT")
    gone = await post(api, "contacts", name="Twin", country="ES")
    await post(api, f"contacts/{ana['id']}/merge", 200, contact_id=gone["id"])

    async def segment(name: str, definition: dict[str, Any]) -> int:
        return int((await post(api, "segments", name=name, definition=definition))["id"])

    spain = await segment("Spain", {"op": "country", "any_of": ["ES"]})
    everybody = await segment("Everybody", {"op": "everybody"})
    nobody = await segment("Wholesale", {"op": "tag", "any_of": ["wholesale"]})

    counts = await get(api, "segments/counts", id=[spain, everybody, nobody, 999_999])
    assert {one["id"]: (one["contacts"], one["with_consent"]) for one in counts} == {
        spain: (1, 1),
        everybody: (2, 1),
        nobody: (0, 0),
    }
    held = await get(api, f"contacts/{ana['id']}/segments")
    assert [one["name"] for one in held] == ["Everybody", "Spain"]
    assert await get(api, "countries") == [{"country": "ES", "contacts": 1}, {"country": "PT", "contacts": 1}]


async def test_suppressions_are_exported_masked_for_an_analyst(api: AsyncClient, program: Program) -> None:
    await post(api, "suppressions", phones=[NUMBER, "+441134960123"], reason="complaint", source="desk")
    whole = (await api.get("/api/v1/audience/suppressions/export")).text.splitlines()
    assert whole[0].lstrip("\ufeff") == "phone,reason,source,suppressed_at,created_by"
    numbers = {line.split(",")[0].lstrip("'") for line in whole[1:]}
    assert numbers == {NUMBER, "+441134960123"}
    analyst = await program("analyst")
    one = await analyst.get("/api/v1/audience/suppressions/export", params={"phone": NUMBER})
    rows = one.text.splitlines()
    assert len(rows) == 2
    assert NUMBER not in one.text
    wrong = await analyst.get("/api/v1/audience/suppressions/export", params={"phone": "12"})
    problem(wrong, 422, "contact_invalid")


@pytest.mark.parametrize("path", ["segments", "lists"])
async def test_renamed_to_a_name_that_is_taken_it_says_so(api: AsyncClient, path: str) -> None:
    rest = {"definition": {"op": "everybody"}} if path == "segments" else {}
    await post(api, path, name="Spain", **rest)
    other = await post(api, path, name="Peru", **rest)

    clash = await api.put(f"/api/v1/audience/{path}/{other['id']}", json={"name": "spain", **rest})

    assert "'spain'" in problem(clash, 409, "name_taken")["detail"]


async def test_a_lost_update_is_refused_by_if_match_too(api: AsyncClient) -> None:
    everybody = {"op": "everybody"}
    made = {
        "contacts": await post(api, "contacts", name="Ana"),
        "lists": await post(api, "lists", name="Spring"),
        "segments": await post(api, "segments", name="All", definition=everybody),
    }
    for kind, one in made.items():
        path = f"/api/v1/audience/{kind}/{one['id']}"
        save = api.patch if kind == "contacts" else api.put
        body = {"name": "Changed", **({"definition": everybody} if kind == "segments" else {})}
        seen = {"If-Match": f'"{one["version"]}"'}
        assert (await save(path, json=body, headers=seen)).status_code == 200
        late = await save(path, json={**body, "name": "Late"}, headers=seen)
        assert problem(late, 409, "stale_version")["details"] == {"version": one["version"] + 1}
