"""Links go by e-mail where a server is configured."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from email import message_from_string, policy
from email.message import EmailMessage

import pytest
from pydantic import SecretStr
from tests.tenancy.conftest import Shop, open_shop
from tests.web.clients import SETTINGS, fresh_email

from souk.kernel.db.urls import DatabaseUrls
from souk.tenancy.mail import complaint_of_mail


class Postbox:
    """A mail server that takes what it is given."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.arrived = asyncio.Event()
        self.refuses = False
        self.port = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        def say(line: str) -> None:
            writer.write(f"{line}\r\n".encode())

        say("220 postbox")
        while line := (await reader.readline()).decode().strip():
            verb = line.partition(" ")[0].upper()
            if verb == "DATA":
                say("354 go on")
                text = (await reader.readuntil(b"\r\n.\r\n")).decode()
                letter = message_from_string(text.removesuffix(".\r\n"), policy=policy.default)
                assert isinstance(letter, EmailMessage)
                self.letters.append(letter)
                self.arrived.set()
                say("250 taken")
            elif verb == "RCPT" and self.refuses:
                say("550 no such mailbox")
            elif verb == "QUIT":
                say("221 bye")
                break
            else:
                say("250 postbox")
        writer.close()

    @asynccontextmanager
    async def open(self) -> AsyncIterator["Postbox"]:
        server = await asyncio.start_server(self.serve, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        async with server:
            yield self


@pytest.fixture
async def postbox() -> AsyncIterator[Postbox]:
    async with Postbox().open() as postbox:
        yield postbox


@pytest.fixture
async def mailing_shop(urls: DatabaseUrls, tenant_id: int, postbox: Postbox) -> AsyncIterator[Shop]:
    settings = SETTINGS.model_copy(
        update={
            "smtp_url": SecretStr(f"smtp://127.0.0.1:{postbox.port}"),
            "public_url": "https://souk.olea.example/",
            "mail_from": "souk@olea.example",
        }
    )
    async with AsyncExitStack() as stack:
        yield await open_shop(stack, urls, tenant_id, settings)


def link_in(letter: EmailMessage) -> str:
    text: str = letter.get_content()
    return next(line for line in text.splitlines() if line.startswith("https://"))


async def test_an_invitation_goes_by_mail_and_is_not_shown(mailing_shop: Shop, postbox: Postbox) -> None:
    owner = await mailing_shop.browser_of(await mailing_shop.member())
    email = fresh_email("nadia")

    answer = await owner.post("/api/v1/people/invitations", json={"email": email, "role": "admin"})

    assert answer.json()["sent"] == {
        "mailed": True,
        "link": None,
        "expires_at": answer.json()["invitation"]["expires_at"],
    }
    (letter,) = postbox.letters
    assert (letter["To"], letter["From"]) == (email, "souk@olea.example")
    assert letter["Subject"] == "Invitation to Casa Olea on Souk"
    link = link_in(letter)
    assert link.startswith("https://souk.olea.example/invitations/")
    code = link.rpartition("/")[2]
    visitor = await mailing_shop.visit()
    assert (await visitor.get(f"/api/v1/public/invitations/{code}")).json()["email"] == email


async def test_a_forgotten_password_is_answered_the_same_for_strangers(
    mailing_shop: Shop, postbox: Postbox
) -> None:
    member = await mailing_shop.member()
    visitor = await mailing_shop.visit()
    forged = {"Host": "127.0.0.1"}

    stranger = await visitor.post("/api/v1/public/password-resets", json={"email": fresh_email()})
    known = await visitor.post("/api/v1/public/password-resets", json={"email": member.email}, headers=forged)

    assert stranger.status_code == known.status_code == 202
    assert stranger.json() == known.json()
    await asyncio.wait_for(postbox.arrived.wait(), 10)
    (letter,) = postbox.letters
    assert letter["To"] == member.email
    assert link_in(letter).startswith("https://souk.olea.example/password-resets/"), "whatever Host says"


async def test_when_the_server_refuses_the_link_is_shown_to_who_invited(
    mailing_shop: Shop, postbox: Postbox
) -> None:
    postbox.refuses = True
    owner = await mailing_shop.browser_of(await mailing_shop.member())

    answer = await owner.post("/api/v1/people/invitations", json={"email": fresh_email(), "role": "admin"})

    assert answer.status_code == 201
    assert answer.json()["sent"]["mailed"] is False
    assert answer.json()["sent"]["link"].startswith("https://souk.olea.example/invitations/")


async def test_a_reset_that_cannot_be_mailed_says_so(mailing_shop: Shop, postbox: Postbox) -> None:
    member = await mailing_shop.member("operator")
    owner = await mailing_shop.browser_of(await mailing_shop.member())
    found = (await owner.get("/api/v1/people", params={"q": member.email})).json()["data"][0]["id"]
    postbox.refuses = True

    refused = await owner.post(f"/api/v1/people/{found}/password-reset")

    assert (refused.status_code, refused.json()["code"]) == (503, "mail_not_sent")
    assert "link" not in refused.json()


async def test_the_doctor_greets_the_mail_server(postbox: Postbox) -> None:
    there = SETTINGS.model_copy(update={"smtp_url": SecretStr(f"smtp://127.0.0.1:{postbox.port}")})
    gone = SETTINGS.model_copy(update={"smtp_url": SecretStr("smtp://127.0.0.1:1")})
    misspelt = SETTINGS.model_copy(update={"smtp_url": SecretStr("mail.olea.example")})

    assert await complaint_of_mail(SETTINGS) is None
    assert await complaint_of_mail(there) is None
    assert "ConnectionRefusedError" in str(await complaint_of_mail(gone))
    assert "smtp://" in str(await complaint_of_mail(misspelt))
    assert postbox.letters == []
