"""Exchange rates: the one that counts on a day, and the statement that writes many."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from souk.kernel.db.recordset import as_json, recordset
from souk.pricing.models import ExchangeRate
from souk.pricing.rules.rates import MAX_AGE_DAYS, PIVOT, STANDING
from souk.pricing.schemas import RateQuery

Row = dict[str, Any]
Pair = tuple[date, str, str]
"""On a day, from a currency, to a currency."""


def rate_at(from_currency: str, to_currency: str, day: str) -> str:
    """The rate that counts on a day: a subquery to be joined LATERALly, with one row or none.

    rate (whole units of `to` for one of `from`), rated_on (the day it is of, the older one of a cross
    rate). It is the youngest known on `day` and at most MAX_AGE_DAYS old; of equally young ones the direct
    one counts before the inverse, and that before the cross rate over PIVOT. One for a currency and
    itself. The arguments are columns of the statement it is put in, or casts of its parameters.
    """
    return f"""(
        select rate, rated_on from (
            select 1::numeric as rate, {day} as rated_on, 0 as rank where {from_currency} = {to_currency}
            union all
            (select rate, day, 1 from exchange_rate where {_fresh(from_currency, to_currency, day)}
             order by day desc limit 1)
            union all
            (select 1 / rate, day, 2 from exchange_rate where {_fresh(to_currency, from_currency, day)}
             order by day desc limit 1)
            union all
            (select ends.rate / starts.rate, least(ends.day, starts.day), 3
             from {_leg(from_currency, day)} starts, {_leg(to_currency, day)} ends
             where {PIVOT!r} not in ({from_currency}, {to_currency}) and {from_currency} <> {to_currency})
        ) known order by rated_on desc, rank limit 1
    )"""


def _leg(currency: str, day: str) -> str:
    """How many of `currency` one unit of PIVOT was worth."""
    pivot = f"{PIVOT!r}"
    return f"""(
        select rate, day from (
            (select rate, day, 1 as rank from exchange_rate where {_fresh(pivot, currency, day)}
             order by day desc limit 1)
            union all
            (select 1 / rate, day, 2 from exchange_rate where {_fresh(currency, pivot, day)}
             order by day desc limit 1)
        ) leg order by day desc, rank limit 1
    )"""


def _fresh(from_currency: str, to_currency: str, day: str) -> str:
    return (
        f"exchange_rate.from_currency = {from_currency} and exchange_rate.to_currency = {to_currency}"
        f" and exchange_rate.day <= {day} and exchange_rate.day >= {day} - {MAX_AGE_DAYS}"
    )


_ASKED = recordset({"ordinal": "integer", "base": "text", "quote": "text", "asked": "date"})
_RATES = text(f"""
    select given.ordinal, found.rate, found.rated_on
    from {_ASKED} join lateral {rate_at("given.base", "given.quote", "given.asked")} found on true
""")

_GIVEN = recordset(
    {"day": "date", "from_currency": "text", "to_currency": "text", "rate": "numeric", "source": "text"}
)
_KNOWN = text(f"""
    select given.day, given.from_currency, given.to_currency, known.id, known.rate, known.source
    from {_GIVEN} join exchange_rate known using (day, from_currency, to_currency)
    where known.tenant_id = :tenant_id
""")


def _standing(source: str) -> str:
    ranks = " ".join(f"when '{each.value}' then {rank}" for each, rank in STANDING.items())
    return f"(case {source} {ranks} end)"


_WRITE = text(f"""
    insert into exchange_rate as known (tenant_id, day, from_currency, to_currency, rate, source)
    select :tenant_id, day, from_currency, to_currency, rate, source
    from {_GIVEN} order by from_currency, to_currency, day
    on conflict (tenant_id, from_currency, to_currency, day) do update
    set rate = excluded.rate, source = excluded.source, updated_at = now()
    where (known.rate, known.source) is distinct from (excluded.rate, excluded.source)
      and {_standing("excluded.source")} >= {_standing("known.source")}
    returning id, day, from_currency, to_currency, rate, source
""")


def rates_listed(query: RateQuery) -> Select[ExchangeRate]:
    """Rates as entered and imported, narrowed down."""
    statement = select(ExchangeRate)
    filters: tuple[tuple[Any, Callable[[Any], ColumnElement[bool]]], ...] = (
        (query.from_currency, lambda code: ExchangeRate.from_currency == code),
        (query.to_currency, lambda code: ExchangeRate.to_currency == code),
        (query.source, lambda source: ExchangeRate.source == source.value),
        (query.first_day, lambda day: ExchangeRate.day >= day),
        (query.last_day, lambda day: ExchangeRate.day <= day),
        (
            query.q,
            lambda q: func.concat(ExchangeRate.from_currency, " ", ExchangeRate.to_currency).icontains(
                q, autoescape=True
            ),
        ),
    )
    return statement.where(*(condition(value) for value, condition in filters if value is not None))


async def rates_on(session: AsyncSession, asked: Iterable[Pair]) -> list[tuple[int, Any, date]]:
    """The rates that count (place in `asked`, rate, day it is of); none where none is known."""
    rows = [
        {"ordinal": ordinal, "base": base, "quote": quote, "asked": day}
        for ordinal, (day, base, quote) in enumerate(asked)
    ]
    found = await session.execute(_RATES, {"rows": as_json(rows)})
    return [(row.ordinal, row.rate, row.rated_on) for row in found]


async def known_rates(
    session: AsyncSession, tenant_id: int, rows: Iterable[Mapping[str, Any]]
) -> dict[Pair, Row]:
    """What is known of exactly these pairs and days."""
    found = await session.execute(_KNOWN, {"tenant_id": tenant_id, "rows": as_json(rows)})
    return {(row["day"], row["from_currency"], row["to_currency"]): dict(row) for row in found.mappings()}


async def write_rates(
    session: AsyncSession, tenant_id: int, rows: Iterable[Mapping[str, Any]]
) -> dict[Pair, Row]:
    """Write rates, each pair and day once, where they say something new and may. Returns those written."""
    written = await session.execute(_WRITE, {"tenant_id": tenant_id, "rows": as_json(rows)})
    return {(row["day"], row["from_currency"], row["to_currency"]): dict(row) for row in written.mappings()}
