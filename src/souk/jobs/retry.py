"""When a failed run is worth another: a decision on plain values."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

import httpx
import psycopg
import sqlalchemy.exc

from souk.jobs.errors import JobTakenAway, JobTimedOut
from souk.kernel.errors import SoukError, Throttled, Unavailable

TRANSIENT: tuple[type[BaseException], ...] = (
    Throttled,
    Unavailable,
    JobTakenAway,
    JobTimedOut,
    OSError,  # connections refused or reset, and TimeoutError
    httpx.TransportError,
    psycopg.OperationalError,  # server gone, deadlock, serialization failure, statement timeout
    sqlalchemy.exc.OperationalError,
    sqlalchemy.exc.InterfaceError,
    sqlalchemy.exc.TimeoutError,  # no connection came free
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Retry:
    """How often a task is run at most, and how long it waits before the next run.

    The wait before run n + 1 is `first_wait_s * factor ** (n - 1)`, at most `longest_wait_s`, plus up to
    `jitter` of itself, so that what failed together does not come back together. Only transient
    failures and those in `also` are worth a run: a refusal (Invalid, Missing, Conflict, Forbidden) or a
    fault in the code would end the same way.
    """

    max_runs: int = 6
    first_wait_s: float = 2.0
    factor: float = 3.0
    longest_wait_s: float = 900.0
    jitter: float = 0.25
    also: tuple[type[Exception], ...] = ()

    def __post_init__(self) -> None:
        if not 1 <= self.max_runs <= 100:
            raise ValueError("a task runs at least once and at most a hundred times")

    def is_worth(self, failure: BaseException) -> bool:
        """Whether another run could end better."""
        return any(isinstance(one, (*TRANSIENT, *self.also)) for one in _with_causes(failure))

    def wait_s(self, failure: BaseException, runs: int, *, chance: float | None = None) -> float | None:
        """Seconds until the next run after `runs` failed ones; None when there is none.

        A refusal that says when to come again (`retry_after_s`) is obeyed. `chance` in [0, 1) replaces
        the dice.
        """
        if runs >= self.max_runs or not self.is_worth(failure):
            return None
        growing = self.first_wait_s * self.factor ** min(runs - 1, 64)
        wait = min(growing, self.longest_wait_s)
        dice = random.random() if chance is None else chance  # noqa: S311 - spreads load, hides nothing
        return max(wait * (1 + self.jitter * dice), _asked_to_wait_s(failure))


def _with_causes(failure: BaseException) -> Iterator[BaseException]:
    """The failure and what it was explicitly raised from: drivers and engines wrap one another."""
    present: BaseException | None = failure
    while present is not None:
        yield present
        # a refusal was decided, whatever made it known
        present = None if isinstance(present, SoukError) else present.__cause__


def _asked_to_wait_s(failure: BaseException) -> float:
    asked = failure.details.get("retry_after_s") if isinstance(failure, SoukError) else None
    return float(asked) if isinstance(asked, int | float) and asked > 0 else 0.0
