"""A person signs in with a browser, is thrown out, comes back."""

from datetime import timedelta

import pyotp
import pytest
from httpx import AsyncClient, Response
from sqlalchemy import text
from tests.tenancy.conftest import Shop
from tests.web.clients import PASSWORD, Member, fresh_email, sign_in

from souk.tenancy.throttle import FREE_FAILURES, LONGEST_LOCK, Of, lock_after


async def attempt(browser: AsyncClient, email: str, password: str, totp: str | None = None) -> Response:
    return await browser.post("/api/v1/session", json={"email": email, "password": password, "totp": totp})


async def test_a_browser_signs_in_works_and_signs_out(shop: Shop) -> None:
    member = await shop.member("admin")
    browser = await shop.visit()

    await sign_in(browser, member)
    me = await browser.get("/api/v1/me")
    assert me.json()["user"]["email"] == member.email
    assert me.json()["role"] == "admin"

    assert (await browser.delete("/api/v1/session")).status_code == 204
    assert (await browser.get("/api/v1/me")).status_code == 401


async def test_the_cookies_cannot_be_read_by_scripts_nor_sent_by_other_sites(shop: Shop) -> None:
    member = await shop.member()
    browser = await shop.visit()

    answer = await attempt(browser, member.email, PASSWORD)

    session, csrf = sorted(answer.headers.get_list("set-cookie"), reverse=True)
    assert session.startswith("souk_session=")
    assert "HttpOnly" in session
    assert "SameSite=lax" in session
    assert "Secure" not in session
    assert csrf.startswith("souk_csrf=")
    assert "HttpOnly" not in csrf


async def test_behind_tls_the_cookies_are_secure(shop: Shop) -> None:
    member = await shop.member()
    browser = await shop.visit(origin="https://127.0.0.1:8000")

    answer = await attempt(browser, member.email, PASSWORD)

    assert all("Secure" in cookie for cookie in answer.headers.get_list("set-cookie"))


async def test_only_a_hash_of_the_session_is_kept(shop: Shop) -> None:
    browser = await shop.browser_of(await shop.member())
    secret = browser.cookies["souk_session"]

    async with shop.database.across_tenants() as work:
        kept = (await work.session.execute(text("select token_hash from user_session"))).scalars().all()

    assert secret not in kept
    assert all(len(one) == 64 for one in kept)


async def test_a_wrong_password_and_an_unknown_address_look_the_same(shop: Shop) -> None:
    member = await shop.member()
    browser = await shop.visit()

    wrong = await attempt(browser, member.email, "not the password")
    unknown = await attempt(browser, fresh_email("nobody"), "not the password")

    assert wrong.status_code == unknown.status_code == 401
    assert wrong.json()["code"] == unknown.json()["code"] == "wrong_credentials"
    assert wrong.json()["detail"] == unknown.json()["detail"]


async def test_the_address_is_the_same_in_capitals(shop: Shop) -> None:
    member = await shop.member()
    browser = await shop.visit()

    assert (await attempt(browser, member.email.upper(), PASSWORD)).status_code == 201


async def test_after_five_failures_the_account_is_locked_and_says_so(shop: Shop) -> None:
    member = await shop.member()
    browser = await shop.visit()
    for _ in range(FREE_FAILURES[Of.ACCOUNT]):
        assert (await attempt(browser, member.email, "guess")).status_code == 401

    locked = await attempt(browser, member.email, PASSWORD)
    assert locked.status_code == 429
    assert locked.json()["code"] == "locked_out"
    assert locked.headers["Retry-After"] == "60"
    assert "1 minute" in locked.json()["detail"]

    shop.later(seconds=61)
    assert (await attempt(browser, member.email, PASSWORD)).status_code == 201


async def test_being_right_forgives_earlier_failures(shop: Shop) -> None:
    member = await shop.member()
    browser = await shop.visit()

    for _ in range(3):
        for _ in range(FREE_FAILURES[Of.ACCOUNT] - 1):
            await attempt(browser, member.email, "guess")
        assert (await attempt(browser, member.email, PASSWORD)).status_code == 201


async def test_one_address_trying_many_accounts_is_locked_too(shop: Shop) -> None:
    browser = await shop.visit()
    for _ in range(FREE_FAILURES[Of.ADDRESS]):
        await attempt(browser, fresh_email(), "guess")

    locked = await attempt(browser, fresh_email(), "guess")

    assert locked.status_code == 429


def test_lock_outs_double_up_to_an_hour() -> None:
    waits = [lock_after(failures, 5) for failures in range(4, 20)]

    assert waits[0] is None
    assert waits[1:4] == [timedelta(minutes=1), timedelta(minutes=2), timedelta(minutes=4)]
    assert waits[-1] == LONGEST_LOCK


async def test_a_session_ends_when_it_is_not_used_for_its_days(shop: Shop) -> None:
    browser = await shop.browser_of(await shop.member())

    shop.later(days=13)
    assert (await browser.get("/api/v1/me")).status_code == 200
    shop.later(days=13)
    assert (await browser.get("/api/v1/me")).status_code == 200, "using it has kept it alive"
    shop.later(days=15)
    assert (await browser.get("/api/v1/me")).status_code == 401


async def test_sessions_are_listed_and_can_be_ended_from_another_browser(shop: Shop) -> None:
    member = await shop.member()
    here, there = await shop.browser_of(member), await shop.browser_of(member)

    sessions = (await here.get("/api/v1/sessions")).json()["data"]
    assert len(sessions) == 2
    (other,) = [session for session in sessions if not session["current"]]
    assert other["address"] == "127.0.0.1"
    assert "httpx" in other["device"]

    assert (await here.delete(f"/api/v1/sessions/{other['id']}")).status_code == 204
    assert (await there.get("/api/v1/me")).status_code == 401
    assert (await here.get("/api/v1/me")).status_code == 200


async def test_nobody_ends_a_session_of_someone_else(shop: Shop) -> None:
    mine, theirs = await shop.browser_of(await shop.member()), await shop.browser_of(await shop.member())
    (session,) = (await theirs.get("/api/v1/sessions")).json()["data"]

    assert (await mine.delete(f"/api/v1/sessions/{session['id']}")).status_code == 404
    assert (await theirs.get("/api/v1/me")).status_code == 200


@pytest.mark.parametrize("token", [None, "", "0" * 64])
async def test_a_changing_request_without_the_csrf_token_is_refused(shop: Shop, token: str | None) -> None:
    browser = await shop.browser_of(await shop.member())
    del browser.headers["X-CSRF-Token"]
    if token is not None:
        browser.headers["X-CSRF-Token"] = token

    refused = await browser.patch("/api/v1/me", json={"name": "Someone else"})

    assert refused.status_code == 403
    assert refused.json()["code"] == "csrf_token_missing"


async def test_the_csrf_token_of_another_session_is_worth_nothing(shop: Shop) -> None:
    mine, theirs = await shop.browser_of(await shop.member()), await shop.browser_of(await shop.member())

    mine.headers["X-CSRF-Token"] = theirs.headers["X-CSRF-Token"]
    mine.cookies.set("souk_csrf", theirs.headers["X-CSRF-Token"], domain="127.0.0.1")

    assert (await mine.patch("/api/v1/me", json={"name": "X"})).status_code == 403


async def test_who_is_deactivated_is_out_at_once(shop: Shop) -> None:
    member = await shop.member("analyst")
    browser = await shop.browser_of(member)
    async with shop.database.across_tenants() as work:
        await work.session.execute(
            text("update app_user set active = false where id = :id"), {"id": member.user_id}
        )

    assert (await browser.get("/api/v1/me")).status_code == 401
    assert (await attempt(await shop.visit(), member.email, PASSWORD)).status_code == 401


async def test_every_session_elsewhere_is_ended_at_once(shop: Shop) -> None:
    member, neighbour = await shop.member(), await shop.member()
    here, there, elsewhere = [await shop.browser_of(member) for _ in range(3)]
    theirs = await shop.browser_of(neighbour)

    assert (await here.delete("/api/v1/sessions")).status_code == 204

    assert [(await browser.get("/api/v1/me")).status_code for browser in (there, elsewhere)] == [401, 401]
    assert (await theirs.get("/api/v1/me")).status_code == 200
    (left,) = (await here.get("/api/v1/sessions")).json()["data"]
    assert left["current"]


async def test_a_new_password_ends_the_other_sessions(shop: Shop) -> None:
    member = await shop.member()
    here, there = await shop.browser_of(member), await shop.browser_of(member)

    wrong = await here.put("/api/v1/me/password", json={"current": "wrong", "new": "thyme and olives"})
    assert wrong.json()["code"] == "wrong_password"
    assert wrong.json()["errors"][0]["field"] == "current"
    weak = await here.put("/api/v1/me/password", json={"current": PASSWORD, "new": "short"})
    assert weak.json()["code"] == "weak_password"
    changed = await here.put("/api/v1/me/password", json={"current": PASSWORD, "new": "thyme and olives"})
    assert changed.status_code == 204

    assert (await here.get("/api/v1/me")).status_code == 200
    assert (await there.get("/api/v1/me")).status_code == 401
    assert (await attempt(await shop.visit(), member.email, PASSWORD)).status_code == 401
    assert (await attempt(await shop.visit(), member.email, "thyme and olives")).status_code == 201


class Phone:
    """An authenticator app."""

    def __init__(self, secret: str, shop: Shop) -> None:
        self.totp, self.shop = pyotp.TOTP(secret), shop

    @property
    def code(self) -> str:
        return self.totp.at(self.shop.clock.now())


async def set_up_phone(shop: Shop, browser: AsyncClient) -> tuple[Phone, list[str]]:
    offer = (await browser.post("/api/v1/me/second-factor", json={"password": PASSWORD})).json()
    assert offer["uri"].startswith("otpauth://totp/Souk:")
    assert offer["qr_svg"].startswith("<svg")
    phone = Phone(offer["secret"], shop)
    confirmed = await browser.put("/api/v1/me/second-factor", json={"code": phone.code})
    assert confirmed.status_code == 200, confirmed.text
    shop.later(seconds=30)
    return phone, confirmed.json()["codes"]


async def test_with_a_second_factor_the_password_alone_is_not_enough(shop: Shop) -> None:
    member = await shop.member()
    phone, _ = await set_up_phone(shop, await shop.browser_of(member))
    browser = await shop.visit()

    asked = await attempt(browser, member.email, PASSWORD)
    assert (asked.status_code, asked.json()["code"]) == (401, "second_factor_required")
    wrong = await attempt(browser, member.email, PASSWORD, "000000")
    assert (wrong.status_code, wrong.json()["code"]) == (401, "wrong_credentials")
    assert (await attempt(browser, member.email, PASSWORD, phone.code)).status_code == 201


async def test_a_code_is_good_once(shop: Shop) -> None:
    member = await shop.member()
    phone, _ = await set_up_phone(shop, await shop.browser_of(member))
    code = phone.code

    assert (await attempt(await shop.visit(), member.email, PASSWORD, code)).status_code == 201
    assert (await attempt(await shop.visit(), member.email, PASSWORD, code)).status_code == 401


async def test_a_recovery_code_is_good_once(shop: Shop) -> None:
    member = await shop.member()
    _, codes = await set_up_phone(shop, await shop.browser_of(member))
    assert len(set(codes)) == 10

    assert (await attempt(await shop.visit(), member.email, PASSWORD, codes[0])).status_code == 201
    assert (await attempt(await shop.visit(), member.email, PASSWORD, codes[0])).status_code == 401
    assert (await attempt(await shop.visit(), member.email, PASSWORD, codes[1].upper())).status_code == 201


async def test_renewed_recovery_codes_replace_the_old(shop: Shop) -> None:
    member = await shop.member()
    browser = await shop.browser_of(member)
    phone, old = await set_up_phone(shop, browser)

    renewed = await browser.post("/api/v1/me/recovery-codes", json={"code": phone.code})

    assert renewed.status_code == 201
    assert (await attempt(await shop.visit(), member.email, PASSWORD, old[0])).status_code == 401
    new = renewed.json()["codes"][0]
    assert (await attempt(await shop.visit(), member.email, PASSWORD, new)).status_code == 201


async def test_guessing_codes_locks_the_account(shop: Shop) -> None:
    member = await shop.member()
    phone, _ = await set_up_phone(shop, await shop.browser_of(member))
    browser = await shop.visit()
    for guess in range(FREE_FAILURES[Of.ACCOUNT]):
        await attempt(browser, member.email, PASSWORD, f"00000{guess}")

    assert (await attempt(browser, member.email, PASSWORD, phone.code)).status_code == 429


async def test_being_asked_for_the_code_is_no_failure(shop: Shop) -> None:
    member = await shop.member()
    phone, _ = await set_up_phone(shop, await shop.browser_of(member))
    browser = await shop.visit()
    for _ in range(10):
        assert (await attempt(browser, member.email, PASSWORD)).status_code == 401

    assert (await attempt(browser, member.email, PASSWORD, phone.code)).status_code == 201


async def test_a_second_factor_can_be_removed_with_a_code(shop: Shop) -> None:
    member = await shop.member()
    browser = await shop.browser_of(member)
    phone, _ = await set_up_phone(shop, browser)

    wrong = await browser.post("/api/v1/me/second-factor/removal", json={"code": "123456"})
    assert wrong.json()["code"] == "wrong_code"
    removed = await browser.post("/api/v1/me/second-factor/removal", json={"code": phone.code})
    assert removed.status_code == 204
    assert (await attempt(await shop.visit(), member.email, PASSWORD)).status_code == 201


async def test_a_tenant_that_asks_for_a_second_factor_lets_nobody_in_without(shop: Shop) -> None:
    owner, other = await shop.member("owner"), await shop.member("operator")
    browser = await shop.browser_of(owner)
    early = await browser.put("/api/v1/settings/security", json={"totp_required": True})
    assert early.json()["code"] == "second_factor_set_up_required", "would lock themselves out"
    phone, _ = await set_up_phone(shop, browser)
    assert (await browser.put("/api/v1/settings/security", json={"totp_required": True})).status_code == 200

    colleague = await shop.browser_of(other)
    refused = await colleague.get("/api/v1/settings")
    assert (refused.status_code, refused.json()["code"]) == (403, "second_factor_set_up_required")
    me = (await colleague.get("/api/v1/me")).json()
    assert me["second_factor_set_up_required"] is True
    assert me["tenant"] is None

    await set_up_phone(shop, colleague)
    assert (await colleague.get("/api/v1/settings")).status_code == 200
    stuck = await browser.post("/api/v1/me/second-factor/removal", json={"code": phone.code})
    assert stuck.json()["code"] == "second_factor_demanded"


async def test_the_secret_of_the_second_factor_is_sealed(shop: Shop) -> None:
    browser = await shop.browser_of(await shop.member())
    phone, _ = await set_up_phone(shop, browser)

    async with shop.database.across_tenants() as work:
        kept = (await work.session.execute(text("select totp_sealed from user_credential"))).scalars().all()

    assert all(phone.totp.secret not in (one or "") for one in kept)


async def test_a_person_of_two_shops_says_which_is_meant(shop: Shop, member_of_two: Member) -> None:
    browser = await shop.browser_of(member_of_two)

    me = (await browser.get("/api/v1/me")).json()
    assert len(me["tenants"]) == 2
    assert me["tenant"] is None
    unsaid = await browser.get("/api/v1/settings")
    assert (unsaid.status_code, unsaid.json()["code"]) == (422, "tenant_required")
    said = await browser.get("/api/v1/settings", headers={"Souk-Tenant": member_of_two.slug})
    assert said.json()["tenant"]["slug"] == member_of_two.slug
    foreign = await browser.get("/api/v1/settings", headers={"Souk-Tenant": "someone-elses"})
    assert (foreign.status_code, foreign.json()["code"]) == (404, "tenant_not_found")
