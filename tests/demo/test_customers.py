"""The demo shop's people: always the same, known to nobody else, and never called."""

from datetime import date

import phonenumbers
from sqlalchemy import func, select

from souk.audience.models import ConsentChange, Contact, ContactTag, Segment, Suppression
from souk.audience.segments.definition import read_definition
from souk.audience.segments.meaning import members
from souk.demo.audience import group, introduce
from souk.demo.customers import FICTIONAL, Customer, customers
from souk.kernel.work import Work
from souk.wiring.ports import connect_ports

BEGINS = date(2025, 6, 1)


def test_the_same_seed_gives_the_same_people() -> None:
    assert customers(7, 300) == customers(7, 300)
    assert customers(7, 300) != customers(8, 300)


def test_numbers_are_from_ranges_kept_for_fiction_and_nobody_shares_one() -> None:
    ranges = [prefix for of_country in FICTIONAL.values() for prefix, _ in of_country]
    phones = [one.phone for one in customers(7, 5_000) if one.phone]
    assert all(any(phone.startswith(prefix) for prefix in ranges) for phone in phones)
    assert all(phonenumbers.is_valid_number(phonenumbers.parse(phone)) for phone in phones)
    assert len(set(phones)) == len(phones)


async def test_the_shop_knows_them_once_however_often_they_are_introduced(work: Work) -> None:
    connect_ports()
    people = customers(7, 200)
    for _ in range(2):
        await introduce(work, people, BEGINS)
    found = (await work.session.execute(select(Contact).order_by(Contact.id))).scalars().all()
    assert len(found) == len(people)
    by_email = {one.email: one for one in found}
    for one in people:
        contact = by_email[one.email]
        assert (contact.phone, contact.country) == (one.phone, one.country)
        assert contact.sms_consent == _last_said(one)
    said = sum(len(one.said) for one in people)
    assert await work.session.scalar(select(func.count()).select_from(ConsentChange)) == said
    tags = sum(len(one.tags) for one in people)
    assert await work.session.scalar(select(func.count()).select_from(ContactTag)) == tags

    await group(work, people)
    assert await work.session.scalar(select(func.count()).select_from(Suppression))
    segments = {one.name: one for one in (await work.session.execute(select(Segment))).scalars()}
    iberia = members(work, read_definition(segments["Iberia"].definition))
    held = set((await work.session.execute(iberia)).scalars())
    assert held == {one.id for one in found if one.country in ("ES", "PT")}


def _last_said(one: Customer) -> str:
    return one.said[-1].state if one.said else "unknown"
