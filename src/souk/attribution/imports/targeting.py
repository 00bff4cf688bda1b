"""Targeting: which campaign, which SKU, from when to when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import TIMESTAMP, BigInteger, bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY

from souk.attribution.imports.rows import campaigns_by_name, ends, starts, the_campaign
from souk.attribution.models import AdCampaign
from souk.catalog.public import products_by_sku, sku_key
from souk.kernel.work import Work
from souk.tenancy.public import record_audit
from souk.transfers.public import (
    BatchOutcome,
    Field,
    ImportContext,
    ImportOptions,
    MappedRow,
    PlainImporter,
    RowRefused,
)

_EVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class _Span:
    campaign_id: int
    product_id: int
    start: datetime
    end: datetime | None

    def touches(self, other: "_Span") -> bool:
        return self.start < (other.end or _EVER) and other.start < (self.end or _EVER)


_THERE = text("""
    select p.campaign_id, p.product_id, p.effective_from, p.effective_to
    from ad_campaign_product p
    join (select distinct * from unnest(:campaigns, :products) as w (campaign_id, product_id)) wanted
      on wanted.campaign_id = p.campaign_id and wanted.product_id = p.product_id
    where p.tenant_id = :tenant_id
""").bindparams(
    bindparam("campaigns", type_=ARRAY(BigInteger)), bindparam("products", type_=ARRAY(BigInteger))
)
_ADD = text("""
    insert into ad_campaign_product (tenant_id, campaign_id, product_id, effective_from, effective_to,
                                     created_by, created_at)
    select :tenant_id, campaign_id, product_id, start_at, end_at, :user_id, :now
    from unnest(:campaigns, :products, :starts, :ends) with ordinality
         as given (campaign_id, product_id, start_at, end_at, place)
    order by place
""").bindparams(
    bindparam("campaigns", type_=ARRAY(BigInteger)),
    bindparam("products", type_=ARRAY(BigInteger)),
    bindparam("starts", type_=ARRAY(TIMESTAMP(timezone=True))),
    bindparam("ends", type_=ARRAY(TIMESTAMP(timezone=True))),
)
_END = text("""
    update ad_campaign_product p set effective_to = given.end_at
    from unnest(:campaigns, :products, :starts, :ends) as given (campaign_id, product_id, start_at, end_at)
    where p.tenant_id = :tenant_id and p.campaign_id = given.campaign_id
      and p.product_id = given.product_id and p.effective_from = given.start_at
""").bindparams(
    bindparam("campaigns", type_=ARRAY(BigInteger)),
    bindparam("products", type_=ARRAY(BigInteger)),
    bindparam("starts", type_=ARRAY(TIMESTAMP(timezone=True))),
    bindparam("ends", type_=ARRAY(TIMESTAMP(timezone=True))),
)


class AdProductImport(PlainImporter):
    kind = "ad_products"
    title = "Ad targeting"
    capability = "attribution.edit"
    feature = "attribution"
    fields = (
        Field("campaign", "its name, or the platform's id", required=True, aliases=("Campaign name",)),
        Field("sku", "of a product that is there", required=True),
        Field("from", "a day or a time; without: the campaign's start", aliases=("effective_from",)),
        Field("to", "a day, which counts whole, or a time; without: open", aliases=("effective_to",)),
    )

    async def apply(
        self, work: Work, rows: Sequence[MappedRow], run: ImportContext[ImportOptions]
    ) -> BatchOutcome:
        """A span that is there with another end is given the new one; one that overlaps is refused."""
        outcome = BatchOutcome()
        campaigns = await campaigns_by_name(work, [row["campaign"] for row in rows])
        products = {
            sku_key(sku): ref.product_id
            for sku, ref in (await products_by_sku(work, [row["sku"] for row in rows])).items()
        }
        wanted: list[tuple[MappedRow, _Span]] = []
        for row in rows:
            try:
                wanted.append((row, _span(row, campaigns, products, work.scope.timezone)))
            except RowRefused as refusal:
                outcome.rejections.append(refusal.of(row))
        there = await _there(work, [span for _, span in wanted])
        added: list[_Span] = []
        ended: list[_Span] = []
        for row, span in wanted:
            try:
                _judge(span, there, added, ended, outcome)
            except RowRefused as refusal:
                outcome.rejections.append(refusal.of(row))
        if added:
            await work.session.execute(
                _ADD, {**_columns(work, added), "user_id": work.actor.user_id, "now": work.now}
            )
        if ended:
            await work.session.execute(_END, _columns(work, ended))
        if added or ended:
            await record_audit(
                work,
                "ad_targeting.imported",
                subject=("import", run.run_id, run.file_name),
                after={"added": len(added), "ended": len(ended)},
            )
        return outcome


def _span(row: MappedRow, campaigns: dict[str, AdCampaign], products: dict[str, int], zone: str) -> _Span:
    campaign = the_campaign(campaigns, row["campaign"])
    product_id = products.get(sku_key(row["sku"]))
    if product_id is None:
        raise RowRefused("product_unknown", "sku", f"there is no product '{row['sku']}'")
    start = starts(row, "from", zone) or campaign.starts_at
    end = ends(row, "to", zone)
    if start < campaign.starts_at:
        raise RowRefused("before_campaign_start", "from", "is before the campaign's start")
    if end is not None and end <= start:
        raise RowRefused("window", "to", "has to be later than from")
    return _Span(campaign.id, product_id, start, end)


def _judge(
    span: _Span,
    there: dict[tuple[int, int], list[_Span]],
    added: list[_Span],
    ended: list[_Span],
    outcome: BatchOutcome,
) -> None:
    """What a wanted span comes to beside those that are there. Raises RowRefused."""
    spans = there.setdefault((span.campaign_id, span.product_id), [])
    same = next((one for one in spans if one.start == span.start), None)
    if same is not None and same.end == span.end:
        outcome.unchanged += 1
        return
    if any(one is not same and one.touches(span) for one in spans):
        raise RowRefused("targeting_overlaps", "from", "the product is targeted in that time already")
    if same is None:
        added.append(span)
        outcome.created += 1
    else:
        spans.remove(same)
        if same in added:
            added[added.index(same)] = span
        else:
            ended.append(span)
            outcome.changed += 1
    spans.append(span)


async def _there(work: Work, spans: Sequence[_Span]) -> dict[tuple[int, int], list[_Span]]:
    rows = await work.session.execute(
        _THERE,
        {
            "tenant_id": work.tenant_id,
            "campaigns": [span.campaign_id for span in spans],
            "products": [span.product_id for span in spans],
        },
    )
    found: dict[tuple[int, int], list[_Span]] = {}
    for row in rows:
        span = _Span(row.campaign_id, row.product_id, row.effective_from, row.effective_to)
        found.setdefault((span.campaign_id, span.product_id), []).append(span)
    return found


def _columns(work: Work, spans: Sequence[_Span]) -> dict[str, object]:
    return {
        "tenant_id": work.tenant_id,
        "campaigns": [span.campaign_id for span in spans],
        "products": [span.product_id for span in spans],
        "starts": [span.start for span in spans],
        "ends": [span.end for span in spans],
    }
