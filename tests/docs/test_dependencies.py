"""Every direct dependency stands in docs/architecture.md, with its reason."""

import json
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
CHOSEN = PAGE.partition("## Chosen dependencies")[2]
ROWS = [row.split("|")[1:-1] for row in re.findall(r"^\|.*\|$", CHOSEN, re.MULTILINE)]
NAME = re.compile(r"[a-zA-Z0-9._-]+")


def of_python() -> list[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    asked = [
        *project["build-system"]["requires"],
        *project["project"]["dependencies"],
        *(one for extra in project["project"]["optional-dependencies"].values() for one in extra),
        *(one for group in project["dependency-groups"].values() for one in group),
    ]
    return [match[0] for one in asked if (match := NAME.match(one))]


def of_the_console() -> list[str]:
    names: list[str] = []
    for manifest in ("ui/package.json", "ui/openapi/package.json"):
        package = json.loads((ROOT / manifest).read_text(encoding="utf-8"))
        names += [*package.get("dependencies", {}), *package.get("devDependencies", {})]
    return names


@pytest.mark.parametrize("name", sorted({*of_python(), *of_the_console()}))
def test_every_direct_dependency_has_its_line(name: str) -> None:
    assert any(f"`{name}`" in choice for _, choice, _ in ROWS), f"{name} has no line in docs/architecture.md"


def test_every_line_has_a_reason() -> None:
    assert len(ROWS) > 40
    assert [row for row in ROWS if not all(cell.strip() for cell in row)] == []
