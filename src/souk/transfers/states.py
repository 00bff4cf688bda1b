"""Where an import can be, and what can become of its rows."""

from enum import StrEnum

from souk.kernel.states import Machine


class RunStatus(StrEnum):
    UPLOADED = "uploaded"
    CHECKING = "checking"  # a dry run is under way
    CHECKED = "checked"
    RUNNING = "running"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELLED = "cancelled"


class RunVerb(StrEnum):
    CHECK = "check"
    START = "start"
    COMPLETE = "complete"
    FAIL = "fail"
    CANCEL = "cancel"


class Verdict(StrEnum):
    """What a reported row is: not taken, or taken with a remark."""

    REJECTED = "rejected"
    NOTED = "noted"


MOVING = frozenset({RunStatus.CHECKING, RunStatus.RUNNING})

_S, _V = RunStatus, RunVerb
MACHINE = Machine(
    "import",
    {
        (_S.UPLOADED, _V.CHECK): _S.CHECKING,
        (_S.UPLOADED, _V.START): _S.RUNNING,
        (_S.UPLOADED, _V.CANCEL): _S.CANCELLED,
        (_S.CHECKING, _V.COMPLETE): _S.CHECKED,
        (_S.CHECKING, _V.FAIL): _S.FAILED,
        (_S.CHECKING, _V.CANCEL): _S.CANCELLED,
        (_S.CHECKED, _V.CHECK): _S.CHECKING,
        (_S.CHECKED, _V.START): _S.RUNNING,
        (_S.CHECKED, _V.CANCEL): _S.CANCELLED,
        (_S.RUNNING, _V.COMPLETE): _S.COMPLETED,
        (_S.RUNNING, _V.FAIL): _S.FAILED,
        (_S.RUNNING, _V.CANCEL): _S.CANCELLED,
        (_S.FAILED, _V.CHECK): _S.CHECKING,
        (_S.FAILED, _V.START): _S.RUNNING,  # goes on where it was, unless something else is asked of it
        (_S.CANCELLED, _V.CHECK): _S.CHECKING,
        (_S.CANCELLED, _V.START): _S.RUNNING,
    },
    initial=_S.UPLOADED,
    terminal={_S.COMPLETED},
)
