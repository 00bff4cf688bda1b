"""From when to when: days of the tenant's timezone, both included, or instants, the second excluded."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Annotated

from pydantic import BeforeValidator, TypeAdapter, ValidationError

from souk.kernel.clock import day_after, day_start, local_day
from souk.kernel.errors import FieldError, Invalid
from souk.kernel.shapes import Instant

MAX_DAYS = 3660
"""A report reaches over ten years at the most."""

_INSTANT = TypeAdapter(Instant)


def _edge(value: object) -> object:
    """A day as YYYY-MM-DD, anything else as an instant with its offset."""
    if isinstance(value, str) and len(value) == 10:
        return date.fromisoformat(value)
    if isinstance(value, str):
        try:
            return _INSTANT.validate_python(value)
        except ValidationError as wrong:
            raise ValueError("neither a day (2026-11-20) nor an instant with an offset") from wrong
    return value


Edge = Annotated[date | datetime, BeforeValidator(_edge)]


@dataclass(frozen=True, slots=True)
class Period:
    """The half-open window `[start, end)` in UTC; `days` are its first and last local day where it is
    made of whole days, else None.
    """

    start: datetime
    end: datetime
    days: tuple[date, date] | None

    @property
    def length(self) -> timedelta:
        return self.end - self.start

    def before(self, zone: str) -> "Period":
        """The period of the same length that ends where this one starts."""
        if self.days is None:
            return Period(self.start - self.length, self.start, None)
        first, last = self.days
        count = (last - first).days + 1
        return days_between(first - timedelta(days=count), first - timedelta(days=1), zone)


def days_between(first: date, last: date, zone: str) -> Period:
    return Period(day_start(first, zone), day_after(last, zone), (first, last))


def make_period(start: Edge, end: Edge, zone: str) -> Period:
    """Raises Invalid for a mixture of days and instants, an end before the start, or too long a window."""
    if isinstance(start, datetime) != isinstance(end, datetime):
        raise _refused("'from' and 'to' are both days or both instants.")
    if isinstance(start, datetime) and isinstance(end, datetime):
        if end <= start:
            raise _refused("'to' has to be later than 'from'.")
        period = Period(start, end, _whole_days(start, end, zone))
    else:
        if end < start:
            raise _refused("'to' cannot be before 'from'.")
        period = days_between(start, end, zone)
    if period.length > timedelta(days=MAX_DAYS):
        raise _refused(f"A report reaches over {MAX_DAYS} days at the most.")
    return period


def _whole_days(start: datetime, end: datetime, zone: str) -> tuple[date, date] | None:
    first, after = local_day(start, zone), local_day(end, zone)
    if day_start(first, zone) == start and day_start(after, zone) == end:
        return first, after - timedelta(days=1)
    return None


def _refused(detail: str) -> Invalid:
    return Invalid(detail, fields=[FieldError("from", detail), FieldError("to", detail)])
