"""A person asks to be forgotten."""

from datetime import timedelta

import pytest
from sqlalchemy import text
from tests.audience.factories import make_contact, reread, said
from tests.orders.factories import draft, order_row

from souk.audience.actions.consenting import record_consent
from souk.audience.actions.contacts import update_contact
from souk.audience.actions.dossier import dossier_of
from souk.audience.actions.erasing import erase_contact
from souk.audience.actions.merging import merge_contacts
from souk.audience.actions.suppressing import suppress_numbers
from souk.audience.errors import ContactErased
from souk.audience.filters import ContactFilter
from souk.audience.public import ContactMention, ensure_contacts, suppressed
from souk.audience.repository.listing import contact_ids
from souk.audience.states import SuppressionReason
from souk.events import audience as events
from souk.kernel.work import Work
from souk.orders.actions.place import place_orders
from souk.orders.handlers import on_contacts

PERSONAL = ("Zoraida", "zoraida@example.com", "612345678", "1990-05-04", "secret wish")
NUMBER = "+34612345678"


async def everything(work: Work) -> str:
    """Every word the audience, the orders and the log keep of the tenant."""
    tables = (
        "contact",
        "contact_word",
        "contact_tag",
        "suppression",
        "audit_entry",
        "sales_order",
        "order_payload",
    )
    kept = []
    for table in tables:
        rows = await work.session.execute(
            text(f"select * from {table} where tenant_id = :t"), {"t": work.tenant_id}
        )
        kept += [str(row) for row in rows]
    return "\n".join(kept)


async def test_every_word_about_the_person_is_gone_and_the_order_stays(work: Work) -> None:
    zoraida = await make_contact(
        work,
        "Zoraida Ruiz",
        phone=NUMBER,
        email="zoraida@example.com",
        birthday=work.now.date().replace(1990, 5, 4),
        attributes={"note": "secret wish"},
        tags=["secret wish"],
    )
    (placed,) = await place_orders(
        work,
        [
            draft(
                contact_id=zoraida,
                external_id="o-1",
                note="for Zoraida",
                shipping_address={"name": "Zoraida Ruiz", "street": "Calle 1"},
                payload={"buyer": "zoraida@example.com"},
            )
        ],
    )
    await erase_contact(work, zoraida)
    await on_contacts(work, [fact for fact in work.facts if isinstance(fact, events.ContactErased)])
    kept = await everything(work)
    assert [word for word in PERSONAL if word in kept] == []
    order = await order_row(work, placed.order_id)
    assert (order.contact_id, order.total_minor) == (zoraida, 1000)


async def test_a_suppressed_number_stays_suppressed_without_being_known(work: Work) -> None:
    contact = await make_contact(work, phone=NUMBER)
    await suppress_numbers(work, [NUMBER], SuppressionReason.COMPLAINT, "call")
    await erase_contact(work, contact)
    assert await suppressed(work, [NUMBER, "+34699999999"]) == {NUMBER}
    rows = await work.session.execute(
        text("select phone from suppression where tenant_id = :t"), {"t": work.tenant_id}
    )
    assert {row.phone for row in rows} == {None}


async def test_a_withdrawn_consent_is_not_forgotten_with_the_contact(work: Work) -> None:
    contact = await make_contact(work, phone=NUMBER, consent=said("withdrawn"))
    await erase_contact(work, contact)
    assert await suppressed(work, [NUMBER]) == {NUMBER}


async def test_an_order_that_comes_again_finds_the_empty_contact_and_does_not_fill_it(work: Work) -> None:
    mention = ContactMention(source="shopify", external_id="7", name="Zoraida", email="zoraida@example.com")
    (contact,) = (await ensure_contacts(work, [mention])).ids
    assert contact is not None
    await erase_contact(work, contact)
    again = await ensure_contacts(work, [mention])
    assert (again.ids, again.created) == ([contact], 0)
    empty = await reread(work, contact)
    assert (empty.name, empty.email) == (None, None)
    assert (
        list((await work.session.execute(await contact_ids(work, ContactFilter(), "zoraida"))).scalars())
        == []
    )


async def test_what_was_merged_into_it_is_forgotten_too(work: Work) -> None:
    kept = await make_contact(work, "Ana")
    gone = await make_contact(work, "Zoraida", phone=NUMBER, email="zoraida@example.com")
    await merge_contacts(work, kept, gone)
    await erase_contact(work, kept)
    assert [word for word in PERSONAL if word in await everything(work)] == []


async def test_an_erased_contact_cannot_be_changed_and_erasing_twice_changes_nothing(work: Work) -> None:
    contact = await make_contact(work)
    erased = await erase_contact(work, contact)
    version = erased.version
    assert (await erase_contact(work, contact)).version == version
    with pytest.raises(ContactErased):
        await update_contact(work, contact, {"name": "Ana"})
    with pytest.raises(ContactErased):
        await record_consent(work, contact, said("granted"))


async def test_the_dossier_holds_everything(work: Work) -> None:
    contact = await make_contact(
        work, phone=NUMBER, tags=["vip"], external_ids=[("shopify", "1")], consent=said("granted")
    )
    await record_consent(work, contact, said("withdrawn", work.now - timedelta(minutes=1), "reply STOP"))
    await suppress_numbers(work, [NUMBER], SuppressionReason.BOUNCE, "provider")
    await place_orders(work, [draft(contact_id=contact, external_id="o-1")])
    whole = await dossier_of(work, contact)
    assert whole["contact"]["phone"] == NUMBER
    assert whole["external_ids"] == [{"source": "shopify", "id": "1"}]
    assert [one["state"] for one in whole["consent"]] == ["withdrawn", "granted"]
    assert [one["reason"] for one in whole["suppressions"]] == ["bounce"]
    assert whole["orders"][0]["lines"][0]["sku_given"] == "OLIVE-1"
    assert whole["tags"] == ["vip"]
