"""What the jobs floor refuses."""

from souk.kernel.errors import Conflict, Missing, SoukError


class JobMissing(Missing):
    code = "job_not_found"


class JobNotFailed(Conflict):
    """Only a job on the dead-letter list can be retried."""

    code = "job_not_failed"


class JobEnded(Conflict):
    """What has ended cannot be cancelled."""

    code = "job_ended"


class JobTakenAway(Conflict):
    """The worker was thought dead and the job given to another one: what this run did is not recorded."""

    code = "job_taken_away"
    actionable = False


class JobTimedOut(SoukError):
    """The task ran longer than its time limit."""

    code = "job_timed_out"
    title = "The job took too long"


class Interrupted(Exception):
    """Raised by a task that noticed it should stop; it is run again unless it was cancelled."""
