"""Schedules for those who watch."""

from sqlalchemy import or_, select

from souk.jobs.models import Schedule
from souk.jobs.schemas import ScheduleShape
from souk.kernel.work import SystemWork


async def schedules_for(work: SystemWork, tenant_id: int) -> list[ScheduleShape]:
    """The tenant's own and those of Souk that serve every tenant; what is due next comes first."""
    rows = await work.session.scalars(
        select(Schedule)
        .where(or_(Schedule.tenant_id == tenant_id, Schedule.tenant_id.is_(None)))
        .order_by(Schedule.next_run_at, Schedule.id)
    )
    return [
        ScheduleShape(
            id=one.id,
            name=one.name,
            task=one.task,
            everywhere=one.tenant_id is None,
            every_s=one.every_s,
            daily_at=one.daily_at,
            timezone=one.timezone,
            last_run_at=one.last_run_at,
            next_run_at=one.next_run_at,
            active=one.active,
        )
        for one in rows
    ]
