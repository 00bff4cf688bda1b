"""The table of roles, as platform.md words it."""

from pathlib import Path

import pytest

from souk.tenancy.roles import CAPABILITIES, ROLES, Role, capabilities_of
from souk.web.docs import problem_codes

SHOP_FLOOR = {
    "catalog.create",
    "catalog.edit",
    "pricing.edit",
    "orders.create",
    "orders.edit",
    "orders.refund",
    "jobs.retry",
}
MARKETING = {
    "audience.create",
    "audience.edit",
    "attribution.create",
    "attribution.edit",
    "attribution.activate",
    "attribution.spend",
    "pricing.campaign_lists",
}
ADMINISTRATION = {
    "attribution.recompute",
    "audience.erase",
    "jobs.trace",
    "people.edit",
    "settings.edit",
    "settings.switch",
    "webhooks.edit",
    "tokens.all",
}


def test_the_owner_may_do_everything() -> None:
    assert ROLES[Role.OWNER] == set(CAPABILITIES)


def test_the_admin_may_do_everything_but_dispose_of_the_tenant() -> None:
    assert ROLES[Role.OWNER] - ROLES[Role.ADMIN] == {"tenant.delete", "people.owners"}


@pytest.mark.parametrize(
    ("role", "may", "may_not"),
    [
        (Role.OPERATOR, SHOP_FLOOR, MARKETING | ADMINISTRATION),
        (Role.MARKETING_MANAGER, MARKETING, SHOP_FLOOR | ADMINISTRATION | {"people.read"}),
        (Role.ANALYST, set(), SHOP_FLOOR | MARKETING | ADMINISTRATION | {"audience.identify"}),
    ],
)
def test_the_other_roles_have_their_part(role: Role, may: set[str], may_not: set[str]) -> None:
    assert may <= ROLES[role]
    assert not may_not & ROLES[role]


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.ANALYST])
def test_everyone_else_reads_everything(role: Role) -> None:
    assert {name for name in CAPABILITIES if name.endswith(".read")} <= ROLES[role]


def test_the_analyst_only_reads() -> None:
    assert {name.rpartition(".")[2] for name in ROLES[Role.ANALYST]} == {"read", "own"}


def test_a_scope_gives_nothing_that_the_role_does_not() -> None:
    assert capabilities_of("analyst", ["orders.read", "orders.edit", "no.longer"]) == {"orders.read"}
    assert capabilities_of("analyst", []) == frozenset()


def test_the_guide_knows_every_code_of_its_table() -> None:
    guide = Path(__file__).parents[2] / "docs" / "guide" / "people.md"
    table = guide.read_text("utf-8").partition("## Troubleshooting")[2]

    rows = [line.split("|")[1:3] for line in table.splitlines() if line.startswith("| 4") or "| 503" in line]
    known = problem_codes()
    assert len(rows) >= 17, "the table has moved; look for it where it is"
    for status, codes in rows:
        for code in codes.split(","):
            assert known[code.strip(" `")][0] == int(status), code
