"""What the files of attribution have in common: edges of windows, and campaigns found by name."""

from collections.abc import Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import func, or_, select

from souk.attribution.models import AdCampaign
from souk.kernel.clock import day_after, day_start
from souk.kernel.work import ReadWork
from souk.transfers.public import MappedRow, RowRefused


def starts(row: MappedRow, field: str, zone: str) -> datetime | None:
    """A day begins at its first instant. Raises RowRefused."""
    return _edge(row, field, zone, last=False)


def ends(row: MappedRow, field: str, zone: str) -> datetime | None:
    """A day counts whole: the window ends at the first instant after it. Raises RowRefused."""
    return _edge(row, field, zone, last=True)


def _edge(row: MappedRow, field: str, zone: str, *, last: bool) -> datetime | None:
    given = row[field]
    if given is None:
        return None
    try:
        if len(given) == 10:
            day = date.fromisoformat(given)
            return day_after(day, zone) if last else day_start(day, zone)
        instant = datetime.fromisoformat(given)
    except (ValueError, OverflowError):
        raise RowRefused(
            "time", field, f"'{given}' is neither a day (2026-11-20) nor a time (2026-11-20T09:30)"
        ) from None
    return instant if instant.tzinfo else instant.replace(tzinfo=ZoneInfo(zone))


async def campaigns_by_name(work: ReadWork, names: Iterable[str]) -> dict[str, AdCampaign]:
    """Campaigns by what files call them, upper and lower case alike: the platform's id, else the name.

    Where several have a name, it names none of them.
    """
    keys = {name.lower() for name in names}
    rows = await work.session.scalars(
        select(AdCampaign)
        .where(
            AdCampaign.tenant_id == work.tenant_id,
            or_(func.lower(AdCampaign.name).in_(keys), func.lower(AdCampaign.external_id).in_(keys)),
        )
        .order_by(AdCampaign.id)
    )
    by_id: dict[str, list[AdCampaign]] = {}
    by_name: dict[str, list[AdCampaign]] = {}
    for campaign in rows:
        if campaign.external_id:
            by_id.setdefault(campaign.external_id.lower(), []).append(campaign)
        by_name.setdefault(campaign.name.lower(), []).append(campaign)
    found: dict[str, AdCampaign] = {}
    for key in keys:
        candidates = by_id.get(key) or by_name.get(key) or []
        if len(candidates) == 1:
            found[key] = candidates[0]
    return found


def the_campaign(found: dict[str, AdCampaign], name: str) -> AdCampaign:
    """Raises RowRefused."""
    campaign = found.get(name.lower())
    if campaign is None:
        raise RowRefused(
            "campaign_unknown", "campaign", f"there is no one campaign '{name}'; make or name it first"
        )
    return campaign
