"""Exchange rates: which one counts."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from httpx import AsyncClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.catalog.factories import facts, rows, told

from souk.kernel.work import Work
from souk.pricing.actions.rates import RateGiven, put_rates
from souk.pricing.public import rate_at, rates_for
from souk.pricing.rules.rates import RateSource

MONDAY = date(2026, 5, 4)
RATES = "/api/v1/pricing/rates"


def ecb(rates: dict[str, str], day: date = MONDAY) -> list[RateGiven]:
    return [RateGiven(day, "EUR", code, Decimal(rate), RateSource.ECB) for code, rate in rates.items()]


def entered(pair: str, rate: str, day: date = MONDAY) -> RateGiven:
    start, end = pair.split("/")
    return RateGiven(day, start, end, Decimal(rate), RateSource.ENTERED)


async def rate(work: Work, pair: str, day: date = MONDAY) -> Decimal | None:
    start, end = pair.split("/")
    return (await rates_for(work, [(day, start, end)]))[day, start, end]


async def test_a_rate_is_direct_inverse_or_over_the_euro(work: Work) -> None:
    await put_rates(work, ecb({"USD": "1.25", "GBP": "0.8", "JPY": "160"}))

    assert await rate(work, "EUR/USD") == Decimal("1.25")
    assert await rate(work, "USD/EUR") == Decimal("0.8")
    assert await rate(work, "USD/GBP") == Decimal("0.64")
    assert await rate(work, "JPY/USD") == Decimal("0.0078125")
    assert await rate(work, "USD/USD") == 1
    assert await rate(work, "USD/CLP") is None


async def test_the_last_known_rate_counts_for_seven_days(work: Work) -> None:
    await put_rates(work, [*ecb({"USD": "1.25"}), *ecb({"USD": "1.5"}, MONDAY + timedelta(days=2))])

    assert await rate(work, "EUR/USD", MONDAY + timedelta(days=1)) == Decimal("1.25")
    assert await rate(work, "EUR/USD", MONDAY + timedelta(days=9)) == Decimal("1.5")
    assert await rate(work, "EUR/USD", MONDAY + timedelta(days=10)) is None
    assert await rate(work, "EUR/USD", MONDAY - timedelta(days=1)) is None


async def test_a_younger_rate_counts_before_a_more_direct_one(work: Work) -> None:
    await put_rates(work, [entered("USD/GBP", "0.5"), *ecb({"USD": "1.25", "GBP": "0.8"})])
    assert await rate(work, "USD/GBP") == Decimal("0.5")

    tuesday = MONDAY + timedelta(days=1)
    await put_rates(work, ecb({"USD": "1.25", "GBP": "1"}, tuesday))

    assert await rate(work, "USD/GBP", tuesday) == Decimal("0.8")
    assert await rate(work, "GBP/USD", tuesday) == Decimal("1.25")


async def test_a_cross_rate_is_as_old_as_its_older_half(work: Work) -> None:
    await put_rates(work, ecb({"USD": "1.25"}))
    await put_rates(work, ecb({"GBP": "0.8"}, MONDAY + timedelta(days=5)))

    assert await rate(work, "USD/GBP", MONDAY + timedelta(days=7)) == Decimal("0.64")
    assert await rate(work, "USD/GBP", MONDAY + timedelta(days=8)) is None


async def test_what_a_person_entered_stands_above_files(work: Work) -> None:
    await put_rates(work, ecb({"USD": "1.25"}))
    await put_rates(work, [entered("EUR/USD", "1.3")])

    written = await put_rates(work, ecb({"USD": "1.26"}))

    assert (written.created, written.changed) == (frozenset(), frozenset())
    assert written.kept == {(MONDAY, "EUR", "USD")}
    assert await rate(work, "EUR/USD") == Decimal("1.3")


async def test_the_same_rates_again_change_nothing(work: Work) -> None:
    await put_rates(work, ecb({"USD": "1.25", "GBP": "0.8"}))
    traces = (
        await told(work),
        facts(work),
        await rows(work, "select * from exchange_rate where tenant_id = :tenant_id order by id"),
    )

    written = await put_rates(work, ecb({"USD": "1.25", "GBP": "0.8"}))

    assert (written.created, written.changed, written.kept) == (frozenset(), frozenset(), frozenset())
    assert traces == (
        await told(work),
        facts(work),
        await rows(work, "select * from exchange_rate where tenant_id = :tenant_id order by id"),
    )


async def test_a_changed_rate_keeps_what_it_was_in_the_audit_log(work: Work) -> None:
    await put_rates(work, ecb({"USD": "1.25"}))
    await put_rates(work, ecb({"USD": "1.26"}))

    (entry,) = await rows(work, "select * from audit_entry where action = 'exchange_rate.changed'")
    assert (Decimal(entry.before["rate"]), Decimal(entry.after["rate"])) == (Decimal("1.25"), Decimal("1.26"))
    assert facts(work) == ["exchange_rate.changed", "exchange_rate.changed"]


async def test_other_domains_join_the_rate_to_their_own_rows(work: Work) -> None:
    await put_rates(work, ecb({"USD": "1.25"}))
    known = rate_at("sold.currency", "'EUR'", "sold.day")
    found = await rows(
        work,
        "select sold.id, known.rate, known.rated_on from"
        f" (values (1, 'USD', date '{MONDAY}'), (2, 'CLP', date '{MONDAY}')) sold (id, currency, day)"
        f" left join lateral {known} known on true order by sold.id",
    )
    assert [tuple(row) for row in found] == [(1, Decimal("0.8"), MONDAY), (2, None, None)]


async def test_rates_are_entered_asked_for_and_removed(api: AsyncClient) -> None:
    body = {"day": "2026-05-04", "from_currency": "EUR", "to_currency": "USD", "rate": "1.0825"}
    made = await api.post(RATES, json=body)
    assert (made.status_code, made.json()["rate"], made.json()["source"]) == (201, "1.0825", "entered")

    asked = {"from_currency": "EUR", "to_currency": "USD", "day": "2026-05-08"}
    found = await api.get(f"{RATES}/at", params=asked)

    assert found.json() == {**asked, "rate": "1.0825", "rated_on": "2026-05-04"}
    assert (await api.get(RATES, params={"to_currency": "USD"})).json()["total"] == 1
    assert (await api.get(RATES, params={"first_day": "2026-05-05"})).json()["total"] == 0
    assert (await api.get(RATES, params={"q": "usd"})).json()["total"] == 1
    exported = await api.get(f"{RATES}/export")
    assert exported.text.splitlines()[1] == "2026-05-04,EUR,USD,1.0825,entered"
    assert (await api.delete(f"{RATES}/{made.json()['id']}")).status_code == 204
    gone = await api.get(f"{RATES}/at", params=asked)
    assert (gone.status_code, gone.json()["code"]) == (404, "exchange_rate_not_found")


@pytest.mark.parametrize(
    "change",
    [
        {"rate": "0"},
        {"rate": "-1"},
        {"rate": "1e13"},
        {"rate": "NaN"},
        {"rate": "0.0000000000001"},
        {"day": "2026-02-30"},
        {"day": "0001-01-01"},
        {"to_currency": "EUR"},
        {"to_currency": "Dollar"},
    ],
)
async def test_a_rate_that_cannot_be_is_refused(api: AsyncClient, change: dict[str, str]) -> None:
    body = {"day": "2026-05-04", "from_currency": "EUR", "to_currency": "USD", "rate": "1.08", **change}
    assert (await api.post(RATES, json=body)).status_code == 422
    assert (await api.get(RATES)).json()["total"] == 0


codes = st.sampled_from(["USD", "GBP", "JPY", "CLP"])
ages = st.integers(min_value=0, max_value=9)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    known=st.dictionaries(
        st.tuples(codes, ages), st.decimals(min_value="0.01", max_value=999, places=3), max_size=8
    )
)
async def test_there_and_back_again_is_what_one_began_with(
    work: Work, known: dict[tuple[str, int], Decimal]
) -> None:
    """Inverse rates multiply to one, and a rate is known in one direction exactly when it is in the other."""
    savepoint = await work.session.begin_nested()
    given = [
        RateGiven(MONDAY - timedelta(days=age), "EUR", code, value, RateSource.ECB)
        for (code, age), value in known.items()
    ]
    await put_rates(work, given)
    all_codes = ["EUR", "USD", "GBP", "JPY", "CLP"]
    rates = await rates_for(work, [(MONDAY, start, end) for start in all_codes for end in all_codes])
    for start in all_codes:
        for end in all_codes:
            there, back = rates[MONDAY, start, end], rates[MONDAY, end, start]
            assert (there is None) == (back is None)
            assert there is None or back is None or abs(there * back - 1) < Decimal("1e-12")
        freshest = min((age for code, age in known if code == start and age <= 7), default=None)
        if freshest is not None:
            assert rates[MONDAY, "EUR", start] == known[start, freshest]
    await savepoint.rollback()
