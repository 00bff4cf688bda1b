"""`souk jobs`: the queues and what failed in them."""

from typing import Annotated

import typer
from rich.table import Table

from souk.cli.context import JsonOption, TenantOption, chosen_tenant, cli_actor, opened, out, run, say
from souk.jobs import dead_letters, listing
from souk.jobs.queues import Queue
from souk.jobs.schemas import FailedJobFilter, FailedJobQuery, JobShape, RetriedShape
from souk.jobs.stats import QueueStats, queue_stats
from souk.kernel.errors import Invalid
from souk.kernel.lists import Page
from souk.tenancy.public import record_audit

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)

QueueOption = Annotated[Queue | None, typer.Option("--queue", help="Only this queue.")]
TaskOption = Annotated[str | None, typer.Option("--task", help="Only this task.")]
KindOption = Annotated[str | None, typer.Option("--error", help="Only this kind of error.")]


@app.command()
def stats(
    everywhere: Annotated[bool, typer.Option("--all", help="Of all tenants together.")] = False,
    tenant: TenantOption = None,
    as_json: JsonOption = False,
) -> None:
    """How the queues stand: waiting, active, delayed, completed, failed, oldest wait, rate."""

    async def work() -> list[QueueStats]:
        async with opened() as runtime:
            if everywhere:
                async with runtime.database.across_tenants() as system:
                    return await queue_stats(system.session)
            async with runtime.database.reading(await chosen_tenant(runtime, tenant)) as reading:
                return await queue_stats(reading.session)

    queues = run(work)
    say(queues, as_json=as_json, human=lambda: _print_stats(queues))


@app.command()
def failed(
    queue: QueueOption = None,
    task: TaskOption = None,
    error: KindOption = None,
    page: Annotated[int, typer.Option(min=1)] = 1,
    tenant: TenantOption = None,
    as_json: JsonOption = False,
) -> None:
    """The dead letters: jobs that failed for good, each with why."""

    async def work() -> Page[JobShape]:
        query = FailedJobQuery(queue=queue, task=task, error_kind=error, page=page)
        async with opened() as runtime:
            tenant_id = await chosen_tenant(runtime, tenant)
            async with runtime.database.reading(tenant_id) as reading:
                return await listing.list_failed(reading, query)

    jobs = run(work)
    say(jobs, as_json=as_json, human=lambda: _print_failed(jobs))


@app.command()
def retry(
    job: Annotated[list[int] | None, typer.Argument(help="Their numbers.")] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="All of them, or those of the options given.")
    ] = False,
    queue: QueueOption = None,
    task: TaskOption = None,
    error: KindOption = None,
    tenant: TenantOption = None,
    as_json: JsonOption = False,
) -> None:
    """Put dead letters back into the queue: some by number, or --all."""

    async def work() -> RetriedShape:
        if everything == bool(job):
            raise Invalid("Name the jobs to retry, or say --all.")
        async with opened() as runtime:
            tenant_id = await chosen_tenant(runtime, tenant)
            async with runtime.database.work(tenant_id, cli_actor()) as writing:
                if job:
                    for number in job:
                        one = await dead_letters.retry_job(writing, number)
                        await record_audit(writing, "job.retried", subject=("job", one.id, one.task))
                    return RetriedShape(retried=len(job))
                which = FailedJobFilter(queue=queue, task=task, error_kind=error)
                retried = await dead_letters.retry_failed(writing, which)
                for number in retried[:1]:
                    chosen = which.model_dump(exclude_none=True, mode="json")
                    await record_audit(
                        writing,
                        "job.retried",
                        subject=("job", number, f"{len(retried)} failed jobs"),
                        after={"jobs": len(retried), **chosen},
                    )
                return RetriedShape(retried=len(retried))

    done = run(work)
    say(done, as_json=as_json, human=lambda: out.print(f"{done.retried} put back into the queue."))


def _print_stats(queues: list[QueueStats]) -> None:
    table = Table(box=None, pad_edge=False)
    table.add_column("queue")
    for name in ("waiting", "active", "delayed", "completed", "failed", "oldest wait", "a minute"):
        table.add_column(name, justify="right")
    for one in queues:
        wait = "" if one.oldest_wait_s is None else f"{one.oldest_wait_s:,.0f} s"
        numbers = (one.waiting, one.active, one.delayed, one.completed, one.failed)
        table.add_row(one.queue, *(f"{n:,}" for n in numbers), wait, f"{one.rate_per_min:,.1f}")
    out.print(table)


def _print_failed(jobs: Page[JobShape]) -> None:
    if not jobs.data:
        out.print("No job has failed.")
        return
    table = Table(box=None, pad_edge=False)
    for name in ("job", "task", "queue", "failed at", "runs", "why"):
        table.add_column(name)
    for job in jobs.data:
        why = "" if job.error is None else f"{job.error.kind}: {job.error.message}"
        at = "" if job.ended_at is None else f"{job.ended_at:%Y-%m-%d %H:%M}"
        table.add_row(str(job.id), job.task, job.queue, at, str(job.attempts), why)
    out.print(table)
    if jobs.total > len(jobs.data):
        out.print(f"{jobs.total:,} in all; --page shows more.")
