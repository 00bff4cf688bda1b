"""Orders bring people along: found by what they are known by, made once, completed and never overwritten."""

import asyncio

from sqlalchemy import func, select

from souk.audience.models import Contact, ContactExternalId, ContactWord
from souk.audience.public import ContactMention, ensure_contacts
from souk.kernel.work import Database, ReadWork, Work


def ana(**more: str | None) -> ContactMention:
    return ContactMention(source="shopify", **more)


async def contact(work: ReadWork, contact_id: int | None) -> Contact:
    found = await work.session.execute(
        select(Contact)
        .where(Contact.tenant_id == work.tenant_id, Contact.id == contact_id)
        .execution_options(populate_existing=True)
    )
    return found.scalar_one()


async def test_somebody_is_found_by_external_id_then_phone_then_email(work: Work) -> None:
    made = await ensure_contacts(
        work,
        [
            ana(external_id="1", name="Ana Gil"),
            ana(phone="612 34 56 78", country="ES"),
            ana(email="Eva@Example.com"),
        ],
    )
    assert made.created == 3
    again = await ensure_contacts(
        work,
        [
            ana(external_id="1", phone="+34612345678"),
            ana(external_id="9", phone="+34 612 345 678", email="eva@example.com"),
            ana(external_id="9"),
            ana(email="EVA@example.COM"),
        ],
    )
    assert again.created == 0
    first, second, third = made.ids
    assert again.ids == [first, second, second, third]


async def test_mentions_of_one_call_find_one_another(work: Work) -> None:
    made = await ensure_contacts(
        work,
        [
            ana(external_id="7", email="ana@example.com"),
            ana(email="ana@example.com", phone="+34612345678", name="Ana"),
            ana(phone="+34612345678"),
            ana(name="somebody without an address"),
        ],
    )
    assert made.created == 1
    assert made.ids[0] == made.ids[1] == made.ids[2]
    assert made.ids[3] is None
    known = await contact(work, made.ids[0])
    assert (known.name, known.phone, known.email) == ("Ana", "+34612345678", "ana@example.com")


async def test_a_known_contact_gets_what_it_lacks_and_keeps_what_it_has(work: Work) -> None:
    (first,) = (await ensure_contacts(work, [ana(external_id="1", name="Ana Gil")])).ids
    await ensure_contacts(work, [ana(external_id="1", name="A. Gil", email="ana@example.com", country="ES")])
    known = await contact(work, first)
    assert (known.name, known.email, known.country, known.version) == ("Ana Gil", "ana@example.com", "ES", 2)
    await ensure_contacts(work, [ana(external_id="1", name="A. Gil", email="other@example.com")])
    assert (await contact(work, first)).version == 2
    words = await work.session.execute(
        select(ContactWord.word, ContactWord.identifying).where(ContactWord.contact_id == first)
    )
    assert {(row.word, row.identifying) for row in words} >= {("gil", False), ("ana", False), ("1", True)}


async def test_what_cannot_be_a_number_or_an_address_is_left_out(work: Work) -> None:
    made = await ensure_contacts(work, [ana(external_id="1", phone="123", email="not an address")])
    known = await contact(work, made.ids[0])
    assert (known.phone, known.email) == (None, None)


async def test_ids_are_given_in_the_order_of_the_mentions(work: Work) -> None:
    made = await ensure_contacts(work, [ana(external_id=str(n)) for n in range(50)])
    assert made.ids == sorted(one for one in made.ids if one is not None)


async def test_orders_that_come_at_the_same_time_make_nobody_twice(
    database: Database, tenant_id: int
) -> None:
    async def order(number: int) -> list[int | None]:
        async with database.work(tenant_id) as work:
            mentions = [ana(email=f"guest{n}@example.com") for n in range(5)]
            mentions += [ana(external_id=str(n), phone="+34612345678") for n in range(3)]
            return (await ensure_contacts(work, mentions[number % 3 :] + mentions[: number % 3])).ids

    await asyncio.gather(*(order(n) for n in range(6)))
    async with database.reading(tenant_id) as work:
        contacts = select(func.count()).select_from(Contact).where(Contact.tenant_id == tenant_id)
        ids = select(func.count()).select_from(ContactExternalId)
        assert (await work.session.execute(contacts)).scalar_one() == 6
        assert (
            await work.session.execute(ids.where(ContactExternalId.tenant_id == tenant_id))
        ).scalar_one() == 3
