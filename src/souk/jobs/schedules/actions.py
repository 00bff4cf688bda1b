"""Schedules are set, dropped, and started when they are due."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import bindparam, delete, select, text
from sqlalchemy.dialects.postgresql import JSONB

from souk.jobs.enqueue import enqueue_unless_waiting
from souk.jobs.models import Schedule
from souk.jobs.schedules.rhythm import Daily, Every, Rhythm
from souk.jobs.task import Task, tasks
from souk.kernel.work import SystemWork, Work

DUE_MAX = 500

_SET = text("""
    insert into schedule as present
        (tenant_id, name, task, args, every_s, offset_s, daily_at, timezone, next_run_at)
    values (:tenant_id, :name, :task, :args, :every_s, :offset_s, :daily_at, :timezone, :next_run_at)
    on conflict (tenant_id, name) do update set
        task = excluded.task, args = excluded.args, every_s = excluded.every_s,
        offset_s = excluded.offset_s, daily_at = excluded.daily_at, timezone = excluded.timezone,
        active = true,
        next_run_at = case
            when (present.every_s, present.offset_s, present.daily_at, present.timezone)
                is not distinct from
                (excluded.every_s, excluded.offset_s, excluded.daily_at, excluded.timezone)
            then present.next_run_at else excluded.next_run_at end""").bindparams(
    bindparam("args", type_=JSONB)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One of Souk's own schedules, which belongs to no tenant."""

    name: str
    task: Task[...]
    rhythm: Rhythm
    arguments: Mapping[str, Any] = field(default_factory=dict)


async def set_schedule(
    work: Work | SystemWork,
    name: str,
    task: Task[...],
    rhythm: Rhythm,
    *,
    arguments: Mapping[str, Any] | None = None,
) -> None:
    """Start `task` in this rhythm from now on, under a name of the tenant's (of Souk's own, for system work).

    Set again in the same rhythm it stays due when it was: what was missed is not forgotten.
    """
    tenant_id = work.tenant_id if isinstance(work, Work) else None
    given = {"tenant_id": tenant_id, **(arguments or {})}
    task.check(given)
    await work.session.execute(
        _SET,
        {
            "tenant_id": tenant_id,
            "name": name,
            "task": task.name,
            "args": given,
            "every_s": rhythm.seconds if isinstance(rhythm, Every) else None,
            "offset_s": rhythm.offset_s if isinstance(rhythm, Every) else 0,
            "daily_at": rhythm.at if isinstance(rhythm, Daily) else None,
            "timezone": rhythm.timezone if isinstance(rhythm, Daily) else "UTC",
            "next_run_at": rhythm.next_after(work.now),
        },
    )


async def drop_schedule(work: Work | SystemWork, name: str) -> None:
    """No more of it; what waits in the queue still runs."""
    tenant_id = work.tenant_id if isinstance(work, Work) else None
    await work.session.execute(
        delete(Schedule).where(Schedule.tenant_id.is_not_distinct_from(tenant_id), Schedule.name == name)
    )


async def keep_standing(work: SystemWork, standing: Sequence[Standing]) -> None:
    """Have exactly these schedules of Souk's own."""
    for one in standing:
        await set_schedule(work, one.name, one.task, one.rhythm, arguments=one.arguments)
    names = [one.name for one in standing]
    await work.session.execute(
        delete(Schedule).where(Schedule.tenant_id.is_(None), Schedule.name.not_in(names))
    )


async def start_due(work: SystemWork) -> int:
    """Put a job into the queue for every schedule that is due. Returns how many were due.

    The job and the next time are one transaction on a locked row: a time starts once, however many
    workers look. Times missed while everything was down start once, together. While the last job of a
    schedule still waits it gets no second one, and its jobs run one at a time.
    """
    known = tasks()
    rows = await work.session.scalars(
        select(Schedule)
        .where(Schedule.active, Schedule.next_run_at <= work.now, Schedule.task.in_(list(known)))
        .order_by(Schedule.next_run_at)
        .limit(DUE_MAX)
        .with_for_update(skip_locked=True)
    )
    due = list(rows)
    if not due:
        return 0
    made = await enqueue_unless_waiting(
        work, {f"schedule:{one.id}": (known[one.task], one.args) for one in due}
    )
    for one in due:
        one.last_run_at = work.now
        one.last_job_id = made.get(f"schedule:{one.id}", one.last_job_id)
        one.next_run_at = _rhythm_of(one).next_after(work.now)
    await work.session.flush()
    return len(due)


def _rhythm_of(schedule: Schedule) -> Rhythm:
    if schedule.daily_at is not None:
        return Daily(schedule.daily_at, schedule.timezone)
    return Every(schedule.every_s or 1, schedule.offset_s)
