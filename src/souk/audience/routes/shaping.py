"""Contacts as the API shows them, with what hangs on them, masked where they must be."""

from collections.abc import Sequence

from souk.audience.models import Contact
from souk.audience.repository.contacts import belongings_of, consent_log
from souk.audience.repository.suppressions import suppressions_of
from souk.audience.schemas import ConsentChangeShape, ContactDetail, ContactShape, SuppressionShape
from souk.kernel.work import ReadWork
from souk.tenancy.public import masks_personal_data


async def shaped(work: ReadWork, contacts: Sequence[Contact]) -> list[ContactShape]:
    belongings = await belongings_of(work, [contact.id for contact in contacts])
    masked = masks_personal_data(work)
    return [
        ContactShape.of(contact, belongings[contact.id], work.scope.currency, masked=masked)
        for contact in contacts
    ]


async def detailed(work: ReadWork, contact: Contact) -> ContactDetail:
    (shape,) = await shaped(work, [contact])
    suppressed = await suppressions_of(work, [contact.phone] if contact.phone else [])
    return ContactDetail(
        **shape.model_dump(),
        consent_log=[ConsentChangeShape.model_validate(one) for one in await consent_log(work, contact.id)],
        suppressions=[
            SuppressionShape.of(one, masked=shape.masked) for found in suppressed.values() for one in found
        ],
    )
