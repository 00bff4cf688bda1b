"""The alert rules and the dashboard that are shipped ask for what Souk exports, by its names and labels."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from fastapi import FastAPI
from prometheus_client import REGISTRY
from prometheus_client.core import Metric

import souk.events.dispatch.metrics
import souk.worker.metrics
import souk.worker.running
from souk.kernel.work import Database
from souk.web.metrics import READERS
from souk.wiring.subscriptions import AFTER_COMMIT

FOLDER = Path(__file__).parents[2] / "deploy" / "monitoring"
DOCS = Path(__file__).parents[2] / "docs"
RULES = yaml.safe_load((FOLDER / "prometheus-rules.yml").read_text())
DASHBOARD = json.loads((FOLDER / "grafana-dashboard.json").read_text())
SELECTED = re.compile(r"\b((?:souk|process)_[a-z_]+)\b(?:\{([^}]*)\})?")
LABEL = re.compile(r"([a-z_]+)\s*(?:=~|!~|!=|=)\s*\"")
GROUPED = re.compile(r"\bby \(([^)]*)\)")
OF_PROMETHEUS = {"job", "instance", "le"}


def rules() -> list[dict[str, Any]]:
    return [rule for group in RULES["groups"] for rule in group["rules"]]


def expressions() -> Iterator[tuple[str, str]]:
    for rule in rules():
        yield rule["alert"], rule["expr"]
    for panel in DASHBOARD["panels"]:
        for target in panel.get("targets", []):
            yield panel["title"], target["expr"]
    for variable in DASHBOARD["templating"]["list"]:
        if variable["type"] == "query":
            yield variable["name"], variable["query"]["query"]


@pytest.fixture(scope="module")
async def exported(database: Database) -> dict[str, set[str]]:
    """Labels by the name of what Prometheus finds at Souk."""
    found: dict[str, set[str]] = {}
    for collector in list(REGISTRY._collector_to_names):
        labels = set(getattr(collector, "_labelnames", ()))
        found |= dict.fromkeys(REGISTRY._collector_to_names[collector], labels)
    for reader in READERS:
        families: list[Metric] = [family async for family in reader(database)]
        found |= {family.name: set(getattr(family, "_labelnames", ())) for family in families}
    return found


def test_every_figure_asked_for_is_one_that_souk_exports(exported: dict[str, set[str]]) -> None:
    asked = [
        (where, match[1]) for where, expression in expressions() for match in SELECTED.finditer(expression)
    ]

    assert len(asked) > 30
    assert [(where, name) for where, name in asked if name not in exported] == []


@pytest.mark.parametrize("page", ["operating/monitoring.md", "operating/queues.md", "guide/events.md"])
def test_the_docs_name_figures_that_souk_exports(exported: dict[str, set[str]], page: str) -> None:
    named = set(re.findall(r"`(souk_[a-z_]+)", (DOCS / page).read_text(encoding="utf-8")))

    assert named
    assert named - exported.keys() == set()


def test_the_docs_name_every_alert() -> None:
    page = (DOCS / "operating" / "monitoring.md").read_text(encoding="utf-8")

    assert [rule["alert"] for rule in rules() if f"`{rule['alert']}`" not in page] == []


def test_every_label_asked_for_is_one_the_figures_have(exported: dict[str, set[str]]) -> None:
    wrong = []
    for where, expression in expressions():
        selected = list(SELECTED.finditer(expression))
        known = OF_PROMETHEUS.union(*(exported[match[1]] for match in selected))
        grouped = [label.strip() for match in GROUPED.finditer(expression) for label in match[1].split(",")]
        wrong += [(where, label) for label in grouped if label not in known]
        for match in selected:
            labels = exported[match[1]] | OF_PROMETHEUS
            wrong += [(where, label) for label in LABEL.findall(match[2] or "") if label not in labels]

    assert wrong == []


def test_the_values_of_labels_are_those_souk_writes() -> None:
    written = {
        "outcome": {souk.worker.running.FAILED},
        "state": {"waiting", "delayed", "active", "failed"},
        "attributed": {"yes", "no"},
        "subscriber": {subscriber.name for subscriber in AFTER_COMMIT},
    }
    for where, expression in expressions():
        for label, value in re.findall(r"([a-z_]+)=\"([^\"]*)\"", expression):
            assert label == "route" or value in written[label], where


def test_the_leaderboard_is_watched_under_its_real_address(app: FastAPI) -> None:
    watched = {route for _, told in expressions() for route in re.findall(r'route="([^"]+)"', told)}

    assert watched
    assert watched <= set(app.openapi()["paths"])


def test_the_seeds_thresholds_are_shipped() -> None:
    by_name = {rule["alert"]: rule for rule in rules()}
    seed = {
        "SoukQueueLong": ("> 500", "warning"),
        "SoukJobsFailing": ("> 10", "critical"),
        "SoukAttributionRateLow": ("< 0.5", "warning"),
        "SoukLeaderboardSlow": ("> 3", "warning"),
    }
    for name, (threshold, severity) in seed.items():
        assert threshold in by_name[name]["expr"]
        assert by_name[name]["labels"]["severity"] == severity
    assert "[1h]" in by_name["SoukJobsFailing"]["expr"]


def test_every_alert_says_what_is_wrong_and_what_to_do() -> None:
    names = [rule["alert"] for rule in rules()]
    assert len(names) == len(set(names))
    for rule in rules():
        assert rule["labels"]["severity"] in {"warning", "critical"}
        assert set(rule["annotations"]) == {"summary", "description"}
        assert rule["expr"].count("(") == rule["expr"].count(")")


def test_the_panels_of_the_dashboard_do_not_overlap() -> None:
    taken: set[tuple[int, int]] = set()
    for panel in DASHBOARD["panels"]:
        at = panel["gridPos"]
        cells = {(x, y) for x in range(at["x"], at["x"] + at["w"]) for y in range(at["y"], at["y"] + at["h"])}
        assert at["x"] + at["w"] <= 24
        assert not cells & taken, panel["title"]
        taken |= cells
    assert len({panel["id"] for panel in DASHBOARD["panels"]}) == len(DASHBOARD["panels"])
