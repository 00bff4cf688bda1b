"""Where a tracker can be."""

from enum import StrEnum

from souk.kernel.states import Machine


class TrackerStatus(StrEnum):
    PENDING = "pending"
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELLED = "cancelled"


class TrackerVerb(StrEnum):
    START = "start"
    COMPLETE = "complete"
    FAIL = "fail"
    CANCEL = "cancel"
    REOPEN = "reopen"


class PhaseStatus(StrEnum):
    PENDING = "pending"
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELLED = "cancelled"


class ProcessType(StrEnum):
    MAIN = "main"
    MARKETPLACE = "marketplace"


ENDED = frozenset({TrackerStatus.COMPLETED, TrackerStatus.FAILED, TrackerStatus.CANCELLED})

_S, _V = TrackerStatus, TrackerVerb
MACHINE = Machine(
    "tracker",
    {
        (_S.PENDING, _V.START): _S.IN_PROGRESS,
        (_S.PENDING, _V.COMPLETE): _S.COMPLETED,
        (_S.PENDING, _V.FAIL): _S.FAILED,
        (_S.PENDING, _V.CANCEL): _S.CANCELLED,
        (_S.IN_PROGRESS, _V.COMPLETE): _S.COMPLETED,
        (_S.IN_PROGRESS, _V.FAIL): _S.FAILED,
        (_S.IN_PROGRESS, _V.CANCEL): _S.CANCELLED,
        (_S.FAILED, _V.REOPEN): _S.IN_PROGRESS,  # a person retries the job it failed by
    },
    initial=_S.PENDING,
    terminal={_S.COMPLETED, _S.CANCELLED},
)
ENDING = {_S.COMPLETED: _V.COMPLETE, _S.FAILED: _V.FAIL, _S.CANCELLED: _V.CANCEL}
