"""The catalogue of events."""

import json

import pytest

from souk.events.published import catalogue, chosen, payload_model, published, readable_with
from souk.kernel.errors import Invalid
from souk.tenancy.public import CAPABILITIES

PROMISED = {
    "order.placed",
    "order.changed",
    "order.status_changed",
    "order.refunded",
    "ad_campaign.created",
    "ad_campaign.updated",
    "ad_campaign.activated",
    "ad_campaign.status_changed",
    "ad_campaign.deleted",
    "tracker.progressed",
    "tracker.finished",
    "tracker.failed",
}


def test_what_is_promised_is_published() -> None:
    assert set(published()) >= PROMISED


@pytest.mark.parametrize("name", sorted(catalogue()))
def test_every_type_is_complete(name: str) -> None:
    kind = catalogue()[name]
    assert kind.capability in CAPABILITIES
    assert isinstance(kind.version, int)
    schema = payload_model(kind).model_json_schema()
    assert schema["type"] == "object"
    assert set(schema["required"]) == set(schema["properties"])
    assert "logged" not in schema["properties"]
    assert json.loads(json.dumps(schema)) == schema


def test_a_choice_of_types() -> None:
    types = {"order.placed", "order.changed", "ordering.done", "tracker.failed"}
    assert chosen(["order.*", "tracker.failed"], types, field="types") == types - {"ordering.done"}
    assert chosen(["*"], types, field="types") == types
    assert chosen([], types, field="types") == set()


@pytest.mark.parametrize("pattern", ["order.lost", "", "order", "ord*", "*.placed"])
def test_an_unknown_type_is_refused_with_those_there_are(pattern: str) -> None:
    with pytest.raises(Invalid, match=r"order\.placed") as refused:
        chosen([pattern], {"order.placed"}, field="event_types")
    assert refused.value.fields[0].field == "event_types"


def test_what_may_be_read_follows_capabilities() -> None:
    assert "order.placed" in readable_with({"orders.read"})
    assert "ad_campaign.created" not in readable_with({"orders.read"})
    assert readable_with(set()) == set()
