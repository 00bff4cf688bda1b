"""The database's refusals in the domain's words."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager

from sqlalchemy.exc import IntegrityError

from souk.kernel.errors import SoukError


@asynccontextmanager
async def refused_as(errors: Mapping[str, Callable[[], SoukError]]) -> AsyncIterator[None]:
    """Turn the violation of a named constraint into the error made for it; others pass through."""
    try:
        yield
    except IntegrityError as violation:
        name = getattr(getattr(violation.orig, "diag", None), "constraint_name", None)
        if name is not None and name in errors:
            raise errors[name]() from violation
        raise
