"""What is typed, checked by the same shapes as the API's."""

from typing import TypeVar

from pydantic import BaseModel, ValidationError

from souk.kernel.errors import FieldError, Invalid

M = TypeVar("M", bound=BaseModel)


def checked(model: type[M], **given: object) -> M:
    """Raises Invalid with one complaint per option."""
    try:
        return model.model_validate(given)
    except ValidationError as refused:
        raise Invalid(
            "Check what was typed.",
            fields=[
                FieldError(".".join(map(str, one["loc"])), str(one["msg"]).removeprefix("Value error, "))
                for one in refused.errors()
            ],
        ) from None
