"""Reports: JSON, or the same as CSV or XLSX with `format`."""

from collections.abc import AsyncIterator, Callable, Sequence
from datetime import datetime
from typing import Annotated, Any, TypeVar

from fastapi import Query, Response
from pydantic import TypeAdapter

from souk.attribution.reports import campaign, changes, health, tables
from souk.attribution.reports.leaderboard import Leaderboard, leaderboard
from souk.attribution.repository import get_campaign
from souk.attribution.routes.campaigns import CampaignId
from souk.attribution.schemas_queries import (
    ChangesQuery,
    CompareBy,
    CompareQuery,
    Format,
    HealthQuery,
    LeaderboardQuery,
    OrdersQuery,
    SummaryQuery,
    Tax,
    TimeseriesQuery,
)
from souk.attribution.schemas_queries import ReportQuery as ProductsQuery
from souk.kernel.errors import FieldError, Invalid
from souk.kernel.lists import PER_PAGE_MAX, CursorPage
from souk.kernel.shapes import Instant
from souk.kernel.work import ReadWork
from souk.tenancy.http import Door, api_router, streaming
from souk.transfers.http import EXPORT_RESPONSES, streamed
from souk.transfers.public import ExportFormat

router = api_router("/attribution", tag="Reports", feature="attribution")

R = TypeVar("R")
Reader = Annotated[Door, streaming("attribution.read")]
_FILES: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The report.",
        "content": {
            kind: what for kind, what in EXPORT_RESPONSES[200]["content"].items() if "jsonl" not in kind
        },
    }
}
_INSTANT = TypeAdapter(Instant)


async def _rows(rows: Sequence[Sequence[Any]]) -> AsyncIterator[Sequence[Any]]:
    for row in rows:
        yield row


async def _answer(
    door: Door, name: str, wanted: Format, report: R, table: Callable[[R], tables.Table]
) -> R | Response:
    """The report itself, or its table as a file."""
    if wanted is Format.JSON:
        return report
    told = table(report)
    return await streamed(door, name, told.columns, lambda _: _rows(told.rows), ExportFormat(wanted.value))


@router.get("/reports/leaderboard", response_model=Leaderboard, responses=_FILES)
async def show_leaderboard(
    door: Reader, query: Annotated[LeaderboardQuery, Query()]
) -> Leaderboard | Response:
    """Every campaign with credits or spend in the period, best first."""
    async with door.reading() as work:
        report = await leaderboard(
            work,
            query.question(work.scope.timezone),
            sort=query.sort,
            platform=query.platform.value if query.platform else None,
            tax_excluded=query.tax_excluded,
            compare=query.compare,
            trend=query.trend,
            with_cac=query.cac,
        )
    return await _answer(door, "leaderboard", query.format, report, tables.leaderboard_table)


@router.get("/reports/health", response_model=health.Health, responses=_FILES)
async def show_health(door: Reader, query: Annotated[HealthQuery, Query()]) -> health.Health | Response:
    """How much of what was sold is credited, how much campaigns overlap, whether the books agree."""
    async with door.reading() as work:
        period = query.period(work.scope.timezone)
        report = await health.attribution_health(work, period, reconcile=query.reconcile)
    return await _answer(door, "attribution-health", query.format, report, tables.health_table)


@router.get("/reports/compare", response_model=changes.Comparison, responses=_FILES)
async def compare(door: Reader, query: Annotated[CompareQuery, Query()]) -> changes.Comparison | Response:
    """Modes or periods side by side."""
    async with door.reading() as work:
        by = changes.compare_modes if query.by is CompareBy.MODES else changes.compare_periods
        question = query.question(work.scope.timezone)
        report = await by(work, question, tax_excluded=query.tax_excluded)
    return await _answer(door, f"compare-{query.by}", query.format, report, tables.comparison_table)


@router.get("/reports/changes", response_model=changes.Changes, responses=_FILES)
async def show_changes(door: Reader, query: Annotated[ChangesQuery, Query()]) -> changes.Changes | Response:
    """Why a past report reads differently now."""
    earlier, later = _between(query.between)
    async with door.reading() as work:
        report = await changes.report_changes(
            work,
            query.question(work.scope.timezone),
            earlier,
            later,
            tax_excluded=query.tax is Tax.EXCLUDED,
        )
    return await _answer(door, "report-changes", query.format, report, tables.changes_table)


def _between(given: str) -> tuple[datetime, datetime]:
    """Raises Invalid."""
    parts = [part.strip() for part in given.split(",")]
    try:
        earlier, later = (_INSTANT.validate_python(part) for part in parts)
    except ValueError:
        detail = "'between' takes two instants with an offset, comma separated."
        raise Invalid(detail, fields=[FieldError("between", detail)]) from None
    if later <= earlier:
        detail = "The second instant of 'between' has to be the later one."
        raise Invalid(detail, fields=[FieldError("between", detail)])
    return earlier, later


@router.get(
    "/ad-campaigns/{campaign_id}/reports/summary", response_model=campaign.CampaignSummary, responses=_FILES
)
async def show_summary(
    door: Reader, campaign_id: CampaignId, query: Annotated[SummaryQuery, Query()]
) -> campaign.CampaignSummary | Response:
    """What a campaign earned, and what was spent on it."""
    async with door.reading() as work:
        await get_campaign(work, campaign_id)
        report = await campaign.campaign_summary(
            work,
            campaign_id,
            query.question(work.scope.timezone, campaign_id=campaign_id),
            tax_excluded=query.tax_excluded,
            compare=query.compare,
        )
    return await _answer(door, f"campaign-{campaign_id}", query.format, report, tables.summary_table)


@router.get(
    "/ad-campaigns/{campaign_id}/reports/products",
    response_model=list[campaign.ProductResult],
    responses=_FILES,
)
async def show_products(
    door: Reader, campaign_id: CampaignId, query: Annotated[ProductsQuery, Query()]
) -> list[campaign.ProductResult] | Response:
    """What each product brought."""
    async with door.reading() as work:
        await get_campaign(work, campaign_id)
        question = query.question(work.scope.timezone, campaign_id=campaign_id)
        report = await campaign.campaign_products(work, question, tax_excluded=query.tax_excluded)
    return await _answer(
        door, f"campaign-{campaign_id}-products", query.format, report, tables.products_table
    )


@router.get(
    "/ad-campaigns/{campaign_id}/reports/timeseries",
    response_model=list[campaign.TimePoint],
    responses=_FILES,
)
async def show_timeseries(
    door: Reader, campaign_id: CampaignId, query: Annotated[TimeseriesQuery, Query()]
) -> list[campaign.TimePoint] | Response:
    """The figures by day, week or month."""
    async with door.reading() as work:
        await get_campaign(work, campaign_id)
        question = query.question(work.scope.timezone, campaign_id=campaign_id, product_id=query.product_id)
        report = await campaign.campaign_timeseries(
            work, question, query.bucket, tax_excluded=query.tax_excluded
        )
    return await _answer(
        door, f"campaign-{campaign_id}-by-{query.bucket}", query.format, report, tables.timeseries_table
    )


@router.get(
    "/ad-campaigns/{campaign_id}/reports/orders",
    response_model=CursorPage[campaign.CreditedOrder],
    responses=_FILES,
)
async def show_orders(
    door: Reader, campaign_id: CampaignId, query: Annotated[OrdersQuery, Query()]
) -> CursorPage[campaign.CreditedOrder] | Response:
    """The credited orders, the newest first; as a file, all of them."""
    async with door.reading() as work:
        await get_campaign(work, campaign_id)
        question = query.question(work.scope.timezone, campaign_id=campaign_id, product_id=query.product_id)
        if query.format is Format.JSON:
            return await campaign.campaign_orders(
                work,
                question,
                tax_excluded=query.tax_excluded,
                cursor=query.cursor,
                per_page=query.per_page,
            )

    async def every(work: ReadWork) -> AsyncIterator[Sequence[Any]]:
        cursor = query.cursor
        while True:
            page = await campaign.campaign_orders(
                work, question, tax_excluded=query.tax_excluded, cursor=cursor, per_page=PER_PAGE_MAX
            )
            for row in page.data:
                yield tables.order_row(row)
            cursor = page.next_cursor
            if cursor is None:
                return

    name = f"campaign-{campaign_id}-orders"
    return await streamed(door, name, tables.ORDER_COLUMNS, every, ExportFormat(query.format.value))
