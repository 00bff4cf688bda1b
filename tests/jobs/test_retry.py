"""When a failed run is worth another."""

import httpx
import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError, OperationalError

from souk.jobs.errors import JobTimedOut
from souk.jobs.failures import words_of
from souk.jobs.retry import Retry
from souk.kernel.errors import Conflict, Forbidden, Invalid, Missing, Throttled, Unavailable

PASSING = [
    Unavailable("away"),
    Throttled("too often"),
    JobTimedOut("too long"),
    ConnectionResetError(),
    TimeoutError(),
    httpx.ConnectError("no route"),
    psycopg.errors.DeadlockDetected(),
    OperationalError("select", {}, Exception()),
]
LASTING = [
    Invalid("no"),
    Missing("no"),
    Conflict("no"),
    Forbidden("no"),
    KeyError("a fault in the code"),
    IntegrityError("insert", {}, Exception()),
]


@pytest.mark.parametrize("failure", PASSING, ids=lambda failure: type(failure).__name__)
def test_what_may_pass_is_tried_again(failure: Exception) -> None:
    assert Retry().wait_s(failure, 1) is not None


@pytest.mark.parametrize("failure", LASTING, ids=lambda failure: type(failure).__name__)
def test_what_would_end_the_same_way_is_not(failure: Exception) -> None:
    assert Retry().wait_s(failure, 1) is None


def test_a_task_may_know_more_passing_faults() -> None:
    assert Retry(also=(KeyError,)).wait_s(KeyError("not there yet"), 1) is not None


def test_what_a_driver_wrapped_is_seen_but_what_a_refusal_was_made_from_is_not() -> None:
    wrapped = RuntimeError("could not read")
    wrapped.__cause__ = psycopg.OperationalError("server closed the connection")
    refused = Invalid("There is no such street.")
    refused.__cause__ = psycopg.OperationalError("server closed the connection")
    assert Retry().is_worth(wrapped)
    assert not Retry().is_worth(refused)


@given(
    runs=st.integers(1, 200),
    most=st.integers(1, 100),
    chance=st.floats(0, 1, exclude_max=True),
    first=st.floats(0, 60),
    factor=st.floats(1, 10),
)
def test_waits_grow_stay_within_bounds_and_come_to_an_end(
    runs: int, most: int, chance: float, first: float, factor: float
) -> None:
    retry = Retry(max_runs=most, first_wait_s=first, factor=factor, longest_wait_s=900)
    wait = retry.wait_s(Unavailable("away"), runs, chance=chance)
    if runs >= most:
        assert wait is None
        return
    assert wait is not None
    assert 0 <= wait <= 900 * 1.25
    following = retry.wait_s(Unavailable("away"), runs + 1, chance=chance)
    assert following is None or following >= wait


def test_who_says_when_to_come_again_is_obeyed() -> None:
    assert Retry().wait_s(Throttled("later", details={"retry_after_s": 4000}), 1) == 4000


def test_a_refusal_speaks_for_itself_and_a_database_error_keeps_its_values_to_itself() -> None:
    assert words_of(Invalid("There is no such street.")) == ("invalid", "There is no such street.")
    leak = psycopg.errors.UniqueViolation(
        'duplicate key value violates unique constraint "contact_phone_key"\n'
        "DETAIL:  Key (phone)=(+34600111222) already exists."
    )
    kind, message = words_of(
        IntegrityError("insert into contact values (:phone)", {"phone": "+34600111222"}, leak)
    )
    assert kind == "UniqueViolation"
    assert "600111222" not in message
    assert "contact_phone_key" in message
