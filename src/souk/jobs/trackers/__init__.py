"""Trackers: the visible progress of long operations."""

from souk.jobs.trackers.announcing import Announcer, TrackerNews, announce_through
from souk.jobs.trackers.counting import advance, finish_phase, is_cancelled, touch
from souk.jobs.trackers.ending import end_if_silent, finish, reopen, request_cancel
from souk.jobs.trackers.errors import PhaseUnknown, TrackerEnded, TrackerMissing
from souk.jobs.trackers.models import Tracker
from souk.jobs.trackers.opening import open_tracker
from souk.jobs.trackers.repository import get_tracker
from souk.jobs.trackers.states import PhaseStatus, ProcessType, TrackerStatus

__all__ = [
    "Announcer",
    "PhaseStatus",
    "PhaseUnknown",
    "ProcessType",
    "Tracker",
    "TrackerEnded",
    "TrackerMissing",
    "TrackerNews",
    "TrackerStatus",
    "advance",
    "announce_through",
    "end_if_silent",
    "finish",
    "finish_phase",
    "get_tracker",
    "is_cancelled",
    "open_tracker",
    "reopen",
    "request_cancel",
    "touch",
]
