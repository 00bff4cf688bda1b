"""The six kinds of refusal. A domain's errors are each one of them; the web maps a kind to a status."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar


@dataclass(frozen=True, slots=True)
class FieldError:
    """One complaint about one field of the input; `field` is a dotted path (`lines.0.quantity`)."""

    field: str
    message: str


class SoukError(Exception):
    """A refusal that a person can read and a program can tell by its `code`.

    `code` is stable and documented; `detail` says what happened and what to do; `details` are plain
    values for programs; `actionable` says whether the person asking can mend it.
    """

    code: ClassVar[str] = "error"
    title: ClassVar[str] = "Something was refused"
    actionable: ClassVar[bool] = True

    def __init__(
        self,
        detail: str,
        *,
        fields: Sequence[FieldError] = (),
        details: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(detail)
        self.detail = detail
        self.fields = tuple(fields)
        self.details = dict(details or {})


class Invalid(SoukError):
    """The input cannot be meant: wrong type, impossible date, unknown reference."""

    code = "invalid"
    title = "The input is not valid"


class Missing(SoukError):
    """It is not there, or not this tenant's: both look the same from outside."""

    code = "not_found"
    title = "Not found"


class Conflict(SoukError):
    """It was meant for another state of things: a lost update, an illegal move, a duplicate."""

    code = "conflict"
    title = "Not possible in the present state"


class Forbidden(SoukError):
    """Known who asks, and they may not."""

    code = "forbidden"
    title = "Not allowed"
    actionable = False


class Throttled(SoukError):
    """Too often; `details["retry_after_s"]` says when to come again."""

    code = "rate_limited"
    title = "Too many requests"


class Unavailable(SoukError):
    """Something outside this process is down or switched off; trying later can help."""

    code = "unavailable"
    title = "Not available now"
