"""Exchange rates: asked for, entered, brought in by the thousand, removed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from souk.events import emit
from souk.events.pricing import ExchangeRatesChanged
from souk.kernel.work import ReadWork, Work
from souk.pricing.errors import RateMissing
from souk.pricing.models import ExchangeRate
from souk.pricing.repository import rates
from souk.pricing.rules.rates import RATE_DIGITS, STANDING, RateSource
from souk.tenancy.public import record_audit, record_audits

TOLD_MAX = 100
"""New rates of one file that the audit log lists by name."""

Pair = rates.Pair


@dataclass(frozen=True, slots=True)
class RateGiven:
    """One unit of `from_currency` is `rate` units of `to_currency` on `day`."""

    day: date
    from_currency: str
    to_currency: str
    rate: Decimal
    source: RateSource

    @property
    def pair(self) -> Pair:
        return self.day, self.from_currency, self.to_currency


@dataclass(frozen=True, slots=True)
class RatesWritten:
    """`kept` are pairs and days whose rate of a higher standing (entered by a person) stayed as it is."""

    created: frozenset[Pair]
    changed: frozenset[Pair]
    kept: frozenset[Pair]


@dataclass(frozen=True, slots=True)
class RateKnown:
    rate: Decimal
    rated_on: date
    """The day it is of: at most 7 days before the day asked for."""


async def known_rates(work: ReadWork, pairs: Iterable[Pair]) -> dict[Pair, RateKnown | None]:
    """The rate that counts for each pair on its day: the youngest one at most 7 days old.

    Direct, inverse, or over the euro; one for a currency and itself; None where none is known.
    """
    asked = list(dict.fromkeys(pairs))
    known: dict[Pair, RateKnown | None] = dict.fromkeys(asked)
    for place, rate, rated_on in await rates.rates_on(work.session, asked) if asked else ():
        known[asked[place]] = RateKnown(rate, rated_on)
    return known


async def rates_for(work: ReadWork, pairs: Iterable[Pair]) -> dict[Pair, Decimal | None]:
    """Whole units of one currency for one of another, for each (day, from, to): see `known_rates`."""
    known = await known_rates(work, pairs)
    return {pair: found.rate if found is not None else None for pair, found in known.items()}


async def put_rates(work: Work, given: Sequence[RateGiven]) -> RatesWritten:
    """Write rates, each pair and day once. What is so already, or stands higher, is not touched."""
    rows = [_row(each) for each in given]
    before = await rates.known_rates(work.session, work.tenant_id, rows)
    new = [
        row
        for row, each in zip(rows, given, strict=True)
        if _says_something(each, row, before.get(each.pair))
    ]
    written = await rates.write_rates(work.session, work.tenant_id, new) if new else {}
    outcome = RatesWritten(
        created=frozenset(written.keys() - before.keys()),
        changed=frozenset(written.keys() & before.keys()),
        kept=frozenset(
            each.pair
            for row, each in zip(rows, given, strict=True)
            if each.pair not in written and before[each.pair]["rate"] != row["rate"]
        ),
    )
    await _tell(work, written, before)
    return outcome


async def enter_rate(work: Work, given: RateGiven) -> ExchangeRate:
    """What a person says the rate of a day is; it stands above every file."""
    await put_rates(work, [given])
    found = await rates.known_rates(work.session, work.tenant_id, [_row(given)])
    return await _hold_rate(work, found[given.pair]["id"])


async def delete_rate(work: Work, rate_id: int) -> None:
    """Raises RateMissing. The next file may bring it again."""
    rate = await _hold_rate(work, rate_id)
    await work.session.delete(rate)
    await work.session.flush()
    await record_audit(
        work,
        "exchange_rate.deleted",
        subject=_subject(rate_id, rate.day, rate.from_currency, rate.to_currency),
        before={"rate": rate.rate, "source": rate.source},
    )
    _emit(work, [(rate.day, rate.from_currency, rate.to_currency)])


async def _hold_rate(work: Work, rate_id: int) -> ExchangeRate:
    rate = await work.session.get(
        ExchangeRate, (work.tenant_id, rate_id), with_for_update=True, populate_existing=True
    )
    if rate is None:
        raise RateMissing(f"There is no exchange rate {rate_id}.")
    return rate


def _row(given: RateGiven) -> dict[str, Any]:
    return {
        "day": given.day,
        "from_currency": given.from_currency,
        "to_currency": given.to_currency,
        "rate": round(given.rate, RATE_DIGITS),
        "source": given.source.value,
    }


def _says_something(given: RateGiven, row: rates.Row, known: rates.Row | None) -> bool:
    if known is None:
        return True
    rank, standing = STANDING[given.source], STANDING[RateSource(known["source"])]
    return rank > standing or (rank == standing and row["rate"] != known["rate"])


async def _tell(work: Work, written: Mapping[Pair, rates.Row], before: Mapping[Pair, rates.Row]) -> None:
    """What a rate was before it was changed is kept one by one, new ones by the batch."""
    if not written:
        return
    _emit(work, list(written))
    created = [pair for pair in written if pair not in before]
    if created:
        days = [day for day, _, _ in created]
        label = f"{len(created):,} rates, {min(days)} to {max(days)}"
        if len(created) == 1:
            label = _label(*created[0])
        await record_audit(
            work,
            "exchange_rate.created",
            subject=("exchange_rate", written[created[0]]["id"], label),
            after={
                "source": written[created[0]]["source"],
                "rates": {_label(*pair): written[pair]["rate"] for pair in created[:TOLD_MAX]},
                "count": len(created),
            },
        )
    await record_audits(
        work,
        "exchange_rate.changed",
        [
            (
                _subject(row["id"], *pair),
                {"rate": before[pair]["rate"], "source": before[pair]["source"]},
                {"rate": row["rate"], "source": row["source"]},
            )
            for pair, row in written.items()
            if pair in before
        ],
    )


def _emit(work: Work, pairs: Sequence[Pair]) -> None:
    days = [day for day, _, _ in pairs]
    currencies = {currency for _, *both in pairs for currency in both}
    emit(
        work,
        ExchangeRatesChanged(
            first_day=min(days).isoformat(),
            last_day=max(days).isoformat(),
            currencies=sorted(currencies),
            changed=len(pairs),
        ),
    )


def _subject(rate_id: int, day: date, from_currency: str, to_currency: str) -> tuple[str, int, str]:
    return "exchange_rate", rate_id, _label(day, from_currency, to_currency)


def _label(day: date, from_currency: str, to_currency: str) -> str:
    return f"{from_currency}→{to_currency} {day}"
