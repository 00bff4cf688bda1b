"""Schedules: work that starts by the clock."""

from souk.jobs.schedules.actions import Standing, drop_schedule, keep_standing, set_schedule, start_due
from souk.jobs.schedules.rhythm import Daily, Every, Rhythm

__all__ = [
    "Daily",
    "Every",
    "Rhythm",
    "Standing",
    "drop_schedule",
    "keep_standing",
    "set_schedule",
    "start_due",
]
