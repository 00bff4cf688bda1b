"""Which birthdays fall into some days."""

from calendar import isleap
from datetime import date, timedelta


def birthdays_in(first: date, days: int) -> list[int]:
    """Month × 100 + day of every day from `first` on; 29 February is on the 28th in years without it."""
    found: dict[int, None] = {}
    for offset in range(min(days, 366)):
        day = first + timedelta(days=offset)
        found[day.month * 100 + day.day] = None
        if (day.month, day.day) == (2, 28) and not isleap(day.year):
            found[229] = None
    return list(found)


def week_of(day: date) -> tuple[date, int]:
    """Monday, and seven days."""
    return day - timedelta(days=day.weekday()), 7


def month_of(day: date) -> tuple[date, int]:
    """The first, and how many days the month has."""
    first = day.replace(day=1)
    following = (first + timedelta(days=32)).replace(day=1)
    return first, (following - first).days
