"""Every `code` a refusal can carry stands in the guide: on its domain's page, with what to do."""

import importlib
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import souk
from souk.kernel.errors import SoukError
from souk.web.docs import problem_codes
from souk.web.problems import WEB_CODES

GUIDE = Path(__file__).parents[2] / "docs" / "guide"
PAGE_OF = {
    "attribution": "attribution",
    "audience": "contacts",
    "catalog": "catalogue",
    "events": "events",
    "jobs": "jobs",
    "kernel": "errors",
    "orders": "orders",
    "pricing": "prices",
    "tenancy": "people",
    "transfers": "imports",
    "web": "errors",
    "webhooks": "webhooks",
    "wiring": "errors",
}
ROW = re.compile(r"^\|(.+)\|$", re.MULTILINE)
CODE = re.compile(r"`([a-z_]+)`")
NOT_IMPORTED = ("souk.__main__", "souk.wiring.migrations.")


def codes() -> Iterator[tuple[str, str]]:
    """Every code, with the domain whose class carries it."""
    for module in pkgutil.walk_packages(souk.__path__, "souk."):
        if not module.name.startswith(NOT_IMPORTED):
            importlib.import_module(module.name)
    kinds = list(SoukError.__subclasses__())
    while kinds:
        kind = kinds.pop()
        kinds += kind.__subclasses__()
        if kind.__module__.startswith("souk."):
            yield kind.code, kind.__module__.split(".")[1]
    for code, _, _ in WEB_CODES.values():
        yield code, "web"
    yield "malformed_json", "web"


def told_on(page: str) -> set[str]:
    """The codes that begin a row of a table of the page, or stand in its second column."""
    text = (GUIDE / f"{page}.md").read_text(encoding="utf-8")
    rows = [row.split("|") for row in ROW.findall(text)]
    return {code for cells in rows if len(cells) > 1 for cell in cells[:2] for code in CODE.findall(cell)}


@pytest.mark.parametrize(("code", "domain"), sorted(set(codes())))
def test_the_guide_says_what_a_code_means(code: str, domain: str) -> None:
    page = PAGE_OF[domain]

    assert code in told_on(page), f"docs/guide/{page}.md has no row for `{code}`"


def test_every_code_the_api_lists_is_looked_for() -> None:
    looked_for = {code for code, _ in codes()}

    assert set(problem_codes()) <= looked_for
