"""What trackers refuse."""

from souk.kernel.errors import Conflict, Invalid, Missing


class TrackerMissing(Missing):
    code = "tracker_not_found"


class TrackerEnded(Conflict):
    """It has come to its end already."""

    code = "tracker_ended"


class PhaseUnknown(Invalid):
    """A tracker's phases are named when it is opened."""

    code = "phase_unknown"
