"""Another domain's SELECT as a part of one's own statement."""

from typing import Any

from sqlalchemy import Select
from sqlalchemy.dialects import postgresql


def as_part(rows: Select[Any]) -> str:
    """The SQL of a SELECT without parameters, to be put in brackets behind FROM.

    Domains hand such SELECTs out in their `public.py`, with documented columns; row-level security keeps
    them to the transaction's tenant.
    """
    compiled = rows.compile(dialect=postgresql.dialect())  # type: ignore[no-untyped-call]
    if compiled.params:
        raise ValueError("a SELECT that is used as a part takes no parameters")
    return str(compiled)
