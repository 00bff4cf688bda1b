"""The shapes of attribution's API."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, model_validator

from souk.attribution.reports.period import Edge
from souk.attribution.states import AD_CAMPAIGN, AdCampaignStatus
from souk.kernel.lists import ListQuery
from souk.kernel.shapes import Draft, Id, Instant, MoneyShape, Prose, Shape, Version, Words


class Platform(StrEnum):
    FACEBOOK = "facebook"
    INSTAGRAM = "instagram"
    GOOGLE = "google"
    TIKTOK = "tiktok"
    YOUTUBE = "youtube"
    OTHER = "other"


class BudgetType(StrEnum):
    DAILY = "daily"
    LIFETIME = "lifetime"


class BudgetDraft(Draft):
    type: BudgetType
    amount: Annotated[int, Field(ge=0, le=10**15, description="minor units of the tenant's currency")]


class AdCampaignDraft(Draft):
    """A campaign as typed. `[starts_at, ends_at)`: the end is the first instant it runs no more."""

    name: Words
    platform: Platform = Platform.OTHER
    external_id: Annotated[str | None, Field(max_length=255)] = None
    starts_at: Instant
    ends_at: Instant | None = None
    budget: BudgetDraft | None = None
    notes: Prose = ""

    @model_validator(mode="after")
    def _ends_after_start(self) -> "AdCampaignDraft":
        if self.ends_at is not None and self.ends_at <= self.starts_at:
            raise ValueError("ends_at has to be later than starts_at")
        return self


class AdCampaignChange(AdCampaignDraft):
    version: Version | None = None


class AdCampaignQuery(ListQuery):
    status: AdCampaignStatus | None = None
    platform: Platform | None = None
    product_id: Annotated[Id | None, Field(description="that target this product, or ever did")] = None
    starts_from: Annotated[Instant | None, Field(alias="from")] = None
    starts_before: Annotated[Instant | None, Field(alias="to")] = None


class PastEffect(Shape):
    """What an edit means for credits already given: nothing by itself. `backfill` is what would apply it."""

    touches_past: bool
    explanation: str
    backfill_from: datetime | None = None
    backfill_to: datetime | None = None


class AdCampaignShape(Shape):
    """`created_by_name` and `updated_by_name` are told of one campaign, not in lists; null where Souk itself
    did it, or somebody who is no member any more.
    """

    id: int
    name: str
    platform: Platform
    external_id: str | None
    status: AdCampaignStatus
    starts_at: datetime
    ends_at: datetime | None
    budget_type: BudgetType | None
    budget: MoneyShape | None
    notes: str
    products: int
    actions: list[str]
    version: int
    created_by: int | None
    updated_by: int | None
    created_by_name: str | None = None
    updated_by_name: str | None = None
    created_at: datetime
    updated_at: datetime
    past: PastEffect | None = None


class StatusSpanShape(Shape):
    id: int
    status: AdCampaignStatus
    valid_from: datetime
    valid_to: datetime | None
    why: str
    actor: str
    recorded_at: datetime


class StatusChange(Draft):
    """`at` says since when (default now); a past time corrects the history. For a draft whose start has
    passed, `since` answers whether it has run since then.
    """

    status: AdCampaignStatus
    at: Instant | None = None
    since: Literal["start", "now"] | None = None
    why: Annotated[str, Field(max_length=500)] = ""
    version: Version | None = None


class TargetingDraft(Draft):
    """Products to target during `[effective_from, effective_to)`; by default from now, or the start if that
    is later.
    """

    product_ids: Annotated[list[Id], Field(min_length=1, max_length=10_000)]
    effective_from: Instant | None = None
    effective_to: Instant | None = None


class TargetingShape(Shape):
    id: int
    campaign_id: int
    product_id: int
    sku: str
    product_name: str
    effective_from: datetime
    effective_to: datetime | None
    created_by: int | None
    created_at: datetime


class TargetingAdded(Shape):
    added: list[TargetingShape]
    skipped_product_ids: Annotated[list[int], Field(description="targeted in that time already")]
    past: PastEffect


class TargetingQuery(ListQuery):
    state: Literal["current", "coming", "past"] | None = None
    product_id: Id | None = None


class RunStarted(Shape):
    tracker_id: int
    run_id: int


class BackfillDraft(Draft):
    """Days of the tenant's timezone, both included, or instants, the second excluded."""

    start: Annotated[Edge, Field(alias="from")]
    end: Annotated[Edge, Field(alias="to")]
    statuses: Annotated[list[str] | None, Field(min_length=1)] = None


class Recomputed(Shape):
    order_id: int
    lines: int
    entries: Annotated[int, Field(description="ledger entries written; 0 when nothing has changed")]


def legal_actions(status: str) -> list[str]:
    """The verbs a campaign in `status` takes; drafts can be deleted besides."""
    verbs = [verb.value for verb in AD_CAMPAIGN.legal(AdCampaignStatus(status))]
    return [*verbs, "delete"] if status == AdCampaignStatus.DRAFT else verbs
