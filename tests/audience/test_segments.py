"""Segments: saved filters that say who is meant, now."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from tests.audience.factories import make_contact, said
from tests.orders.factories import draft, line, make_product

from souk.audience.actions.grouping import create_list, create_segment, delete_list, put_into_list
from souk.audience.errors import NameTaken, SegmentInvalid
from souk.audience.filters import ContactFilter
from souk.audience.repository.figures import recount
from souk.audience.repository.listing import contact_ids
from souk.audience.rules.birthdays import birthdays_in, month_of, week_of
from souk.audience.segments.definition import read_definition
from souk.audience.segments.meaning import members
from souk.kernel.work import Work
from souk.orders.actions.place import place_orders
from souk.orders.states import OrderStatus

NOW = datetime(2026, 3, 20, 12, tzinfo=UTC)


async def who(work: Work, definition: dict[str, Any]) -> list[int]:
    rows = await work.session.execute(members(work, read_definition(definition)))
    return sorted(rows.scalars())


async def buys(work: Work, contact_id: int, days_ago: int, *lines: Any, **rest: Any) -> None:
    told: dict[str, Any] = {
        "contact_id": contact_id,
        "placed_at": work.now - timedelta(days=days_ago),
        "status": OrderStatus.COMPLETED,
        **rest,
    }
    await place_orders(work, [draft(*lines, **told)])
    await recount(work, [contact_id])


async def test_conditions_on_the_contact_itself(work: Work) -> None:
    ana = await make_contact(
        work, "Ana", country="ES", tags=["VIP"], consent=said("granted"), locale="es-MX", phone="+34612345678"
    )
    bob = await make_contact(
        work, "Bob", country="GB", attributes={"size": "M", "member": True}, source="shopify", email="b@x.io"
    )
    await make_contact(work, "Cid", locale="en")
    expected: list[tuple[dict[str, Any], list[int]]] = [
        ({"op": "country", "any_of": ["ES", "PT"]}, [ana]),
        ({"op": "tag", "any_of": ["vip", "other"]}, [ana]),
        ({"op": "sms_consent", "state": "granted"}, [ana]),
        ({"op": "has", "what": "phone"}, [ana]),
        ({"op": "has", "what": "email"}, [bob]),
        ({"op": "locale", "any_of": ["es"]}, [ana]),
        ({"op": "source", "any_of": ["shopify"]}, [bob]),
        ({"op": "attribute", "name": "size", "equals": "M"}, [bob]),
        ({"op": "attribute", "name": "member", "equals": True}, [bob]),
        ({"op": "attribute", "name": "member", "equals": "true"}, []),
    ]
    for definition, contacts in expected:
        assert await who(work, definition) == contacts, definition


async def test_and_or_not_and_what_is_unknown(work: Work) -> None:
    spain = await make_contact(work, country="ES")
    france = await make_contact(work, country="FR", tags=["vip"])
    nowhere = await make_contact(work)
    in_spain = {"op": "country", "any_of": ["ES"]}
    vip = {"op": "tag", "any_of": ["vip"]}
    assert await who(work, {"op": "any", "of": [in_spain, vip]}) == [spain, france]
    assert await who(work, {"op": "all", "of": [in_spain, vip]}) == []
    assert await who(work, {"op": "not", "of": in_spain}) == [france, nowhere]
    assert await who(work, {"op": "everybody"}) == [spain, france, nowhere]


async def test_who_spent_how_much_in_how_many_days(work: Work) -> None:
    often, once, never = [await make_contact(work, name) for name in ("Often", "Once", "Never")]
    await buys(work, often, 200, line(unit_price=9000), external_id="1")
    await buys(work, often, 10, line(unit_price=5000), external_id="2")
    await buys(work, once, 20, line(unit_price=6000), external_id="3")

    def spent(**bounds: Any) -> dict[str, Any]:
        money = {
            name: {"amount": value, "currency": "EUR"} for name, value in bounds.items() if "at_" in name
        }
        days = {name: value for name, value in bounds.items() if "days" in name}
        return {"op": "spent", **money, **days}

    assert await who(work, spent(at_least=10000)) == [often]
    assert await who(work, spent(at_least=6000, within_days=30)) == [once]
    assert await who(work, spent(at_least=5000, within_days=30)) == [often, once]
    assert await who(work, spent(at_most=5000, within_days=30)) == [often, never]
    assert await who(work, spent(at_most=0)) == [never]
    with pytest.raises(SegmentInvalid, match="counted in EUR"):
        await who(work, {"op": "spent", "at_least": {"amount": 1, "currency": "USD"}})


async def test_who_ordered_how_often_and_not_since(work: Work) -> None:
    lately, long_ago, never = [await make_contact(work, name) for name in ("A", "B", "C")]
    await buys(work, lately, 3, external_id="1")
    await buys(work, lately, 5, external_id="2")
    await buys(work, long_ago, 300, external_id="3")
    assert await who(work, {"op": "orders", "at_least": 2}) == [lately]
    assert await who(work, {"op": "orders", "at_most": 0}) == [never]
    assert await who(work, {"op": "orders", "at_least": 1, "within_days": 30}) == [lately]
    assert await who(work, {"op": "orders", "at_most": 0, "within_days": 30}) == [long_ago, never]
    assert await who(work, {"op": "not_ordered", "for_days": 180}) == [long_ago]
    assert await who(work, {"op": "not_ordered", "for_days": 180, "or_never": True}) == [long_ago, never]
    tomorrow = (work.now + timedelta(days=2)).date().isoformat()
    assert await who(work, {"op": "not_ordered", "since": tomorrow}) == [lately, long_ago]


async def test_cancelled_orders_do_not_count(work: Work) -> None:
    contact = await make_contact(work)
    await buys(work, contact, 3, external_id="1", status=OrderStatus.CANCELLED)
    await buys(work, contact, 3, external_id="2", status=OrderStatus.PENDING)
    assert await who(work, {"op": "orders", "at_least": 1}) == []
    assert await who(work, {"op": "orders", "at_least": 1, "within_days": 9}) == []


async def test_who_bought_a_product_or_something_of_a_category(work: Work) -> None:
    oil = await make_product(work, "OIL-1")
    variant = await make_product(work, "OIL-1-M", parent_id=oil)
    soap = await make_product(work, "SOAP-1")
    made = await work.session.execute(
        text("insert into category (tenant_id, name, name_key) values (:t, 'Food', 'food') returning id"),
        {"t": work.tenant_id},
    )
    food = made.scalar_one()
    oils = (
        await work.session.execute(
            text(
                "insert into category (tenant_id, parent_id, name, name_key)"
                " values (:t, :food, 'Oils', 'oils') returning id"
            ),
            {"t": work.tenant_id, "food": food},
        )
    ).scalar_one()
    await work.session.execute(
        text("update product set category_id = :c where tenant_id = :t and id = :p"),
        {"t": work.tenant_id, "c": oils, "p": oil},
    )
    cook, washer = await make_contact(work, "Cook"), await make_contact(work, "Washer")
    await buys(work, cook, 40, line("OIL-1-M"), external_id="1")
    await buys(work, washer, 4, line("SOAP-1"), external_id="2")
    assert await who(work, {"op": "bought", "product_ids": [soap]}) == [washer]
    assert await who(work, {"op": "bought", "product_ids": [variant]}) == [cook]
    assert await who(work, {"op": "bought", "category_ids": [food]}) == [cook]
    assert await who(work, {"op": "bought", "category_ids": [food], "within_days": 30}) == []
    assert await who(work, {"op": "bought", "category_ids": [oils], "product_ids": [soap]}) == [cook, washer]


async def test_birthdays_are_the_tenants_days(work: Work) -> None:
    today = work.now.date()
    soon = today + timedelta(days=3)
    a = await make_contact(work, "A", birthday=today.replace(year=1984))
    b = await make_contact(work, "B", birthday=soon.replace(year=1980))
    await make_contact(work, "C")
    assert await who(work, {"op": "birthday", "within": "next_days", "days": 4}) == [a, b]
    in_a_day = await who(work, {"op": "birthday", "within": "today"})
    assert in_a_day in ([a], [])  # the tenant's day may be another one than UTC's


@given(st.dates(date(2020, 1, 1), date(2032, 12, 31)), st.integers(1, 366))
def test_every_birthday_falls_into_some_days_as_often_as_a_year_has_it(first: date, days: int) -> None:
    found = birthdays_in(first, days)
    assert len(found) == len(set(found))
    for offset in range(days):
        day = first + timedelta(days=offset)
        assert day.month * 100 + day.day in found
    whole_year = birthdays_in(first, 366)
    assert 229 in whole_year
    assert len(whole_year) == 366


def test_weeks_begin_on_monday_and_months_have_their_length() -> None:
    assert week_of(date(2026, 3, 22)) == (date(2026, 3, 16), 7)
    assert month_of(date(2028, 2, 11)) == (date(2028, 2, 1), 29)
    assert birthdays_in(date(2027, 2, 28), 1) == [228, 229]


async def test_lists_and_segments_name_one_another_rightly(work: Work) -> None:
    ana = await make_contact(work, "Ana")
    await make_contact(work, "Bob")
    picked = await create_list(work, "Picked")
    await put_into_list(work, picked.id, await contact_ids(work, ContactFilter(id=[ana])))
    assert await who(work, {"op": "in_list", "list_ids": [picked.id]}) == [ana]
    segment = await create_segment(work, "In it", read_definition({"op": "in_list", "list_ids": [picked.id]}))
    rows = await work.session.execute(await contact_ids(work, ContactFilter(segment_id=segment.id)))
    assert list(rows.scalars()) == [ana]
    with pytest.raises(NameTaken):
        await create_segment(work, "in  IT", read_definition({"op": "everybody"}))


async def test_a_segment_on_a_list_that_is_not_there_is_refused(work: Work) -> None:
    gone = await create_list(work, "Soon gone")
    await delete_list(work, gone.id)
    with pytest.raises(SegmentInvalid, match="no list"):
        await create_segment(work, "Nobody", read_definition({"op": "in_list", "list_ids": [gone.id]}))


@pytest.mark.parametrize(
    ("definition", "words"),
    [
        ({"op": "wizard"}, "wizard"),
        ({"op": "all", "of": []}, "of"),
        ({"op": "birthday", "within": "next_days"}, "days"),
        ({"op": "orders"}, "at_least"),
        ({"op": "bought"}, "product_ids"),
        ({"op": "country", "any_of": ["Spain"]}, "any_of"),
        ({"op": "not_ordered"}, "since or for_days"),
        ({"op": "tag", "any_of": ["a\x00"]}, "control characters"),
    ],
)
def test_a_definition_that_cannot_be_meant_says_where(definition: dict[str, Any], words: str) -> None:
    with pytest.raises(SegmentInvalid, match=words):
        read_definition(definition)


def test_a_definition_has_its_bounds() -> None:
    nested: dict[str, Any] = {"op": "everybody"}
    for _ in range(9):
        nested = {"op": "not", "of": nested}
    with pytest.raises(SegmentInvalid, match="nested deeper"):
        read_definition(nested)
    wide: Sequence[dict[str, Any]] = [{"op": "any", "of": [{"op": "everybody"}] * 60}] * 2
    with pytest.raises(SegmentInvalid, match="more than 100"):
        read_definition({"op": "all", "of": wide})


NODES = st.recursive(
    st.sampled_from(
        [
            {"op": "everybody"},
            {"op": "country", "any_of": ["ES"]},
            {"op": "has", "what": "phone"},
            {"op": "tag", "any_of": ["vip"]},
            {"op": "orders", "at_most": 0, "within_days": 30},
            {"op": "birthday", "within": "this_month"},
        ]
    ),
    lambda inner: st.one_of(
        st.builds(lambda of: {"op": "not", "of": of}, inner),
        st.builds(lambda of: {"op": "all", "of": of}, st.lists(inner, min_size=1, max_size=3)),
        st.builds(lambda of: {"op": "any", "of": of}, st.lists(inner, min_size=1, max_size=3)),
    ),
    max_leaves=8,
)


async def test_a_segment_and_its_opposite_are_everybody_and_share_nobody(work: Work) -> None:
    everyone = {
        await make_contact(work, "A", country="ES", tags=["vip"]),
        await make_contact(work, "B", phone="+34612345678"),
        await make_contact(work, "C", birthday=work.now.date().replace(year=1990, day=9)),
    }
    for definition in _some_definitions():
        try:
            inside = set(await who(work, definition))
            outside = set(await who(work, {"op": "not", "of": definition}))
        except SegmentInvalid:
            continue  # nested too deep
        assert inside | outside == everyone
        assert inside & outside == set()


def _some_definitions() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []

    @given(NODES)
    def gather(definition: dict[str, Any]) -> None:
        found.append(definition)

    gather()
    return found[:40]
