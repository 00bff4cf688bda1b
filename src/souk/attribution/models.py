"""Ad campaigns, the spans of their status and targeting, the ledger, its rollups, spend, links."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, Identity, Integer, SmallInteger, Text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from souk.attribution.states import AD_CAMPAIGN, AdCampaignStatus, AdCampaignVerb
from souk.kernel.db.base import Base, TenantRow, Timestamps, tenant_fk


class AdCampaign(TenantRow, Timestamps, Base):
    """A campaign bought on an ad platform, over a window `[starts_at, ends_at)`."""

    __tablename__ = "ad_campaign"

    name: Mapped[str]
    external_id: Mapped[str | None]
    platform: Mapped[str]
    status: Mapped[str] = mapped_column(default=AdCampaignStatus.DRAFT.value)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime | None]
    budget_type: Mapped[str | None]
    budget_minor: Mapped[int | None]
    notes: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)
    created_by: Mapped[int | None]
    updated_by: Mapped[int | None]

    def move(self, verb: AdCampaignVerb) -> AdCampaignStatus:
        """The one place a status is assigned. Raises IllegalMove."""
        return self.restate(AD_CAMPAIGN.move(AdCampaignStatus(self.status), verb))

    def restate(self, status: AdCampaignStatus) -> AdCampaignStatus:
        """The status as a checked history says it."""
        self.status = status.value
        return status


class AdCampaignStatusSpan(TenantRow, Base):
    """Which status a campaign had during `[valid_from, valid_to)`; the database refuses overlaps."""

    __tablename__ = "ad_campaign_status_span"
    __table_args__ = (tenant_fk("campaign_id", "ad_campaign", ondelete="CASCADE"),)

    campaign_id: Mapped[int]
    status: Mapped[str]
    valid_from: Mapped[datetime]
    valid_to: Mapped[datetime | None]
    why: Mapped[str] = mapped_column(default="")
    actor: Mapped[str]
    recorded_at: Mapped[datetime]


class AdCampaignProduct(TenantRow, Base):
    """A product a campaign targets during `[effective_from, effective_to)`; overlaps are refused."""

    __tablename__ = "ad_campaign_product"
    __table_args__ = (
        tenant_fk("campaign_id", "ad_campaign", ondelete="CASCADE"),
        tenant_fk("product_id", "product"),
    )

    campaign_id: Mapped[int]
    product_id: Mapped[int]
    effective_from: Mapped[datetime]
    effective_to: Mapped[datetime | None]
    created_by: Mapped[int | None]
    created_at: Mapped[datetime]


class AttributionRun(TenantRow, Base):
    """One backfill, recompute or rebuild; `done_to` (time), `done_id` (campaign) say how far it has come."""

    __tablename__ = "attribution_run"

    kind: Mapped[str]
    window_from: Mapped[datetime | None]
    window_to: Mapped[datetime | None]
    statuses: Mapped[list[str] | None] = mapped_column(ARRAY(Text))
    order_id: Mapped[int | None]
    tracker_id: Mapped[int | None]
    done_to: Mapped[datetime | None]
    done_id: Mapped[int | None]
    entries: Mapped[int] = mapped_column(default=0)
    lines: Mapped[int] = mapped_column(default=0)
    requested_by: Mapped[str]
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]


class AttributionEntry(Base):
    """The append-only ledger. Full and split amounts of one cause for one line and campaign; a revision
    above 0 corrects the same cause. Money in minor units of `currency`, split units in ten-thousandths.
    """

    __tablename__ = "attribution_entry"

    tenant_id: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True))
    order_id: Mapped[int]
    order_item_id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(primary_key=True)
    product_id: Mapped[int]
    mapping_id: Mapped[int]
    run_id: Mapped[int | None]
    sale_at: Mapped[datetime]
    event_at: Mapped[datetime]
    recorded_at: Mapped[datetime]
    units_full: Mapped[int]
    units_split_e4: Mapped[int]
    revenue_full: Mapped[int]
    revenue_split: Mapped[int]
    tax_full: Mapped[int]
    tax_split: Mapped[int]
    profit_full: Mapped[int | None]
    profit_split: Mapped[int | None]
    matched: Mapped[int] = mapped_column(SmallInteger)
    revision: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    kind: Mapped[str]
    cause: Mapped[str] = mapped_column(primary_key=True)
    currency: Mapped[str] = mapped_column(primary_key=True)


class AttributionSummary(Base):
    """What one order line came to: how many campaigns it has, also when none, and what is kept of it."""

    __tablename__ = "attribution_summary"

    tenant_id: Mapped[int] = mapped_column(primary_key=True)
    order_item_id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int]
    product_id: Mapped[int]
    sale_at: Mapped[datetime]
    matched: Mapped[int] = mapped_column(SmallInteger)
    is_attributed: Mapped[bool]
    is_kept: Mapped[bool]
    cost_known: Mapped[bool]
    revenue_minor: Mapped[int]
    currency: Mapped[str]
    campaign_ids: Mapped[list[int] | None] = mapped_column(ARRAY(BigInteger))
    mapping_ids: Mapped[list[int] | None] = mapped_column(ARRAY(BigInteger))
    computed_at: Mapped[datetime]


class Measures:
    """What is added up: `gross` as sold, `back` what refunds and cancellations did to it."""

    gross_units_full: Mapped[int]
    gross_units_split_e4: Mapped[int]
    gross_revenue_full: Mapped[int]
    gross_revenue_split: Mapped[int]
    gross_profit_full: Mapped[int]
    gross_profit_split: Mapped[int]
    gross_tax_full: Mapped[int]
    gross_tax_split: Mapped[int]
    back_units_full: Mapped[int]
    back_units_split_e4: Mapped[int]
    back_revenue_full: Mapped[int]
    back_revenue_split: Mapped[int]
    back_profit_full: Mapped[int]
    back_profit_split: Mapped[int]
    back_tax_full: Mapped[int]
    back_tax_split: Mapped[int]
    orders: Mapped[int] = mapped_column(Integer)
    items: Mapped[int] = mapped_column(Integer)
    items_without_cost: Mapped[int] = mapped_column(Integer)


class AttributionDay(Measures, Base):
    """The ledger by campaign and day of sale; the `event_…` columns are `back` by the day it happened."""

    __tablename__ = "attribution_day"

    tenant_id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(primary_key=True)
    currency: Mapped[str] = mapped_column(primary_key=True)
    event_units_full: Mapped[int]
    event_units_split_e4: Mapped[int]
    event_revenue_full: Mapped[int]
    event_revenue_split: Mapped[int]
    event_profit_full: Mapped[int]
    event_profit_split: Mapped[int]
    event_tax_full: Mapped[int]
    event_tax_split: Mapped[int]


class AttributionProductDay(Measures, Base):
    """The ledger by campaign, product and day of sale."""

    __tablename__ = "attribution_product_day"

    tenant_id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    product_id: Mapped[int] = mapped_column(primary_key=True)
    currency: Mapped[str] = mapped_column(primary_key=True)


class AttributionCoverageDay(Base):
    """Kept lines and their revenue by day of sale and number of matching campaigns, zero included."""

    __tablename__ = "attribution_coverage_day"

    tenant_id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    matched: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    currency: Mapped[str] = mapped_column(primary_key=True)
    items: Mapped[int]
    items_without_cost: Mapped[int]
    revenue_minor: Mapped[int]


class AdSpend(Base):
    """What a campaign cost on a day. `tenant_amount_minor` is at that day's rate; None: none is known."""

    __tablename__ = "ad_spend"
    __table_args__ = (tenant_fk("campaign_id", "ad_campaign"),)

    tenant_id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    amount_minor: Mapped[int]
    currency: Mapped[str]
    tenant_amount_minor: Mapped[int | None]
    impressions: Mapped[int | None]
    clicks: Mapped[int | None]
    source: Mapped[str]
    updated_at: Mapped[datetime]


class AdSpendName(TenantRow, Base):
    """What a file of spend calls a campaign, and which one is meant by it; None: nobody has said so yet."""

    __tablename__ = "ad_spend_name"
    __table_args__ = (tenant_fk("campaign_id", "ad_campaign", ondelete="SET NULL (campaign_id)"),)

    name_key: Mapped[str]
    name: Mapped[str]
    campaign_id: Mapped[int | None]
    seen_in: Mapped[str | None]
    last_seen_at: Mapped[datetime | None]
    linked_by: Mapped[str | None]
    linked_at: Mapped[datetime | None]
    created_at: Mapped[datetime]


class TrackedLink(TenantRow, Base):
    """A short address of ours (`/t/<code>`) that counts who follows it to its target."""

    __tablename__ = "tracked_link"
    __table_args__ = (tenant_fk("campaign_id", "ad_campaign", ondelete="CASCADE"),)

    code: Mapped[str] = mapped_column(unique=True)
    target_url: Mapped[str]
    campaign_id: Mapped[int | None]
    subject_kind: Mapped[str] = mapped_column(default="ad_campaign")
    subject_id: Mapped[int | None]
    utm: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]


class Click(TenantRow, Base):
    """One visit through a tracked link. `token` is `souk_click`, which comes back with the order."""

    __tablename__ = "click"
    __table_args__ = (tenant_fk("link_id", "tracked_link", ondelete="CASCADE"),)

    link_id: Mapped[int]
    clicked_at: Mapped[datetime]
    token: Mapped[str]
    contact_id: Mapped[int | None]
    is_human: Mapped[bool]
    address_hash: Mapped[str | None]
    agent: Mapped[str | None]
    referrer: Mapped[str | None]
    utm: Mapped[dict[str, Any]]
