"""What files of spend call campaigns: seen, linked to one of ours, forgotten."""

from collections.abc import Collection, Mapping

from sqlalchemy import BigInteger, Text, bindparam, delete, select, text
from sqlalchemy.dialects.postgresql import ARRAY

from souk.attribution.errors import SpendNameMissing
from souk.attribution.models import AdSpendName
from souk.attribution.repository import get_campaign, require_campaigns
from souk.kernel.work import ReadWork, Work
from souk.tenancy.public import record_audit


def name_key(name: str) -> str:
    """Upper and lower case are one name."""
    return name.lower()


async def linked_names(work: ReadWork, keys: Collection[str]) -> dict[str, int]:
    """The campaigns that remembered names are linked to, by the name's key."""
    rows = await work.session.execute(
        select(AdSpendName.name_key, AdSpendName.campaign_id).where(
            AdSpendName.tenant_id == work.tenant_id,
            AdSpendName.name_key.in_(keys),
            AdSpendName.campaign_id.is_not(None),
        )
    )
    return {row.name_key: row.campaign_id for row in rows}


_SEEN = text("""
    insert into ad_spend_name as n (tenant_id, name_key, name, seen_in, last_seen_at, created_at)
    select :tenant_id, g.key, g.name, :seen_in, :now, :now
    from unnest(:keys, :names) as g (key, name) order by g.key
    on conflict (tenant_id, name_key) do update
    set name = excluded.name, seen_in = excluded.seen_in, last_seen_at = excluded.last_seen_at
""").bindparams(bindparam("keys", type_=ARRAY(Text)), bindparam("names", type_=ARRAY(Text)))


async def note_names(work: Work, names: Mapping[str, str], *, seen_in: str) -> None:
    """Remember, by key, names that a file has used; what they are linked to stays."""
    if names:
        values = {"keys": list(names), "names": list(names.values()), "seen_in": seen_in}
        await work.session.execute(_SEEN, {"tenant_id": work.tenant_id, "now": work.now, **values})


async def drop_known_names(work: Work, keys: Collection[str]) -> None:
    """Forget names that waited for a link and that a campaign has by now."""
    await work.session.execute(
        delete(AdSpendName).where(
            AdSpendName.tenant_id == work.tenant_id,
            AdSpendName.name_key.in_(keys),
            AdSpendName.campaign_id.is_(None),
        )
    )


_LINK = text("""
    insert into ad_spend_name as n (tenant_id, name_key, name, campaign_id, linked_by, linked_at, created_at)
    select :tenant_id, g.key, g.name, g.campaign_id, :by, :now, :now
    from unnest(:keys, :names, :campaign_ids) as g (key, name, campaign_id) order by g.key
    on conflict (tenant_id, name_key) do update
    set campaign_id = excluded.campaign_id, linked_by = excluded.linked_by, linked_at = excluded.linked_at
    where n.campaign_id is distinct from excluded.campaign_id
    returning n.id, n.name, n.campaign_id
""").bindparams(
    bindparam("keys", type_=ARRAY(Text)),
    bindparam("names", type_=ARRAY(Text)),
    bindparam("campaign_ids", type_=ARRAY(BigInteger)),
)


async def link_names(work: Work, links: Mapping[str, int]) -> None:
    """Say which campaigns names mean, from now on. What is so already is left. Raises AdCampaignMissing."""
    wanted = {name_key(name): (name, campaign_id) for name, campaign_id in links.items()}
    if not wanted:
        return
    await require_campaigns(work, {campaign_id for _, campaign_id in wanted.values()})
    before = await linked_names(work, list(wanted))
    values = {
        "keys": list(wanted),
        "names": [name for name, _ in wanted.values()],
        "campaign_ids": [campaign_id for _, campaign_id in wanted.values()],
        "by": work.actor.label,
    }
    rows = await work.session.execute(_LINK, {"tenant_id": work.tenant_id, "now": work.now, **values})
    for row in rows.all():
        await record_audit(
            work,
            "ad_spend_name.linked",
            subject=("ad_spend_name", row.id, row.name),
            before={"campaign_id": before.get(name_key(row.name))},
            after={"campaign_id": row.campaign_id},
        )


async def find_name(work: ReadWork, name: str) -> AdSpendName:
    """Raises SpendNameMissing."""
    found = await work.session.scalar(
        select(AdSpendName)
        .where(AdSpendName.tenant_id == work.tenant_id, AdSpendName.name_key == name_key(name))
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise SpendNameMissing(f"No file has called a campaign '{name}'.")
    return found


async def relink_name(work: Work, name_id: int, campaign_id: int | None) -> AdSpendName:
    """Link a remembered name to another campaign, or to none. Raises SpendNameMissing, AdCampaignMissing."""
    found = await _lock_name(work, name_id)
    if campaign_id is not None:
        await get_campaign(work, campaign_id)
    before = found.campaign_id
    if before == campaign_id:
        return found
    found.campaign_id = campaign_id
    found.linked_by = None if campaign_id is None else work.actor.label
    found.linked_at = None if campaign_id is None else work.now
    await record_audit(
        work,
        "ad_spend_name.linked" if campaign_id is not None else "ad_spend_name.unlinked",
        subject=("ad_spend_name", found.id, found.name),
        before={"campaign_id": before},
        after={"campaign_id": campaign_id},
    )
    return found


async def forget_name(work: Work, name_id: int) -> None:
    """Forget a name with its link; spend that came by it stays. Raises SpendNameMissing."""
    found = await _lock_name(work, name_id)
    await work.session.delete(found)
    await record_audit(
        work,
        "ad_spend_name.forgotten",
        subject=("ad_spend_name", found.id, found.name),
        before={"campaign_id": found.campaign_id},
    )


async def _lock_name(work: Work, name_id: int) -> AdSpendName:
    found = await work.session.get(AdSpendName, (work.tenant_id, name_id), with_for_update=True)
    if found is None:
        raise SpendNameMissing(f"There is no remembered name {name_id}.")
    return found
