"""What every report counts, in one mode, from the rollups or from the ledger."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import text

from souk.attribution.reports.period import Period
from souk.attribution.rules import UNITS_SCALE, CreditMode
from souk.kernel.work import ReadWork


class Basis(StrEnum):
    """The date a refund belongs to: the sale it takes back, or the day it happened."""

    SALE = "sale"
    EVENT = "event"


class Grain(StrEnum):
    CAMPAIGN = "campaign"
    DAY = "day"
    CAMPAIGN_DAY = "campaign_day"
    PRODUCT = "product"


@dataclass(frozen=True, slots=True)
class Question:
    """What a report is asked. `as_of` prints it as it read at that instant."""

    period: Period
    mode: CreditMode = CreditMode.SPLIT
    basis: Basis = Basis.SALE
    as_of: datetime | None = None
    campaign_id: int | None = None
    product_id: int | None = None


@dataclass(frozen=True, slots=True)
class Measured:
    """Sums of one group; the statements name their columns in this order. Units are whole ones with
    decimals in split mode; money in minor units.
    """

    campaign_id: int | None
    product_id: int | None
    day: Any
    currency: str
    gross_units_e4: int
    back_units_e4: int
    gross_revenue: int
    back_revenue: int
    gross_profit: int
    back_profit: int
    gross_tax: int
    back_tax: int
    orders: int
    items: int
    items_without_cost: int


_NAMES = ("units", "revenue", "profit", "tax")


def _rollup_columns(mode: CreditMode, basis: Basis) -> str:
    """Sums of the rollup's columns for a mode; `back` by sale or by event."""
    back = "back" if basis is Basis.SALE else "event"
    columns = []
    for name in _NAMES:
        suffix = f"{mode}_e4" if name == "units" and mode is CreditMode.SPLIT else mode.value
        scale = f" * {UNITS_SCALE}" if name == "units" and mode is CreditMode.FULL else ""
        for side, source in (("gross", "gross"), ("back", back)):
            alias = f"{side}_{name}{'_e4' if name == 'units' else ''}"
            columns.append(f"total({source}_{name}_{suffix}){scale} as {alias}")
    columns += [f"sum({name}) as {name}" for name in ("orders", "items", "items_without_cost")]
    return ", ".join(columns)


_KEYS = {
    Grain.CAMPAIGN: ("campaign_id",),
    Grain.DAY: ("day",),
    Grain.CAMPAIGN_DAY: ("campaign_id", "day"),
    Grain.PRODUCT: ("campaign_id", "product_id"),
}


def _from_rollup(grain: Grain, question: Question) -> str:
    keys = _KEYS[grain]
    by_product = grain is Grain.PRODUCT or question.product_id is not None
    table = "attribution_product_day" if by_product else "attribution_day"
    conditions = ["tenant_id = :tenant_id", "day between :first_day and :last_day"]
    if question.campaign_id is not None:
        conditions.append("campaign_id = :campaign_id")
    if question.product_id is not None:
        conditions.append("product_id = :product_id")
    return f"""
        select {", ".join(keys)}, currency, {_rollup_columns(question.mode, question.basis)}
        from {table} where {" and ".join(conditions)}
        group by {", ".join(keys)}, currency
    """


def _from_ledger(grain: Grain, question: Question) -> str:
    """The same from the entries: for instants, for `as_of`, and for refunds of products by event."""
    mode = question.mode.value
    units = "units_split_e4" if question.mode is CreditMode.SPLIT else f"units_full * {UNITS_SCALE}"
    amounts = {"units_e4": units, **{name: f"{name}_{mode}" for name in _NAMES[1:]}}
    in_window = "{0}_at >= :start and {0}_at < :end"
    sale, event = in_window.format("sale"), in_window.format("event")
    back_counts = f"cause <> 'sale' and {sale if question.basis is Basis.SALE else event}"
    conditions = ["tenant_id = :tenant_id"]
    reach = sale if question.basis is Basis.SALE else f"(({sale}) or (cause <> 'sale' and {event}))"
    conditions.append(reach)
    if question.as_of is not None:
        conditions.append("recorded_at <= :as_of")
    if question.campaign_id is not None:
        conditions.append("campaign_id = :campaign_id")
    if question.product_id is not None:
        conditions.append("product_id = :product_id")
    keys = _KEYS[grain]
    day = "(sale_at at time zone :zone)::date"
    if question.basis is Basis.EVENT:
        day = "(case when cause = 'sale' then sale_at else event_at end at time zone :zone)::date"
    line_keys = (*keys, *(("campaign_id",) if "campaign_id" not in keys else ()))
    raw_keys = [f"{day} as day" if key == "day" else key for key in line_keys]
    sums = ", ".join(
        f"coalesce(sum({column}) filter (where cause = 'sale' and {sale}), 0)::bigint as gross_{name},"
        f" coalesce(sum({column}) filter (where {back_counts}), 0)::bigint as back_{name}"
        for name, column in amounts.items()
    )
    # An order, and a line, counts while units of it are kept; a line without any known profit has no cost.
    per_line = f"""
        select {", ".join(raw_keys)}, currency, order_id, order_item_id, {sums},
               coalesce(sum(units_full) filter (where {sale}), 0) as kept_units,
               count(profit_full) = 0 as without_cost,
               bool_or({back_counts} or (cause = 'sale' and {sale})) as is_told
        from attribution_entry where {" and ".join(conditions)}
        group by {", ".join(map(str, range(1, len(line_keys) + 1)))}, currency, order_id, order_item_id
    """
    if "day" in keys and question.basis is Basis.EVENT:
        # A refund stands on its own day, where the line's sale does not: whether anything of it is kept is
        # told by all its days, and counted on that of the sale.
        kept = "sum(kept_units) over (partition by campaign_id, order_item_id) > 0 and gross_units_e4 <> 0"
    else:
        kept = "kept_units > 0"
    totals = ", ".join(
        f"sum({side}_{name})::bigint as {side}_{name}" for name in amounts for side in ("gross", "back")
    )
    return f"""
        select {", ".join(keys)}, currency, {totals},
               count(distinct order_id) filter (where kept) as orders,
               count(distinct order_item_id) filter (where kept) as items,
               count(distinct order_item_id) filter (where kept and without_cost)
                   as items_without_cost
        from (select *, {kept} as kept from ({per_line}) line) lines
        where is_told group by {", ".join(keys)}, currency
    """


def reads_rollup(grain: Grain, question: Question) -> bool:
    """Whether the rollups can answer: whole days, the present, and no refunds of products by event."""
    by_product = grain is Grain.PRODUCT or question.product_id is not None
    return (
        question.period.days is not None
        and question.as_of is None
        and not (by_product and question.basis is Basis.EVENT)
    )


async def measure(work: ReadWork, grain: Grain, question: Question) -> Sequence[Measured]:
    """The sums by campaign, by day, or by campaign and product, one row for each currency."""
    rollup = reads_rollup(grain, question)
    statement = _from_rollup(grain, question) if rollup else _from_ledger(grain, question)
    values: dict[str, Any] = {"tenant_id": work.tenant_id}
    if rollup and question.period.days is not None:
        values["first_day"], values["last_day"] = question.period.days
    else:
        values |= {"start": question.period.start, "end": question.period.end}
        if "day" in _KEYS[grain]:
            values["zone"] = work.scope.timezone
        if question.as_of is not None:
            values["as_of"] = question.as_of
    if question.campaign_id is not None:
        values["campaign_id"] = question.campaign_id
    if question.product_id is not None:
        values["product_id"] = question.product_id
    keys = _KEYS[grain]
    place = len(keys)
    measured = []
    for row in (await work.session.execute(text(statement), values)).all():
        key: dict[str, Any] = dict(zip(keys, row, strict=False))
        measured.append(Measured(key.get("campaign_id"), key.get("product_id"), key.get("day"), *row[place:]))
    return measured
