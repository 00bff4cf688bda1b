"""What campaigns cost, by day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import BigInteger, Date, Text, bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY

from souk.attribution.conversion import to_tenant_currency
from souk.attribution.repository import require_campaigns
from souk.kernel.work import ReadWork, Work
from souk.pricing.public import MAX_AGE_DAYS
from souk.tenancy.public import record_audit


@dataclass(frozen=True, slots=True)
class SpendDay:
    """One campaign's cost on one day, in minor units of `currency`."""

    campaign_id: int
    day: date
    amount_minor: int
    currency: str
    impressions: int | None = None
    clicks: int | None = None


@dataclass(frozen=True, slots=True)
class SpendOutcome:
    created: int
    changed: int
    unchanged: int


_UPSERT = text("""
    with given as (
        select * from unnest(:campaign_ids, :days, :amounts, :currencies, :converted, :impressions, :clicks)
             as g (campaign_id, day, amount_minor, currency, tenant_amount_minor, impressions, clicks)
    ), written as (
        insert into ad_spend as s (tenant_id, campaign_id, day, amount_minor, currency,
                                   tenant_amount_minor, impressions, clicks, source, updated_at)
        select :tenant_id, campaign_id, day, amount_minor, currency, tenant_amount_minor, impressions,
               clicks, :source, :now
        from given order by campaign_id, day
        on conflict (tenant_id, campaign_id, day) do update
        set amount_minor = excluded.amount_minor, currency = excluded.currency,
            tenant_amount_minor = excluded.tenant_amount_minor, impressions = excluded.impressions,
            clicks = excluded.clicks, source = excluded.source, updated_at = excluded.updated_at
        where (s.amount_minor, s.currency, s.tenant_amount_minor, s.impressions, s.clicks)
              is distinct from (excluded.amount_minor, excluded.currency, excluded.tenant_amount_minor,
                                excluded.impressions, excluded.clicks)
        returning (xmax = 0) as is_new
    )
    select count(*) filter (where is_new) as created, count(*) filter (where not is_new) as changed
    from written
""").bindparams(
    bindparam("campaign_ids", type_=ARRAY(BigInteger)),
    bindparam("days", type_=ARRAY(Date)),
    bindparam("amounts", type_=ARRAY(BigInteger)),
    bindparam("currencies", type_=ARRAY(Text)),
    bindparam("converted", type_=ARRAY(BigInteger)),
    bindparam("impressions", type_=ARRAY(BigInteger)),
    bindparam("clicks", type_=ARRAY(BigInteger)),
)


async def put_spend(work: Work, days: Sequence[SpendDay], *, source: str) -> SpendOutcome:
    """Set what campaigns cost on days; what was known of such a day is replaced, the same changes nothing.

    Of two entries for one campaign and day the later counts. Raises AdCampaignMissing.
    """
    last = {(entry.campaign_id, entry.day): entry for entry in days}
    entries = list(last.values())
    await require_campaigns(work, {entry.campaign_id for entry in entries})
    converted = await to_tenant_currency(
        work, [(entry.day, entry.amount_minor, entry.currency) for entry in entries]
    )
    row = (
        await work.session.execute(
            _UPSERT,
            {
                "tenant_id": work.tenant_id,
                "campaign_ids": [entry.campaign_id for entry in entries],
                "days": [entry.day for entry in entries],
                "amounts": [entry.amount_minor for entry in entries],
                "currencies": [entry.currency for entry in entries],
                "converted": converted,
                "impressions": [entry.impressions for entry in entries],
                "clicks": [entry.clicks for entry in entries],
                "source": source,
                "now": work.now,
            },
        )
    ).one()
    return SpendOutcome(row.created, row.changed, len(entries) - row.created - row.changed)


_SPEND = text("""
    select s.campaign_id, s.day, s.amount_minor, s.currency, s.impressions, s.clicks
    from ad_spend s join unnest(:campaign_ids, :days) as g (campaign_id, day) using (campaign_id, day)
    where s.tenant_id = :tenant_id
""").bindparams(
    bindparam("campaign_ids", type_=ARRAY(BigInteger)),
    bindparam("days", type_=ARRAY(Date)),
)


async def spend_of(work: ReadWork, days: Sequence[tuple[int, date]]) -> list[SpendDay]:
    """What is known of these campaigns on these days."""
    rows = await work.session.execute(
        _SPEND,
        {
            "tenant_id": work.tenant_id,
            "campaign_ids": [campaign_id for campaign_id, _ in days],
            "days": [day for _, day in days],
        },
    )
    return [SpendDay(*row) for row in rows]


_UNCONVERTED = text("""
    select campaign_id, day, amount_minor, currency from ad_spend
    where tenant_id = :tenant_id and tenant_amount_minor is null and day between :first and :last
    order by campaign_id, day
""")
_CONVERT = text("""
    update ad_spend s set tenant_amount_minor = given.amount
    from unnest(:campaign_ids, :days, :amounts) as given (campaign_id, day, amount)
    where s.tenant_id = :tenant_id and s.campaign_id = given.campaign_id and s.day = given.day
      and s.tenant_amount_minor is null
""").bindparams(
    bindparam("campaign_ids", type_=ARRAY(BigInteger)),
    bindparam("days", type_=ARRAY(Date)),
    bindparam("amounts", type_=ARRAY(BigInteger)),
)


async def convert_spend(work: Work, first: date, last: date) -> int:
    """Convert spend that had no rate, now that those of the days `first` to `last` are new.

    A rate counts for 7 days. What has been converted keeps its rate. Returns how many days were converted.
    """
    reach = {"first": first, "last": date.fromordinal(last.toordinal() + MAX_AGE_DAYS)}
    waiting = (await work.session.execute(_UNCONVERTED, {"tenant_id": work.tenant_id, **reach})).all()
    amounts = await to_tenant_currency(work, [(row.day, row.amount_minor, row.currency) for row in waiting])
    known = [(row, amount) for row, amount in zip(waiting, amounts, strict=True) if amount is not None]
    if known:
        await work.session.execute(
            _CONVERT,
            {
                "tenant_id": work.tenant_id,
                "campaign_ids": [row.campaign_id for row, _ in known],
                "days": [row.day for row, _ in known],
                "amounts": [amount for _, amount in known],
            },
        )
    return len(known)


async def enter_spend(work: Work, days: Sequence[SpendDay]) -> SpendOutcome:
    """The same by hand, with a line in the audit log."""
    outcome = await put_spend(work, days, source="manual")
    if outcome.created or outcome.changed:
        await record_audit(
            work,
            "ad_spend.entered",
            subject=("ad_campaign", days[0].campaign_id, f"{len(days)} days"),
            after={"days": len(days), "created": outcome.created, "changed": outcome.changed},
        )
    return outcome
