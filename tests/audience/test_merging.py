"""Two contacts turn out to be one person."""

from datetime import timedelta

import pytest
from sqlalchemy import text
from tests.audience.factories import SPRING, make_contact, reread, said
from tests.orders.factories import draft, order_row

from souk.audience.actions.consenting import record_consent
from souk.audience.actions.grouping import create_list, put_into_list
from souk.audience.actions.merging import merge_contacts
from souk.audience.errors import ContactInvalid, ContactMergedAway, ContactMissing
from souk.audience.filters import ContactFilter
from souk.audience.public import ContactMention, ensure_contacts
from souk.audience.repository.contacts import belongings_of
from souk.audience.repository.listing import contact_ids
from souk.events.audience import ContactMerged
from souk.kernel.work import Work
from souk.orders.actions.place import place_orders
from souk.orders.handlers import on_contacts


async def found(work: Work, q: str) -> list[int]:
    return list((await work.session.execute(await contact_ids(work, ContactFilter(), q))).scalars())


async def test_what_belonged_to_one_belongs_to_the_other(work: Work) -> None:
    kept = await make_contact(work, "Ana Gil", tags=["vip"], external_ids=[("shopify", "1")])
    gone = await make_contact(
        work,
        "A. Gil",
        email="ana@example.com",
        tags=["VIP", "madrid"],
        external_ids=[("amazon", "A9")],
        attributes={"size": "M"},
    )
    newsletter = await create_list(work, "Newsletter")
    await put_into_list(work, newsletter.id, await contact_ids(work, ContactFilter(id=[gone])))

    merged = await merge_contacts(work, kept, gone)

    assert (merged.name, merged.email, merged.attributes) == ("Ana Gil", "ana@example.com", {"size": "M"})
    belongings = await belongings_of(work, [kept, gone])
    assert belongings[kept].external_ids == [("amazon", "A9"), ("shopify", "1")]
    assert belongings[kept].tags == ["madrid", "vip"]
    assert belongings[kept].lists == [(newsletter.id, "Newsletter")]
    assert belongings[gone].external_ids == belongings[gone].tags == belongings[gone].lists == []
    assert (await reread(work, gone)).merged_into_id == kept
    assert ContactMerged(contact_id=kept, merged_id=gone) in work.facts


async def test_the_merged_contact_is_found_no_more_and_its_keys_lead_to_the_other(work: Work) -> None:
    kept = await make_contact(work, "Ana Gil")
    gone = await make_contact(work, "Anita", phone="+34612345678", external_ids=[("amazon", "A9")])
    await merge_contacts(work, kept, gone)
    assert await found(work, "anita") == []
    assert await found(work, "612345") == [kept]
    mentions = [
        ContactMention(source="amazon", external_id="A9"),
        ContactMention(source="web", phone="+34612345678"),
    ]
    assert (await ensure_contacts(work, mentions)).ids == [kept, kept]


async def test_the_orders_come_along(work: Work) -> None:
    kept, gone = await make_contact(work), await make_contact(work, "Anita")
    (placed,) = await place_orders(work, [draft(contact_id=gone, external_id="o-1")])
    await merge_contacts(work, kept, gone)
    await on_contacts(work, [fact for fact in work.facts if isinstance(fact, ContactMerged)])
    assert (await order_row(work, placed.order_id)).contact_id == kept


async def test_the_stricter_consent_counts_though_the_other_was_given_later(work: Work) -> None:
    kept = await make_contact(work, consent=said("granted", SPRING + timedelta(days=5)))
    gone = await make_contact(work, consent=said("withdrawn", SPRING))
    merged = await merge_contacts(work, kept, gone)
    assert (merged.sms_consent, merged.sms_consent_source) == ("withdrawn", "merge")
    await record_consent(work, kept, said("granted", work.now + timedelta(minutes=5), "signed form"))
    assert (await reread(work, kept)).sms_consent == "granted"


async def test_a_consent_goes_with_its_number_and_to_no_other(work: Work) -> None:
    with_number = await make_contact(work, phone="+34612345678")
    without = await make_contact(work, "Ana")
    for kept, expected in ((with_number, "unknown"), (without, "granted")):
        gone = await make_contact(work, phone="+34699999999", consent=said("granted"))
        assert (await merge_contacts(work, kept, gone)).sms_consent == expected


async def test_merging_along_a_chain_leads_to_the_last(work: Work) -> None:
    a, b, c = [await make_contact(work, name) for name in ("A", "B", "C")]
    await merge_contacts(work, b, a)
    await merge_contacts(work, c, b)
    assert (await reread(work, a)).merged_into_id == c
    with pytest.raises(ContactMergedAway) as refusal:
        await merge_contacts(work, a, c)
    assert refusal.value.details == {"contact_id": c}


async def test_impossible_merges_are_refused(work: Work) -> None:
    contact = await make_contact(work)
    with pytest.raises(ContactInvalid, match="with itself"):
        await merge_contacts(work, contact, contact)
    with pytest.raises(ContactMissing):
        await merge_contacts(work, contact, contact + 1_000_000)


async def test_what_came_from_where_stands_in_the_log_and_no_number_does(work: Work) -> None:
    kept = await make_contact(work, "Ana Gil")
    gone = await make_contact(work, "Anita", phone="+34612345678", external_ids=[("amazon", "A9")])
    await place_orders(work, [draft(contact_id=gone, external_id="o-1")])
    await merge_contacts(work, kept, gone)
    entries = await work.session.execute(
        text("select action, before, after from audit_entry where tenant_id = :t order by id"),
        {"t": work.tenant_id},
    )
    log = entries.all()
    after = next(row.after for row in log if row.action == "contact.merged")
    assert after["merged_id"] == gone
    assert after["fields"] == ["phone"]
    assert after["external_ids"] == ["amazon:A9"]
    assert len(after["orders"]) == 1
    assert "612345678" not in str(log)
    assert "Anita" not in str(log)
