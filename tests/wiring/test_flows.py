"""docs/flows.md is made from the tables, and made again when they change."""

from pathlib import Path

import pytest

from souk.events.published import catalogue
from souk.wiring.flows import flows, machines
from souk.wiring.subscriptions import AFTER_COMMIT

PAGE = Path(__file__).parents[2] / "docs" / "flows.md"


def test_every_event_subscriber_and_machine_is_on_the_page() -> None:
    page = flows()
    for name in catalogue():
        assert f"`{name}`" in page
    for subscriber in AFTER_COMMIT:
        assert subscriber.name in page
    for machine in machines():
        assert machine.mermaid() in page
    assert {"ad campaign", "order"} <= {machine.name for machine in machines()}


def test_the_page_is_fresh() -> None:
    if not PAGE.exists():
        pytest.skip("the docs are not beside the package")
    assert PAGE.read_text(encoding="utf-8") == flows(), "run: python -m souk.wiring.flows docs/flows.md"


def test_every_module_of_events_is_in_the_catalogue() -> None:
    """An event of a module nobody listed would reach no webhook and no schema."""
    import importlib
    import pkgutil

    import souk.events
    from souk.events.event import Event, event_types

    for module in pkgutil.iter_modules(souk.events.__path__, "souk.events."):
        importlib.import_module(module.name)
    known = {name for name, kind in event_types().items() if kind.__module__.startswith("souk.events.")}
    assert known == set(catalogue())
    assert all(issubclass(kind, Event) for kind in catalogue().values())
