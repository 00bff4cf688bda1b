"""Every setting of the process and of a tenant stands in the docs."""

from pathlib import Path

import pytest

from souk.kernel.settings import Settings
from souk.tenancy.features import FEATURES
from souk.tenancy.settings import AREAS

DOCS = Path(__file__).parents[2] / "docs"
OF_THE_PROCESS = (DOCS / "operating" / "settings.md").read_text(encoding="utf-8")
OF_A_TENANT = (DOCS / "guide" / "settings.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", Settings.model_fields)
def test_the_docs_name_every_variable(name: str) -> None:
    variable = name.upper() if name in {"database_url", "database_replica_url"} else f"SOUK_{name.upper()}"

    assert f"`{variable}`" in OF_THE_PROCESS


@pytest.mark.parametrize("name", [field for area in AREAS.values() for field in area.model_fields])
def test_the_guide_names_every_setting_of_a_tenant(name: str) -> None:
    assert f"`{name}`" in OF_A_TENANT


@pytest.mark.parametrize("name", FEATURES)
def test_the_guide_names_every_switch(name: str) -> None:
    assert f"`{name}`" in OF_A_TENANT
