"""The operator's own door: tenants, people and tokens from the terminal."""

import getpass
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import psycopg
import pytest
from tests.web.clients import SETTINGS
from typer.testing import CliRunner, Result

from souk.cli import context
from souk.cli.main import app
from souk.events.log import EventLog
from souk.kernel.crypto import Vault
from souk.kernel.db.urls import DatabaseUrls
from souk.kernel.work import Database
from souk.wiring.runtime import Runtime

Souk = Callable[..., Result]


@pytest.fixture
def souk(empty_urls: DatabaseUrls, monkeypatch: pytest.MonkeyPatch) -> Souk:
    """`souk("tenant", "list")` over a Souk with nobody in it."""

    @asynccontextmanager
    async def over_the_test_database(*_: object, **__: object) -> AsyncIterator[Runtime]:
        database = Database(empty_urls, sink=EventLog({}), pool_size=2)
        try:
            yield Runtime(SETTINGS, empty_urls, database, Vault.of_this_process(), None)
        finally:
            await database.close()

    monkeypatch.setattr(context, "open_runtime", over_the_test_database)
    monkeypatch.setattr(context, "configure_logging", lambda *_, **__: None)

    def run(*words: str, typed: str | None = None) -> Result:
        return CliRunner().invoke(app, list(words), input=typed)

    return run


def said(result: Result) -> Any:
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_a_shop_is_made_and_run_from_the_terminal(souk: Souk) -> None:
    made = said(souk("tenant", "create", "Café Río", "--currency", "EUR", "--json"))
    assert made["slug"] == "cafe-rio"
    person = said(
        souk(
            "user", "create", "Mara@Rio.example", "--name", "Mara", "--password-stdin", "--json",
            typed="a basket of figs\n",
        )
    )  # fmt: skip
    assert (person["email"], person["role"]) == ("mara@rio.example", "owner")
    assert "password" not in person

    token = said(
        souk("token", "create", "Feed", "--user", "mara@rio.example", "--scope", "catalog.read", "--json")
    )
    assert token["token"].startswith(token["prefix"])
    (listed,) = said(souk("token", "list", "--json"))
    assert (listed["scopes"], listed["owner"]) == (["catalog.read"], "mara@rio.example")
    assert said(souk("token", "revoke", str(token["id"]), "--json")) == {"revoked": token["id"]}
    assert said(souk("token", "list", "--json")) == []
    link = said(souk("user", "reset-password", "mara@rio.example", "--json"))["link"]
    assert link.startswith("http://127.0.0.1:8000/password-resets/")
    shown = said(souk("tenant", "show", "--json"))
    assert shown["settings"]["pricing"] == {"prices_include_tax": True}


def test_what_is_done_there_is_in_the_audit_log(souk: Souk, empty_urls: DatabaseUrls) -> None:
    souk("tenant", "create", "Rio", "--currency", "EUR")
    souk("user", "create", "mara@rio.example", "--name", "Mara")
    souk("user", "reset-second-factor", "mara@rio.example")

    with psycopg.connect(empty_urls.backup) as backup:
        entries = backup.execute("select action, actor_kind, actor_label from audit_entry order by id")
        found = entries.fetchall()
    actor = ("cli", f"cli:{getpass.getuser()}")
    assert found == [
        (action, *actor) for action in ("tenant.created", "member.added", "second_factor.removed")
    ]


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("tenant", "create", "Rio", "--currency", "EURO"), "currency"),
        (("tenant", "create", "Rio", "--currency", "EUR", "--timezone", "Mars/Olympus"), "timezone"),
        (("tenant", "show"), "There is no tenant yet"),
        (("tenant", "reopen", "rio"), "no closed tenant"),
        (("user", "reset-password", "nobody@rio.example"), "no active account"),
        (("user", "deactivate", "nobody@rio.example"), "no account"),
    ],
)
def test_what_cannot_be_done_is_said_with_an_exit_code(
    souk: Souk, words: tuple[str, ...], complaint: str
) -> None:
    result = souk(*words)

    assert result.exit_code == 1
    assert complaint in " ".join(result.stderr.split())
    assert "Traceback" not in result.output


def test_a_closed_tenant_is_opened_again(souk: Souk) -> None:
    souk("tenant", "create", "Rio", "--currency", "EUR")

    assert souk("tenant", "close", "rio").exit_code == 0
    assert said(souk("tenant", "list", "--json")) == []
    assert [one["slug"] for one in said(souk("tenant", "list", "--closed", "--json"))] == ["rio"]
    assert souk("tenant", "reopen", "rio").exit_code == 0
    assert [one["slug"] for one in said(souk("tenant", "list", "--json"))] == ["rio"]


def test_with_several_tenants_one_is_named(souk: Souk) -> None:
    souk("tenant", "create", "Rio", "--currency", "EUR")
    souk("tenant", "create", "Mar", "--currency", "CLP")

    unsaid = souk("user", "list")
    assert unsaid.exit_code == 1
    assert "--tenant" in unsaid.stderr
    assert said(souk("user", "list", "--tenant", "mar", "--json")) == []


def test_the_only_owner_is_not_deactivated(souk: Souk) -> None:
    souk("tenant", "create", "Rio", "--currency", "EUR")
    souk("user", "create", "mara@rio.example", "--name", "Mara")

    refused = souk("user", "deactivate", "mara@rio.example")

    assert refused.exit_code == 1
    assert "only owner" in " ".join(refused.stderr.split())


def test_stored_secrets_are_put_under_the_newest_key(souk: Souk) -> None:
    assert said(souk("secrets", "rotate", "--json")) == {"resealed": 0, "unreadable": 0}
    assert "under the newest key" in souk("secrets", "rotate").output
