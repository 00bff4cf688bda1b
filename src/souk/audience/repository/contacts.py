"""Contacts by id, and what hangs on them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import delete, func, select, text

from souk.audience.errors import ContactErased, ContactMergedAway, ContactMissing
from souk.audience.models import (
    ConsentChange,
    Contact,
    ContactExternalId,
    ContactList,
    ContactListMember,
    ContactTag,
    ContactWord,
)
from souk.kernel.db.recordset import as_json, recordset
from souk.kernel.work import ReadWork, Work


@dataclass(slots=True)
class Belongings:
    """What hangs on a contact."""

    external_ids: list[tuple[str, str]] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    lists: list[tuple[int, str]] = field(default_factory=list)


async def get_contact(work: ReadWork, contact_id: int) -> Contact:
    """Raises ContactMissing."""
    statement = select(Contact).where(Contact.tenant_id == work.tenant_id, Contact.id == contact_id)
    return _found((await work.session.execute(statement)).scalar_one_or_none())


async def lock_contact(work: Work, contact_id: int) -> Contact:
    """A contact that can be changed. Raises ContactMissing, ContactMergedAway, ContactErased."""
    contact = await lock_any_contact(work, contact_id)
    if contact.merged_into_id is not None:
        raise ContactMergedAway(
            f"This contact has become contact {contact.merged_into_id}.",
            details={"contact_id": contact.merged_into_id},
        )
    if contact.erased_at is not None:
        raise ContactErased("The personal data of this contact was erased; it cannot be changed any more.")
    return contact


async def lock_any_contact(work: Work, contact_id: int) -> Contact:
    """Raises ContactMissing."""
    statement = (
        select(Contact)
        .where(Contact.tenant_id == work.tenant_id, Contact.id == contact_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return _found((await work.session.execute(statement)).scalar_one_or_none())


def _found(contact: Contact | None) -> Contact:
    if contact is None:
        raise ContactMissing("There is no such contact.")
    return contact


async def lock_contacts(work: Work, ids: Iterable[int]) -> dict[int, Contact]:
    """Those there are, locked in the order of their ids."""
    statement = (
        select(Contact)
        .where(Contact.tenant_id == work.tenant_id, Contact.id.in_(sorted(set(ids))))
        .order_by(Contact.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return {contact.id: contact for contact in (await work.session.execute(statement)).scalars()}


async def belongings_of(work: ReadWork, ids: Sequence[int]) -> dict[int, Belongings]:
    """External ids, tags and lists of contacts; every id has an entry."""
    found = {contact_id: Belongings() for contact_id in ids}
    known = await work.session.execute(
        select(ContactExternalId.contact_id, ContactExternalId.source, ContactExternalId.external_id)
        .where(ContactExternalId.tenant_id == work.tenant_id, ContactExternalId.contact_id.in_(ids))
        .order_by(ContactExternalId.source, ContactExternalId.external_id)
    )
    for contact_id, source, external_id in known:
        found[contact_id].external_ids.append((source, external_id))
    tagged = await work.session.execute(
        select(ContactTag.contact_id, ContactTag.tag)
        .where(ContactTag.tenant_id == work.tenant_id, ContactTag.contact_id.in_(ids))
        .order_by(ContactTag.tag_key)
    )
    for contact_id, tag in tagged:
        found[contact_id].tags.append(tag)
    listed = await work.session.execute(
        select(ContactListMember.contact_id, ContactList.id, ContactList.name)
        .join(
            ContactList,
            (ContactList.tenant_id == ContactListMember.tenant_id)
            & (ContactList.id == ContactListMember.list_id),
        )
        .where(ContactListMember.tenant_id == work.tenant_id, ContactListMember.contact_id.in_(ids))
        .order_by(ContactList.name_key)
    )
    for contact_id, list_id, name in listed:
        found[contact_id].lists.append((list_id, name))
    return found


async def consent_log(work: ReadWork, contact_id: int) -> list[ConsentChange]:
    """Everything a contact has said, the newest first."""
    statement = (
        select(ConsentChange)
        .where(ConsentChange.tenant_id == work.tenant_id, ConsentChange.contact_id == contact_id)
        .order_by(ConsentChange.changed_at.desc(), ConsentChange.id.desc())
    )
    return list((await work.session.execute(statement)).scalars())


_TAG = text(f"""
    insert into contact_tag (tenant_id, tag_key, contact_id, tag)
    select :tenant_id, tag_key, contact_id, tag
    from {recordset({"tag_key": "text", "tag": "text", "contact_id": "bigint"})}
    order by tag_key, contact_id
    on conflict do nothing
    returning contact_id
""")


async def add_tags(work: Work, tags: Iterable[tuple[int, Mapping[str, str]]]) -> set[int]:
    """(contact, tags by key). Returns the contacts that got one they did not have."""
    rows = [
        {"contact_id": contact_id, "tag_key": key, "tag": tag}
        for contact_id, given in tags
        for key, tag in given.items()
    ]
    if not rows:
        return set()
    added = await work.session.execute(_TAG, {"tenant_id": work.tenant_id, "rows": as_json(rows)})
    return set(added.scalars())


async def forget_belongings(work: Work, contact_id: int) -> None:
    """Tags, lists and words of a contact are gone; what it is called outside and its consent log stay."""
    for table in (ContactTag, ContactListMember, ContactWord):
        await work.session.execute(
            delete(table).where(table.tenant_id == work.tenant_id, table.contact_id == contact_id)
        )


async def country_counts(work: ReadWork) -> list[Any]:
    """(country, contacts) of every country contacts are known to live in, the most frequent first."""
    statement = (
        select(Contact.country, func.count().label("contacts"))
        .where(
            Contact.tenant_id == work.tenant_id,
            Contact.country.is_not(None),
            Contact.merged_into_id.is_(None),
            Contact.erased_at.is_(None),
        )
        .group_by(Contact.country)
        .order_by(func.count().desc(), Contact.country)
    )
    return list((await work.session.execute(statement)).all())


async def tag_counts(work: ReadWork) -> list[Any]:
    """(tag, contacts) of every tag, by name."""
    statement = (
        select(func.min(ContactTag.tag).label("tag"), func.count().label("contacts"))
        .where(ContactTag.tenant_id == work.tenant_id)
        .group_by(ContactTag.tag_key)
        .order_by(ContactTag.tag_key)
    )
    return list((await work.session.execute(statement)).all())
