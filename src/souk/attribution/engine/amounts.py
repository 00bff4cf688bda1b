"""What the ledger and the rollups count, and how it is shared."""

from collections.abc import Sequence

MEASURES = {
    "units_full": "units_full",
    "units_split_e4": "units_split",
    "revenue_full": "revenue_full",
    "revenue_split": "revenue_split",
    "profit_full": "profit_full",
    "profit_split": "profit_split",
    "tax_full": "tax_full",
    "tax_split": "tax_split",
}
"""The rollups' names of what the steps count."""

COUNTS = ("orders", "items", "items_without_cost")
GROSS = (*(f"gross_{name}" for name in MEASURES), *COUNTS)

DAY_KEYS = ("day", "campaign_id", "currency")
PRODUCT_DAY_KEYS = ("campaign_id", "day", "product_id", "currency")
COVERAGE_KEYS = ("day", "matched", "currency")
COVERAGE = ("items", "items_without_cost", "revenue_minor")


def share(amount: str, *, parts: str, place: str) -> str:
    """The share of the `place`-th of so many campaigns, ids ascending, in SQL.

    Shares add up exactly: the odd units go to the lowest campaign ids, a negative amount is split as its
    positive and signed after (division and remainder both go towards zero).
    """
    odd = f"{amount} % {parts}"
    return (
        f"({amount} / {parts}"
        f" + case when {place} <= {odd} then 1 when {place} <= -({odd}) then -1 else 0 end)"
    )


def added(table: str, keys: Sequence[str], columns: Sequence[str], *, moved: str, large: bool) -> str:
    """CTEs that add the rows of the CTE `moved` (each key once) to a rollup.

    Many rows first go to those that are there, then the rest is inserted: with one computation per tenant
    at a time nothing comes between, and an insert that need not expect a conflict takes a third of the
    time. `large` also needs a CTE `already`, whether there can be any.
    """
    names, measures = ", ".join(keys), ", ".join(columns)
    insert = f"insert into {table} (tenant_id, {names}, {measures}) select :tenant_id, {names}, {measures}"
    if not large:
        return f"""
    {table}_added as (
        {insert} from {moved} order by {names}
        on conflict (tenant_id, {names}) do update
        set {", ".join(f"{name} = {table}.{name} + excluded.{name}" for name in columns)}
    )"""
    return f"""
    {table}_there as (
        update {table} t set {", ".join(f"{name} = t.{name} + m.{name}" for name in columns)}
        from {moved} m
        where (select any_day from already) and t.tenant_id = :tenant_id
          and {" and ".join(f"t.{key} = m.{key}" for key in keys)}
        returning {", ".join(f"t.{key}" for key in keys)}
    ), {table}_added as (
        {insert} from {moved} left join {table}_there there using ({names})
        where there.{keys[0]} is null
        order by {names}
    )"""
