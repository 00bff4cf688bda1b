"""The only place that asks what time it is."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo


class Clock(Protocol):
    def now(self) -> datetime:
        """The present instant, timezone-aware, in UTC."""
        ...


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


def day_start(day: date, zone: str) -> datetime:
    """The first instant of a local day, in UTC (where midnight does not exist, the gap's end)."""
    local = datetime.combine(day, time.min, tzinfo=ZoneInfo(zone))
    return local.astimezone(UTC)


def day_after(day: date, zone: str) -> datetime:
    """The first instant after a local day, in UTC: the open end of a window that includes the day."""
    return day_start(day + timedelta(days=1), zone)


def local_day(instant: datetime, zone: str) -> date:
    """The local calendar day an instant falls on."""
    return instant.astimezone(ZoneInfo(zone)).date()
