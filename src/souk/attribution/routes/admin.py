"""Backfill, recompute, rebuild, explain."""

from typing import Annotated

from fastapi import Query

from souk.attribution.actions import backfill, credit, explain, rebuild
from souk.attribution.actions.runs import hand_to_worker
from souk.attribution.reports.period import make_period
from souk.attribution.schemas import BackfillDraft, Recomputed, RunStarted
from souk.attribution.schemas_queries import ExplainQuery
from souk.attribution.schemas_reports import Explanation
from souk.kernel.errors import FieldError, Invalid
from souk.kernel.shapes import Id
from souk.kernel.work import ReadWork, Work
from souk.tenancy.http import api_router, reading, writing

router = api_router("/attribution/admin", tag="Attribution tools", feature="attribution")


@router.post("/backfill", status_code=202)
async def start_backfill(
    work: Annotated[Work, writing("attribution.recompute")], draft: BackfillDraft
) -> RunStarted:
    """Match every order of a period anew, in the background. A second run without edits writes nothing."""
    period = make_period(draft.start, draft.end, work.scope.timezone)
    run, tracker = await backfill.open_backfill(work, period, draft.statuses)
    await hand_to_worker(work, run)
    return RunStarted(tracker_id=tracker.id, run_id=run.id)


@router.post("/rebuild-rollups", status_code=202)
async def start_rebuild(work: Annotated[Work, writing("attribution.recompute")]) -> RunStarted:
    """Add up the daily sums that reports read from the ledger anew, in the background. No credit changes."""
    run, tracker = await rebuild.open_rebuild(work)
    await hand_to_worker(work, run)
    return RunStarted(tracker_id=tracker.id, run_id=run.id)


@router.post("/recompute-order/{order_id}")
async def recompute_order(
    work: Annotated[Work, writing("attribution.recompute")], order_id: Id
) -> Recomputed:
    """Match one order anew."""
    computed = await credit.recompute_order(work, order_id)
    return Recomputed(order_id=order_id, lines=computed.lines, entries=computed.entries)


@router.get("/explain")
async def explain_attribution(
    work: Annotated[ReadWork, reading("attribution.read")], query: Annotated[ExplainQuery, Query()]
) -> Explanation:
    """Which campaigns match a sale and which do not, each with the reason; of a real line, its entries."""
    if query.order_item_id is not None:
        return await explain.explain_line(work, query.order_item_id)
    if query.product_id is None:
        detail = "Give a product_id, or the order_item_id of a real line."
        raise Invalid(detail, fields=[FieldError("product_id", detail)])
    return await explain.explain_sale(work, query.product_id, query.at or work.now, query.amount)
