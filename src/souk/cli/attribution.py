"""`souk attribution backfill|recompute|explain`."""

import asyncio
from datetime import UTC, datetime
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from souk.attribution.actions import backfill as backfills
from souk.attribution.actions.credit import recompute_order
from souk.attribution.actions.explain import explain_line, explain_sale
from souk.attribution.reports.period import days_between
from souk.attribution.schemas_reports import Explanation
from souk.catalog.public import products_by_sku
from souk.cli.context import JsonOption, TenantOption, chosen_tenant, cli_actor, err, opened, out, run, say
from souk.jobs.trackers import get_tracker, is_cancelled
from souk.kernel.errors import Invalid, Missing

app = typer.Typer(no_args_is_help=True, help="Match the past anew, and ask why.")


@app.command()
def backfill(
    start: Annotated[datetime, typer.Option("--from", formats=["%Y-%m-%d"], help="First day.")],
    end: Annotated[datetime, typer.Option("--to", formats=["%Y-%m-%d"], help="Last day, included.")],
    tenant: TenantOption = None,
    as_json: JsonOption = False,
) -> None:
    """Match every order of a period anew, month by month, here and now. A second run writes nothing."""

    async def work() -> dict[str, int]:
        async with opened() as runtime:
            tenant_id = await chosen_tenant(runtime, tenant)
            actor = cli_actor()
            async with runtime.database.work(tenant_id, actor) as begun:
                period = days_between(start.date(), end.date(), begun.scope.timezone)
                attribution_run, tracker = await backfills.open_backfill(begun, period)
                run_id, tracker_id, total = attribution_run.id, tracker.id, tracker.total
            status = "failed"
            try:
                with _bar() as progress:
                    bar = progress.add_task("orders", total=total or 1)
                    more = True
                    while more:
                        async with runtime.database.work(tenant_id, actor) as chunk:
                            if await is_cancelled(chunk, tracker_id):
                                status = "cancelled"
                                break
                            more = await backfills.backfill_chunk(chunk, run_id)
                            done = (await get_tracker(chunk, tracker_id)).completed
                        progress.update(bar, completed=done)
                if not more:
                    status = "completed"
            except asyncio.CancelledError:
                status = "cancelled"
                raise
            finally:
                async with runtime.database.work(tenant_id, actor) as ended:
                    await backfills.finish_backfill(ended, run_id, status=status)
            async with runtime.database.reading(tenant_id) as read:
                found = await backfills.get_run(read, run_id)
                return {
                    "run_id": run_id,
                    "tracker_id": tracker_id,
                    "lines": found.lines,
                    "entries": found.entries,
                }

    result = run(work)

    def human() -> None:
        out.print(f"{result['lines']:,} lines looked at, {result['entries']:,} ledger entries written.")

    say(result, as_json=as_json, human=human)


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
                computed = await recompute_order(begun, order_id)
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
                    return await explain_line(read, line)
                if sku is None:
                    raise Invalid("Name a SKU, or a real order line with --line.")
                found = await products_by_sku(read, [sku])
                if not found:
                    raise Missing(f"There is no product {sku}.")
                instant = at.replace(tzinfo=UTC) if at else read.now
                return await explain_sale(read, next(iter(found.values())).product_id, instant, amount)

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
