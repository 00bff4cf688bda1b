"""What other floors may call of attribution."""

from souk.attribution.actions.backfill import backfill_chunk, open_backfill
from souk.attribution.actions.campaigns import create_campaign
from souk.attribution.actions.credit import credit_orders
from souk.attribution.actions.runs import end_run
from souk.attribution.actions.spend import SpendDay, put_spend
from souk.attribution.actions.status import change_status
from souk.attribution.actions.targeting import target_products
from souk.attribution.actions.verify import recheck_recent_orders
from souk.attribution.countable import countable_statuses
from souk.attribution.reports.checks import ledger_checks
from souk.attribution.reports.coverage import coverage_by_day, coverage_of_lines
from souk.attribution.reports.leaderboard import LeaderboardSort, leaderboard
from souk.attribution.reports.measures import Question
from souk.attribution.reports.period import Period, days_between
from souk.attribution.repository import ad_campaign_rows, has_campaigns
from souk.attribution.schemas import (
    AdCampaignDraft,
    BudgetDraft,
    BudgetType,
    Platform,
    StatusChange,
    TargetingDraft,
)
from souk.attribution.states import AD_CAMPAIGN, AdCampaignStatus

__all__ = [
    "AD_CAMPAIGN",
    "AdCampaignDraft",
    "AdCampaignStatus",
    "BudgetDraft",
    "BudgetType",
    "LeaderboardSort",
    "Period",
    "Platform",
    "Question",
    "SpendDay",
    "StatusChange",
    "TargetingDraft",
    "ad_campaign_rows",
    "backfill_chunk",
    "change_status",
    "countable_statuses",
    "coverage_by_day",
    "coverage_of_lines",
    "create_campaign",
    "credit_orders",
    "days_between",
    "end_run",
    "has_campaigns",
    "leaderboard",
    "ledger_checks",
    "open_backfill",
    "put_spend",
    "recheck_recent_orders",
    "target_products",
]
