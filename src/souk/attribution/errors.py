"""What attribution refuses."""

from souk.kernel.errors import Conflict, Invalid, Missing


class AdCampaignMissing(Missing):
    code = "ad_campaign_not_found"


class MappingMissing(Missing):
    code = "targeting_not_found"


class SpendMissing(Missing):
    code = "spend_not_found"


class SpendNameMissing(Missing):
    code = "spend_name_not_found"


class CampaignHasSpend(Conflict):
    """A draft with spend: taking it away would take the money out of the books; `details` count the days."""

    code = "campaign_has_spend"
    title = "The campaign has spend"


class OnlyDraftsAreDeleted(Conflict):
    code = "only_drafts_are_deleted"
    title = "A campaign that has run is kept"


class SinceWhen(Conflict):
    """Its start has passed: has it run since then, or does it run from now on?"""

    code = "since_when"
    title = "Has the campaign run since its start?"


class StatusInTheFuture(Invalid):
    code = "status_in_the_future"


class CampaignEnded(Conflict):
    code = "campaign_ended"
    title = "The campaign has ended"


class BeforeCampaignStart(Invalid):
    code = "before_campaign_start"


class TargetingOverlaps(Conflict):
    code = "targeting_overlaps"
    title = "The product is targeted in that time already"


class ExternalIdTaken(Conflict):
    code = "external_id_taken"


class ProductUnknown(Invalid):
    code = "product_unknown"


class OrderUnknown(Missing):
    code = "order_not_found"


class LineUnknown(Missing):
    code = "order_item_not_found"


class LineNotCredited(Invalid):
    """Shipping, fees and adjustments are nobody's sale."""

    code = "line_not_credited"
    title = "Such a line is never credited"


class BackfillRunning(Conflict):
    """One backfill at a time; `details` name the tracker of the one under way."""

    code = "backfill_running"
    title = "A backfill is under way"


class RebuildRunning(Conflict):
    """One rebuild at a time; `details` name the tracker of the one under way."""

    code = "rebuild_running"
    title = "A rebuild is under way"
