"""People come by invitation, get roles, and go."""

import pytest
from httpx import AsyncClient
from tests.tenancy.conftest import Shop
from tests.web.clients import PASSWORD, Member, fresh_email, sign_in

NEW_PASSWORD = "a basket of figs"


async def invited(api: AsyncClient, email: str, role: str = "operator") -> str:
    """The code of the link that an owner is shown where no e-mail can be sent."""
    answer = await api.post("/api/v1/people/invitations", json={"email": email, "role": role})
    assert answer.status_code == 201, answer.text
    sent = answer.json()["sent"]
    assert sent["mailed"] is False
    return str(sent["link"].rpartition("/")[2])


async def membership_of(api: AsyncClient, email: str) -> int:
    people = (await api.get("/api/v1/people", params={"q": email})).json()
    (found,) = people["data"]
    return int(found["id"])


async def test_someone_new_is_invited_joins_and_works(shop: Shop) -> None:
    owner = await shop.browser_of(await shop.member())
    email = fresh_email("nadia")
    code = await invited(owner, email.upper())
    visitor = await shop.visit()

    shown = (await visitor.get(f"/api/v1/public/invitations/{code}")).json()
    assert shown["tenant"] == "Casa Olea"
    assert shown["email"] == email
    assert shown["has_account"] is False
    joined = await visitor.post(
        f"/api/v1/public/invitations/{code}", json={"name": "Nadia", "password": NEW_PASSWORD}
    )
    assert joined.status_code == 201
    me = (await visitor.get("/api/v1/me")).json()
    assert (me["user"]["name"], me["role"]) == ("Nadia", "operator")

    again = await (await shop.visit()).get(f"/api/v1/public/invitations/{code}")
    assert (again.status_code, again.json()["code"]) == (404, "link_spent")


async def test_someone_with_an_account_signs_in_and_accepts(shop: Shop, other_shop: Shop) -> None:
    known = await other_shop.member("owner")
    owner = await shop.browser_of(await shop.member())
    code = await invited(owner, known.email)
    visitor = await shop.visit()

    assert (await visitor.get(f"/api/v1/public/invitations/{code}")).json()["has_account"] is True
    refused = await visitor.post(
        f"/api/v1/public/invitations/{code}", json={"name": "X", "password": NEW_PASSWORD}
    )
    assert refused.status_code == 409, "an account cannot be taken over by a link"
    await sign_in(visitor, known)
    assert (await visitor.post(f"/api/v1/public/invitations/{code}/acceptance")).status_code == 204
    assert len((await visitor.get("/api/v1/me")).json()["tenants"]) == 2


async def test_an_invitation_is_for_one_person(shop: Shop, other_shop: Shop) -> None:
    stranger = await other_shop.browser_of(await other_shop.member())
    code = await invited(await shop.browser_of(await shop.member()), fresh_email())

    refused = await stranger.post(f"/api/v1/public/invitations/{code}/acceptance")

    assert refused.status_code == 401
    assert "sign in with that account" in refused.json()["detail"]


async def test_an_invitation_ends_when_withdrawn_replaced_or_old(shop: Shop) -> None:
    owner = await shop.browser_of(await shop.member())
    visitor = await shop.visit()

    async def works(code: str) -> bool:
        return (await visitor.get(f"/api/v1/public/invitations/{code}")).status_code == 200

    withdrawn = await invited(owner, fresh_email())
    (listed,) = (await owner.get("/api/v1/people/invitations")).json()["data"]
    assert (await owner.delete(f"/api/v1/people/invitations/{listed['id']}")).status_code == 204
    assert not await works(withdrawn)

    email = fresh_email()
    first, second = await invited(owner, email), await invited(owner, email)
    assert not await works(first)
    assert await works(second)

    shop.later(days=8)
    assert not await works(second)


async def test_a_member_is_not_invited_again(shop: Shop) -> None:
    member = await shop.member("analyst")
    owner = await shop.browser_of(await shop.member())

    refused = await owner.post("/api/v1/people/invitations", json={"email": member.email, "role": "admin"})

    assert (refused.status_code, refused.json()["code"]) == (409, "already_member")


async def test_another_role_holds_from_the_next_request(shop: Shop) -> None:
    member = await shop.member("analyst")
    analyst = await shop.browser_of(member)
    owner = await shop.browser_of(await shop.member())
    change = {"name": "Casa Olea", "timezone": "UTC", "locale": "en"}
    assert (await analyst.put("/api/v1/settings/tenant", json=change)).status_code == 403

    membership = await membership_of(owner, member.email)
    changed = await owner.patch(f"/api/v1/people/{membership}", json={"role": "admin"})

    assert changed.json()["role"] == "admin"
    assert (await analyst.put("/api/v1/settings/tenant", json=change)).status_code == 200


async def test_removing_a_member_ends_their_sessions_and_tokens(shop: Shop) -> None:
    member = await shop.member("admin")
    browser, program = await shop.browser_of(member), await shop.program_of(member)
    owner = await shop.browser_of(await shop.member())
    assert (await program.get("/api/v1/me")).status_code == 200

    membership = await membership_of(owner, member.email)
    assert (await owner.delete(f"/api/v1/people/{membership}")).status_code == 204

    assert (await browser.get("/api/v1/me")).status_code == 401
    assert (await program.get("/api/v1/me")).status_code == 401
    code = await invited(owner, member.email, "admin")
    await sign_in(browser, member)
    assert (await browser.post(f"/api/v1/public/invitations/{code}/acceptance")).status_code == 204
    assert (await browser.get("/api/v1/settings")).status_code == 200
    assert (await program.get("/api/v1/me")).status_code == 401, "old tokens stay dead"


async def test_a_member_of_two_shops_leaves_only_one(
    shop: Shop, other_shop: Shop, member_of_two: Member
) -> None:
    browser = await shop.browser_of(member_of_two)
    owner = await other_shop.browser_of(await other_shop.member())

    membership = await membership_of(owner, member_of_two.email)
    assert (await owner.delete(f"/api/v1/people/{membership}")).status_code == 204

    me = (await browser.get("/api/v1/me")).json()
    assert [place["slug"] for place in me["tenants"]] == [member_of_two.slug]


async def test_the_last_owner_cannot_go(shop: Shop) -> None:
    member = await shop.member("owner")
    owner = await shop.browser_of(member)
    membership = await membership_of(owner, member.email)

    demoted = await owner.patch(f"/api/v1/people/{membership}", json={"role": "admin"})
    removed = await owner.delete(f"/api/v1/people/{membership}")

    assert (demoted.status_code, demoted.json()["code"]) == (409, "last_owner")
    assert (removed.status_code, removed.json()["code"]) == (409, "last_owner")
    await shop.member("owner", password=None)
    assert (await owner.delete(f"/api/v1/people/{membership}")).status_code == 204


async def test_an_admin_makes_and_unmakes_no_owners(shop: Shop) -> None:
    owner, member = await shop.member("owner"), await shop.member("admin")
    admin = await shop.browser_of(member)
    await shop.member("owner")
    theirs, mine = await membership_of(admin, owner.email), await membership_of(admin, member.email)

    refusals = [
        await admin.patch(f"/api/v1/people/{mine}", json={"role": "owner"}),
        await admin.patch(f"/api/v1/people/{theirs}", json={"role": "analyst"}),
        await admin.delete(f"/api/v1/people/{theirs}"),
        await admin.post("/api/v1/people/invitations", json={"email": fresh_email(), "role": "owner"}),
        await admin.post(f"/api/v1/people/{theirs}/password-reset"),
    ]

    assert [(one.status_code, one.json()["code"]) for one in refusals] == [(403, "not_permitted")] * 5


async def test_an_admin_hands_over_a_link_for_a_forgotten_password(shop: Shop) -> None:
    member = await shop.member("operator")
    before = await shop.browser_of(member)
    owner = await shop.browser_of(await shop.member())
    membership = await membership_of(owner, member.email)

    link = (await owner.post(f"/api/v1/people/{membership}/password-reset")).json()
    code = link["link"].rpartition("/")[2]
    visitor = await shop.visit()
    assert (await visitor.get(f"/api/v1/public/password-resets/{code}")).json()["email"] == member.email
    weak = await visitor.post(f"/api/v1/public/password-resets/{code}", json={"password": "short"})
    assert weak.json()["code"] == "weak_password"
    done = await visitor.post(f"/api/v1/public/password-resets/{code}", json={"password": NEW_PASSWORD})
    assert done.status_code == 204

    assert (await before.get("/api/v1/me")).status_code == 401, "every session has ended"
    await sign_in(visitor, member, NEW_PASSWORD)
    spent = await visitor.post(f"/api/v1/public/password-resets/{code}", json={"password": PASSWORD})
    assert (spent.status_code, spent.json()["code"]) == (404, "link_spent")


async def test_no_link_is_shown_that_would_open_another_shop(shop: Shop, member_of_two: Member) -> None:
    owner = await shop.browser_of(await shop.member())
    membership = await membership_of(owner, member_of_two.email)

    refused = await owner.post(f"/api/v1/people/{membership}/password-reset")

    assert refused.status_code == 409
    assert "souk user reset-password" in refused.json()["detail"]


async def test_a_reset_link_is_good_for_two_hours(shop: Shop) -> None:
    member = await shop.member("operator")
    owner = await shop.browser_of(await shop.member())
    membership = await membership_of(owner, member.email)
    link = (await owner.post(f"/api/v1/people/{membership}/password-reset")).json()["link"]
    code = link.rpartition("/")[2]

    shop.later(hours=2, seconds=1)

    answer = await (await shop.visit()).get(f"/api/v1/public/password-resets/{code}")
    assert answer.status_code == 404


async def test_without_mail_asking_for_a_reset_says_whom_to_ask(shop: Shop) -> None:
    member = await shop.member()

    answer = await (await shop.visit()).post("/api/v1/public/password-resets", json={"email": member.email})

    assert answer.status_code == 202
    assert answer.json()["mails"] is False
    assert "administrator" in answer.json()["message"]


@pytest.mark.parametrize(
    "email", ["", "nobody", "a@b@c", "a b@c.example", "a@", "@c.example", "x" * 300 + "@c.example"]
)
async def test_what_is_no_address_is_refused_at_its_field(shop: Shop, email: str) -> None:
    owner = await shop.browser_of(await shop.member())

    refused = await owner.post("/api/v1/people/invitations", json={"email": email, "role": "admin"})

    assert refused.status_code == 422
    assert refused.json()["errors"][0]["field"] == "email"


async def test_people_are_found_and_sorted(shop: Shop) -> None:
    owner = await shop.browser_of(await shop.member())
    for role in ("analyst", "operator", "operator"):
        await shop.member(role, password=None)

    page = (await owner.get("/api/v1/people", params={"role": "operator", "sort": "-email"})).json()

    assert page["total"] == 2
    emails = [member["email"] for member in page["data"]]
    assert emails == sorted(emails, reverse=True)
    wrong = await owner.get("/api/v1/people", params={"sort": "password_hash"})
    assert wrong.status_code == 422


async def test_who_is_shut_out_keeps_role_and_tokens_for_coming_back(shop: Shop) -> None:
    member = await shop.member("admin")
    browser, program = await shop.browser_of(member), await shop.program_of(member)
    owner = await shop.browser_of(await shop.member())
    membership = await membership_of(owner, member.email)

    shut = await owner.post(f"/api/v1/people/{membership}/deactivate")
    assert (shut.status_code, shut.json()["active"]) == (200, False)
    assert (await browser.get("/api/v1/settings")).status_code == 404
    assert (await browser.get("/api/v1/me")).json()["tenants"] == []
    assert (await program.get("/api/v1/me")).status_code == 401
    listed = (await owner.get("/api/v1/people", params={"active": False})).json()["data"]
    assert [one["id"] for one in listed] == [membership]

    back = await owner.post(f"/api/v1/people/{membership}/reactivate")
    assert (back.json()["active"], back.json()["role"]) == (True, "admin")
    assert (await browser.get("/api/v1/settings")).status_code == 200
    assert (await program.get("/api/v1/me")).status_code == 200


async def test_the_last_owner_is_not_shut_out_nor_an_owner_by_an_admin(shop: Shop) -> None:
    member = await shop.member("owner")
    owner = await shop.browser_of(member)
    admin = await shop.browser_of(await shop.member("admin"))
    membership = await membership_of(owner, member.email)

    alone = await owner.post(f"/api/v1/people/{membership}/deactivate")
    by_admin = await admin.post(f"/api/v1/people/{membership}/deactivate")

    assert (alone.status_code, alone.json()["code"]) == (409, "last_owner")
    assert (by_admin.status_code, by_admin.json()["code"]) == (403, "not_permitted")


async def test_when_a_member_was_last_here_is_shown_to_the_minute(shop: Shop) -> None:
    member = await shop.member("operator")
    owner = await shop.browser_of(await shop.member())
    membership = await membership_of(owner, member.email)

    async def seen() -> object:
        return (await owner.get(f"/api/v1/people/{membership}")).json()["last_seen_at"]

    program = await shop.program_of(member)
    await program.get("/api/v1/me")
    assert await seen() is None, "a program at work is not its owner at the desk"
    browser = await shop.browser_of(member)
    await browser.get("/api/v1/orders")
    assert await seen() == "2026-05-04T12:00:00Z"
    shop.later(minutes=5)
    await browser.get("/api/v1/orders")
    assert await seen() == "2026-05-04T12:05:00Z"
