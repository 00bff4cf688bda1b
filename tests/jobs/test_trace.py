"""What an administrator is shown of a fault in the program."""

import psycopg
from sqlalchemy.exc import IntegrityError

from souk.jobs.trace import TRACE_MAX, trace_of
from souk.kernel.errors import Unavailable


def ring(bell: str) -> None:
    raise KeyError(f"no {bell}")


def caught() -> Exception:
    try:
        try:
            ring("bell")
        except KeyError as missing:
            raise Unavailable("The shop is closed.") from missing
    except Unavailable as refusal:
        return refusal
    raise AssertionError


def test_it_says_where_and_what_it_was_raised_from() -> None:
    first, _, last = trace_of(caught()).partition("\n\nwhich led to:\n\n")
    assert "jobs/test_trace.py:" not in first, "folders of this machine are not told"
    assert 'in ring\n    raise KeyError(f"no {bell}")\n' in first
    assert first.endswith("KeyError: 'no bell'")
    assert last.endswith("unavailable: The shop is closed.")


def test_a_database_error_keeps_its_values_to_itself() -> None:
    leak = psycopg.errors.UniqueViolation(
        "duplicate key\nDETAIL:  Key (phone)=(+34600111222) already exists."
    )
    wrapped = IntegrityError("insert into contact values (:phone)", {"phone": "+34600111222"}, leak)
    try:
        raise wrapped from leak
    except IntegrityError as failure:
        told = trace_of(failure)
    assert "UniqueViolation: duplicate key" in told
    assert "600111222" not in told


def test_a_long_way_is_told_from_its_inner_end() -> None:
    def down(steps: int) -> None:
        if steps == 0:
            ring("bell")
        down(steps - 1)

    try:
        down(400)
    except KeyError as failure:
        told = trace_of(failure)
    assert told.count(" in down") < 40
    assert told.count(" in ring") == 1
    assert len(told) <= TRACE_MAX
