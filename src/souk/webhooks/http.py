"""The messages that webhooks carry, for the `webhooks` section of the API's description."""

from typing import Any, Literal

from fastapi import APIRouter, Response
from pydantic import AwareDatetime, BaseModel, create_model

from souk.events.event import Event
from souk.events.published import payload_model, published

SUMMARY = "Sent as POST. Verify `webhook-signature` as the Standard Webhooks specification says; answer 2xx."


def event_webhooks() -> APIRouter:
    """A route that is never called for each type that may leave the house."""
    router = APIRouter(tags=["Event messages"])
    for name, kind in published().items():
        router.add_api_route(
            name,
            _receiver(message_model(kind)),
            methods=["POST"],
            name=name,
            operation_id=f"webhook_{name.replace('.', '_')}",
            summary=name,
            description=SUMMARY,
            status_code=204,
            response_class=Response,
            responses={"4XX": {"description": "Anything but 2xx is tried again for 24 hours."}},
        )
    return router


def message_model(kind: type[Event]) -> type[BaseModel]:
    """An event of this type as it is sent."""
    fields: dict[str, Any] = {
        "id": (int, ...),
        "type": (Literal[kind.type], ...),
        "version": (int, ...),
        "aggregate": (str, ...),
        "occurred_at": (AwareDatetime, ...),
        "data": (payload_model(kind), ...),
    }
    return create_model(f"{kind.__name__}Message", __doc__=payload_model(kind).__doc__, **fields)


def _receiver(model: type[BaseModel]) -> Any:
    async def receive(message: Any) -> None: ...

    receive.__annotations__["message"] = model
    return receive
