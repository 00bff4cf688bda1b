"""`souk attribution backfill|rebuild|recompute|explain`."""

import asyncio
from datetime import UTC, datetime
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from souk.attribution import terminal
from souk.attribution.terminal import Explanation
from souk.catalog.public import products_by_sku
from souk.cli.context import JsonOption, TenantOption, chosen_tenant, cli_actor, err, opened, out, run, say
from souk.jobs.trackers import Tracker, get_tracker, is_cancelled
from souk.kernel.errors import Invalid, Missing
from souk.wiring.runtime import Runtime

app = typer.Typer(no_args_is_help=True, help="Match the past anew, and ask why.")


@app.command()
def backfill(
    start: Annotated[datetime, typer.Option("--from", formats=["%Y-%m-%d"], help="First day.")],
    end: Annotated[datetime, typer.Option("--to", formats=["%Y-%m-%d"], help="Last day, included.")],
    tenant: TenantOption = None,
    as_json: JsonOption = False,
) -> None:
    """Match every order of a period anew, month by month, here and now. A second run writes nothing."""

    async def work() -> terminal.AttributionRun:
        async with opened() as runtime:
            tenant_id = await chosen_tenant(runtime, tenant)
            async with runtime.database.work(tenant_id, cli_actor()) as begun:
                period = terminal.make_period(start.date(), end.date(), begun.scope.timezone)
                opened_run, tracker = await terminal.open_backfill(begun, period)
            return await _gone_through(runtime, opened_run, tracker, terminal.backfill_chunk, "orders")

    result = run(work)
    told = {
        "run_id": result.id,
        "tracker_id": result.tracker_id,
        "lines": result.lines,
        "entries": result.entries,
    }
    say(
        told,
        as_json=as_json,
        human=lambda: out.print(
            f"{result.lines:,} lines looked at, {result.entries:,} ledger entries written."
        ),
    )


@app.command()
def rebuild(tenant: TenantOption = None, as_json: JsonOption = False) -> None:
    """Add up the daily sums that reports read from the ledger anew. No credit changes."""

    async def work() -> terminal.AttributionRun:
        async with opened() as runtime:
            tenant_id = await chosen_tenant(runtime, tenant)
            async with runtime.database.work(tenant_id, cli_actor()) as begun:
                opened_run, tracker = await terminal.open_rebuild(begun)
            return await _gone_through(runtime, opened_run, tracker, terminal.rebuild_chunk, "campaigns")

    result = run(work)
    say(
        {"run_id": result.id, "tracker_id": result.tracker_id, "rows": result.entries},
        as_json=as_json,
        human=lambda: out.print(f"{result.entries:,} daily sums written."),
    )


async def _gone_through(
    runtime: Runtime, opened_run: terminal.AttributionRun, tracker: Tracker, chunk: terminal.Chunk, what: str
) -> terminal.AttributionRun:
    """Do a run here and now, chunk by chunk, with a bar; however it ends, its tracker says so."""
    tenant_id, actor, run_id, tracker_id = tracker.tenant_id, cli_actor(), opened_run.id, tracker.id
    status = "failed"
    try:
        with _bar() as progress:
            bar = progress.add_task(what, total=tracker.total or 1)
            more = True
            while more:
                async with runtime.database.work(tenant_id, actor) as work:
                    if await is_cancelled(work, tracker_id):
                        status = "cancelled"
                        break
                    more = await chunk(work, run_id)
                    done = (await get_tracker(work, tracker_id)).completed
                progress.update(bar, completed=done)
            else:
                status = "completed"
    except asyncio.CancelledError:
        status = "cancelled"
        raise
    finally:
        async with runtime.database.work(tenant_id, actor) as ended:
            await terminal.end_run(ended, run_id, status=status)
    async with runtime.database.reading(tenant_id) as read:
        return await terminal.get_run(read, run_id)


def _bar() -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=err,
    )


@app.command()
def recompute(
    order_id: Annotated[int, typer.Argument(help="The order's id.")],
    tenant: TenantOption = None,
    as_json: JsonOption = False,
) -> None:
    """Match one order anew."""

    async def work() -> dict[str, int]:
        async with opened() as runtime:
            tenant_id = await chosen_tenant(runtime, tenant)
            async with runtime.database.work(tenant_id, cli_actor()) as begun:
                computed = await terminal.recompute_order(begun, order_id)
            return {"order_id": order_id, "lines": computed.lines, "entries": computed.entries}

    result = run(work)
    say(
        result,
        as_json=as_json,
        human=lambda: out.print(f"{result['lines']} lines looked at, {result['entries']} entries written."),
    )


@app.command()
def explain(
    sku: Annotated[str | None, typer.Argument(help="A product's SKU.")] = None,
    at: Annotated[datetime | None, typer.Option(help="When it is sold (UTC); now by default.")] = None,
    amount: Annotated[int, typer.Option(min=0, help="For how much, in minor units.")] = 10_000,
    line: Annotated[int | None, typer.Option(help="A real order line's id instead.")] = None,
    tenant: TenantOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say which campaigns match a sale and which do not, each with the reason."""

    async def work() -> Explanation:
        async with opened() as runtime:
            tenant_id = await chosen_tenant(runtime, tenant)
            async with runtime.database.reading(tenant_id) as read:
                if line is not None:
                    return await terminal.explain_line(read, line)
                if sku is None:
                    raise Invalid("Name a SKU, or a real order line with --line.")
                found = await products_by_sku(read, [sku])
                if not found:
                    raise Missing(f"There is no product {sku}.")
                instant = at.replace(tzinfo=UTC) if at else read.now
                return await terminal.explain_sale(
                    read, next(iter(found.values())).product_id, instant, amount
                )

    told = run(work)
    say(told, as_json=as_json, human=lambda: _print(told))


def _print(told: Explanation) -> None:
    out.print(f"{told.product.sku} {told.product.name}, sold {told.at.isoformat()}: {told.matched} match.")
    table = Table("id", "campaign", "then", "match", "why")
    for verdict in told.campaigns:
        table.add_row(
            str(verdict.campaign_id),
            verdict.name,
            verdict.status_then.value if verdict.status_then else "–",
            "yes" if verdict.matches else "no",
            verdict.explanation,
        )
    out.print(table)
    for entry in told.entries:
        out.print(
            f"{entry.recorded_at:%Y-%m-%d %H:%M:%S} {entry.kind} {entry.cause} campaign {entry.campaign_id}:"
            f" {entry.revenue_full} full, {entry.revenue_split} split {entry.currency}"
        )
