"""Whose orders they are: contacts found or made, shown, forgotten."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager

from souk.audience.public import ContactMention, contacts_by_ids, contacts_found, ensure_contacts
from souk.kernel.db.violations import refused_as
from souk.kernel.errors import FieldError
from souk.kernel.work import ReadWork, Work
from souk.orders.drafts import OrderDraft
from souk.orders.errors import ContactUnknown
from souk.orders.repository import people
from souk.orders.schemas.outgoing import ContactRef as ContactShown

CONTACTS_MEANT_MAX = 200
"""Of the contacts that a search means, the newest so many are looked at."""


async def contacts_of(work: Work, drafts: Sequence[OrderDraft]) -> list[int | None]:
    """The contact of each draft, None where its source tells nobody."""
    ids = [draft.contact_id for draft in drafts]
    told = [
        place for place, draft in enumerate(drafts) if draft.contact_id is None and draft.buyer is not None
    ]
    if told:
        ensured = await ensure_contacts(work, [_mention(drafts[place]) for place in told])
        for place, contact_id in zip(told, ensured.ids, strict=True):
            ids[place] = contact_id
    return ids


def _mention(draft: OrderDraft) -> ContactMention:
    buyer = draft.buyer
    if buyer is None:
        raise RuntimeError("the source told nobody")
    return ContactMention(
        source=draft.marketplace,
        external_id=buyer.external_id,
        name=buyer.name,
        phone=buyer.phone,
        email=buyer.email,
        country=buyer.country or draft.country,
        locale=buyer.locale,
    )


def unknown_contact_refused() -> AbstractAsyncContextManager[None]:
    """Turns the database's refusal of a contact that is not there into ContactUnknown."""
    return refused_as(
        {
            "sales_order_tenant_id_contact_id_fkey": lambda: ContactUnknown(
                "There is no such contact.", fields=[FieldError("contact_id", "no such contact")]
            )
        }
    )


async def move_contacts(work: Work, merged: Mapping[int, int]) -> None:
    """Orders of contacts that were merged into others belong to those now."""
    await people.move_contacts(work, merged)


async def forget_contacts(work: Work, contact_ids: Sequence[int]) -> None:
    """Addresses, notes and raw payloads of erased contacts are gone; orders and sums stay."""
    await people.forget_contacts(work, contact_ids)


async def contacts_shown(work: ReadWork, ids: Iterable[int | None]) -> dict[int, ContactShown]:
    """Contacts as they are shown beside orders; masked for those who may not see whom they are."""
    found = await contacts_by_ids(work, [one for one in ids if one is not None])
    return {
        contact_id: ContactShown(id=contact_id, name=contact.name, email=contact.email, phone=contact.phone)
        for contact_id, contact in found.items()
    }


async def contacts_meant(work: ReadWork, q: str) -> tuple[int, ...]:
    """Contacts whose name or e-mail it is; e-mails only for those who may see them."""
    return tuple(await contacts_found(work, q, CONTACTS_MEANT_MAX))
