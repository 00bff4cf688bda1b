"""What every floor above may call of the queue."""

from souk.jobs.context import TaskContext
from souk.jobs.dead_letters import cancel_jobs
from souk.jobs.enqueue import enqueue, enqueue_many
from souk.jobs.errors import Interrupted, JobTakenAway, JobTimedOut
from souk.jobs.queues import Queue
from souk.jobs.retry import Retry
from souk.jobs.schedules import Daily, Every, drop_schedule, set_schedule
from souk.jobs.task import Task, task
from souk.jobs.tenants import for_each_tenant

__all__ = [
    "Daily",
    "Every",
    "Interrupted",
    "JobTakenAway",
    "JobTimedOut",
    "Queue",
    "Retry",
    "Task",
    "TaskContext",
    "cancel_jobs",
    "drop_schedule",
    "enqueue",
    "enqueue_many",
    "for_each_tenant",
    "set_schedule",
    "task",
]
