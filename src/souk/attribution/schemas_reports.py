"""The shapes of explanations and of the ledger's rows."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from souk.attribution.rules import NoMatch, Standing
from souk.attribution.states import AdCampaignStatus
from souk.kernel.shapes import Shape


class ExplainedProduct(Shape):
    id: int
    sku: str
    name: str
    parent_id: int | None


class CampaignVerdict(Shape):
    """Whether a campaign matches a sale, each with the reason."""

    campaign_id: int
    name: str
    platform: str
    status_then: AdCampaignStatus | None
    status_now: AdCampaignStatus
    starts_at: datetime
    ends_at: datetime | None
    matches: bool
    reasons: list[NoMatch]
    explanation: str
    mapping_id: int | None
    through_parent: bool
    effective_from: datetime | None
    effective_to: datetime | None


class ExampleShare(Shape):
    """What a campaign would get of the amount asked for, in minor units."""

    campaign_id: int
    full: int
    split: int


class EntryShape(Shape):
    """One row of the ledger. Money in minor units of `currency`, split units in ten-thousandths."""

    id: int
    order_id: int
    order_item_id: int
    campaign_id: int
    product_id: int
    mapping_id: int
    run_id: int | None
    kind: str
    cause: Annotated[str, Field(description="sale, refund:<id>, void:<refund id> or status:<change id>")]
    revision: int
    matched: int
    sale_at: datetime
    event_at: datetime
    recorded_at: datetime
    units_full: int
    units_split_e4: int
    revenue_full: int
    revenue_split: int
    tax_full: int
    tax_split: int
    profit_full: int | None
    profit_split: int | None
    currency: str


class LineStanding(Shape):
    """How a real line stands: its order, and what was made of it when it was last looked at."""

    order_item_id: int
    order_id: int
    order_number: str
    order_status: str
    counts_as_sold: Annotated[bool, Field(description="whether orders in this status are credited")]
    looked_at: Annotated[datetime | None, Field(description="null: attribution has not seen it")]
    credited_campaigns: Annotated[list[int], Field(description="matched when it was looked at")]
    standing: list[Standing]
    explanation: str


class Explanation(Shape):
    product: ExplainedProduct
    at: datetime
    matched: int
    campaigns: list[CampaignVerdict]
    example: list[ExampleShare]
    order_item_id: int | None
    line: LineStanding | None
    entries: list[EntryShape]
