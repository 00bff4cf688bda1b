"""A contact's personal data is forgotten, for good."""

from typing import Any

from sqlalchemy import select, update

from souk.audience.actions.telling import tell
from souk.audience.models import Contact
from souk.audience.repository.contacts import forget_belongings, lock_any_contact
from souk.audience.repository.suppressions import forget_number, suppress
from souk.audience.states import Consent, SuppressionReason
from souk.events import emit
from souk.events.audience import ContactErased
from souk.kernel.work import Work

_FORGOTTEN: dict[str, Any] = {
    "name": None,
    "phone": None,
    "email": None,
    "email_key": None,
    "birthday": None,
    "attributes": {},
}


async def erase_contact(work: Work, contact_id: int) -> Contact:
    """Forget name, phone, e-mail, birthday, attributes, tags, lists; of those merged into it too.

    Orders and their sums stay, without a person. What it is called outside stays, so that an order that
    comes again finds the empty contact instead of making it anew. A number that was suppressed, or whose
    contact had withdrawn consent, stays suppressed by its keyed hash. Erasing twice changes nothing.
    Raises ContactMissing.
    """
    contact = await lock_any_contact(work, contact_id)
    if contact.erased_at is not None:
        return contact
    for one in [contact, *await _merged_into(work, contact_id)]:
        await _forget(work, one)
    await tell(work, "contact.erased", contact_id)
    emit(work, ContactErased(contact_id=contact_id))
    await work.session.refresh(contact)
    return contact


async def _merged_into(work: Work, contact_id: int) -> list[Contact]:
    statement = (
        select(Contact)
        .where(
            Contact.tenant_id == work.tenant_id,
            Contact.merged_into_id == contact_id,
            Contact.erased_at.is_(None),
        )
        .order_by(Contact.id)
        .with_for_update()
    )
    return list((await work.session.execute(statement)).scalars())


async def _forget(work: Work, contact: Contact) -> None:
    if contact.phone is not None:
        if contact.sms_consent == Consent.WITHDRAWN:
            await suppress(
                work, [(contact.phone, SuppressionReason.OPT_OUT)], "erased contact", keep_number=False
            )
        await forget_number(work, contact.phone)
    await forget_belongings(work, contact.id)
    await work.session.execute(
        update(Contact)
        .where(Contact.tenant_id == work.tenant_id, Contact.id == contact.id)
        .values(**_FORGOTTEN, erased_at=work.now, version=Contact.version + 1)
    )
