"""`souk tracker`: the progress of long operations."""

import asyncio
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn
from rich.table import Table

from souk.cli.context import JsonOption, TenantOption, chosen_tenant, err, opened, out, run, say
from souk.jobs.trackers.reading import list_trackers, read_tracker
from souk.jobs.trackers.schemas import PhaseShape, TrackerDetailShape, TrackerQuery, TrackerShape
from souk.jobs.trackers.states import ENDED, TrackerStatus
from souk.kernel.lists import Page
from souk.wiring.runtime import Runtime

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)

LOOK_EVERY_S = 0.5


@app.command("list")
def list_them(
    running: Annotated[bool, typer.Option("--running", help="Only what is under way.")] = False,
    tenant: TenantOption = None,
    as_json: JsonOption = False,
) -> None:
    """Long operations, the newest first."""

    async def work() -> Page[TrackerShape]:
        async with opened() as runtime:
            tenant_id = await chosen_tenant(runtime, tenant)
            async with runtime.database.reading(tenant_id) as reading:
                return await list_trackers(reading, TrackerQuery(running=running or None))

    trackers = run(work)
    say(trackers, as_json=as_json, human=lambda: _print_list(trackers))


@app.command()
def show(
    tracker_id: Annotated[int, typer.Argument(min=1)],
    follow: Annotated[bool, typer.Option("--follow", "-f", help="Stay until it has ended.")] = False,
    tenant: TenantOption = None,
    as_json: JsonOption = False,
) -> None:
    """One operation, phase by phase. Ends with 1 when it failed or was cancelled."""

    async def work() -> TrackerDetailShape:
        async with opened() as runtime:
            tenant_id = await chosen_tenant(runtime, tenant)
            if follow:
                return await _follow(runtime, tenant_id, tracker_id, quiet=as_json)
            return await _look(runtime, tenant_id, tracker_id)

    tracker = run(work)
    say(tracker, as_json=as_json, human=lambda: _print(tracker))
    if tracker.status in (TrackerStatus.FAILED, TrackerStatus.CANCELLED):
        raise typer.Exit(1)


async def _look(runtime: Runtime, tenant_id: int, tracker_id: int) -> TrackerDetailShape:
    async with runtime.database.reading(tenant_id) as reading:
        return await read_tracker(reading, tracker_id)


async def _follow(runtime: Runtime, tenant_id: int, tracker_id: int, *, quiet: bool) -> TrackerDetailShape:
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rest]}"),
    )
    with Progress(*columns, console=err, disable=quiet or not err.is_terminal) as progress:
        bars: dict[str, TaskID] = {}
        while True:
            tracker = await _look(runtime, tenant_id, tracker_id)
            for phase in tracker.phases:
                _draw(progress, bars, phase, tracker)
            if tracker.status in ENDED:
                return tracker
            await asyncio.sleep(LOOK_EVERY_S)


def _draw(
    progress: Progress, bars: dict[str, TaskID], phase: PhaseShape, tracker: TrackerDetailShape
) -> None:
    if phase.name not in bars:
        bars[phase.name] = progress.add_task(phase.label or phase.name, total=None, rest="")
    rest = f"{phase.failed:,} failed" if phase.failed else ""
    if phase.status == "in_progress" and tracker.eta_s is not None:
        rest = f"{rest} {tracker.eta_s} s left".strip()
    done = phase.completed + phase.failed
    progress.update(bars[phase.name], completed=done, total=phase.total, rest=rest)


def _print(tracker: TrackerDetailShape) -> None:
    out.print(
        f"{tracker.label or tracker.action}: {tracker.status.replace('_', ' ')}, {tracker.progress} %",
        highlight=False,
        markup=False,
    )
    table = Table(box=None, pad_edge=False)
    table.add_column("phase")
    table.add_column("status")
    for name in ("done", "failed", "of"):
        table.add_column(name, justify="right")
    for phase in tracker.phases:
        total = "" if phase.total is None else f"{phase.total:,}"
        status = phase.status.replace("_", " ")
        table.add_row(phase.label or phase.name, status, f"{phase.completed:,}", f"{phase.failed:,}", total)
    for child in tracker.children:
        name = child.label or child.marketplace or f"tracker {child.id}"
        status = child.status.replace("_", " ")
        table.add_row(name, status, f"{child.completed:,}", f"{child.failed:,}", f"{child.total:,}")
    if table.rows:
        out.print(table)
    if tracker.error:
        err.print(tracker.error, style="bold red", highlight=False, markup=False)


def _print_list(trackers: Page[TrackerShape]) -> None:
    if not trackers.data:
        out.print("Nothing of the kind.")
        return
    table = Table(box=None, pad_edge=False)
    for name in ("tracker", "what", "status", "progress", "started"):
        table.add_column(name)
    for one in trackers.data:
        at = one.started_at or one.created_at
        what = one.label or f"{one.action} {one.subject_kind} {one.subject_id or ''}".strip()
        table.add_row(
            str(one.id), what, one.status.replace("_", " "), f"{one.progress} %", f"{at:%Y-%m-%d %H:%M}"
        )
    out.print(table)
