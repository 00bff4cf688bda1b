"""`If-Match`: which version a change was meant for."""

import re
from typing import Annotated, Any

from fastapi import Depends, Header

from souk.kernel.errors import FieldError, Invalid

_TAG = re.compile(r'(?:W/)?"?(\d{1,10})"?')


def _version(
    if_match: Annotated[
        str | None, Header(description='the version this change is meant for: the ETag, `"3"`', max_length=50)
    ] = None,
) -> int | None:
    if if_match is None or if_match.strip() == "*":
        return None
    found = _TAG.fullmatch(if_match.strip())
    if found is None:
        raise Invalid(
            'If-Match takes the ETag of an earlier answer, such as "3".',
            fields=[FieldError("If-Match", "is not one of our tags")],
        )
    return int(found[1])


def expected_version() -> Any:
    """The version in `If-Match`; None where the header is absent. Raises Invalid."""
    return Depends(_version)
