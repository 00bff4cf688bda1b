"""What every floor above may call of the queue."""

from souk.jobs.context import TaskContext
from souk.jobs.enqueue import enqueue, enqueue_many
from souk.jobs.errors import Interrupted, JobTakenAway, JobTimedOut
from souk.jobs.queues import Queue
from souk.jobs.retry import Retry
from souk.jobs.task import Task, task

__all__ = [
    "Interrupted",
    "JobTakenAway",
    "JobTimedOut",
    "Queue",
    "Retry",
    "Task",
    "TaskContext",
    "enqueue",
    "enqueue_many",
    "task",
]
