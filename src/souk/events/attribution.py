"""What happens to ad campaigns, and when sales are credited to them. Times are RFC 3339."""

from dataclasses import dataclass

from souk.events.event import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class AdCampaignEvent(Event):
    capability = "attribution.read"

    campaign_id: int
    name: str

    @property
    def aggregate(self) -> str:
        return f"ad_campaign:{self.campaign_id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class AdCampaignCreated(AdCampaignEvent):
    type = "ad_campaign.created"

    platform: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AdCampaignUpdated(AdCampaignEvent):
    """Its fields, or what it targets."""

    type = "ad_campaign.updated"

    campaign_version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AdCampaignStatusChanged(AdCampaignEvent):
    type = "ad_campaign.status_changed"

    before: str
    after: str
    since: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AdCampaignActivated(AdCampaignEvent):
    type = "ad_campaign.activated"


@dataclass(frozen=True, slots=True, kw_only=True)
class AdCampaignDeleted(AdCampaignEvent):
    type = "ad_campaign.deleted"


@dataclass(frozen=True, slots=True, kw_only=True)
class SalesCredited(Event):
    """The credits of so many orders have moved by so many entries: reports read otherwise from now on."""

    type = "attribution.credited"
    capability = "attribution.read"

    orders: int
    entries: int

    @property
    def aggregate(self) -> str:
        return "attribution"
