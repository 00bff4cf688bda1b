"""When something recurs, on plain values."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Every:
    """Every so many seconds, counted from the first midnight of 1970 in UTC, `offset_s` later."""

    seconds: int
    offset_s: int = 0

    def __post_init__(self) -> None:
        if self.seconds < 1 or not 0 <= self.offset_s < self.seconds:
            raise ValueError("a rhythm lasts a second or longer, and its offset is shorter than itself")

    def next_after(self, instant: datetime) -> datetime:
        passed_s = (instant - _EPOCH) // timedelta(seconds=1) - self.offset_s
        rounds = passed_s // self.seconds + 1
        return _EPOCH + timedelta(seconds=rounds * self.seconds + self.offset_s)


@dataclass(frozen=True, slots=True)
class Daily:
    """Every day at a time of a timezone. On a day that skips the time, as much later as it skips."""

    at: time
    timezone: str = "UTC"

    def next_after(self, instant: datetime) -> datetime:
        zone = ZoneInfo(self.timezone)
        day = instant.astimezone(zone).date()
        while True:
            due = datetime.combine(day, self.at, tzinfo=zone).astimezone(UTC)
            if due > instant:
                return due
            day += timedelta(days=1)


Rhythm = Every | Daily
