"""The life of an ad campaign."""

from enum import StrEnum

from souk.kernel.states import Machine


class AdCampaignStatus(StrEnum):
    DRAFT = "draft"
    RUNNING = "running"
    PAUSED = "paused"
    ENDED = "ended"


class AdCampaignVerb(StrEnum):
    START = "start"
    PAUSE = "pause"
    RESUME = "resume"
    END = "end"


AD_CAMPAIGN = Machine(
    "ad campaign",
    {
        (AdCampaignStatus.DRAFT, AdCampaignVerb.START): AdCampaignStatus.RUNNING,
        (AdCampaignStatus.RUNNING, AdCampaignVerb.PAUSE): AdCampaignStatus.PAUSED,
        (AdCampaignStatus.RUNNING, AdCampaignVerb.END): AdCampaignStatus.ENDED,
        (AdCampaignStatus.PAUSED, AdCampaignVerb.RESUME): AdCampaignStatus.RUNNING,
        (AdCampaignStatus.PAUSED, AdCampaignVerb.END): AdCampaignStatus.ENDED,
    },
    initial=AdCampaignStatus.DRAFT,
    terminal=[AdCampaignStatus.ENDED],
)
