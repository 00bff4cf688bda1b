"""What the audience holds, as the API shows it: masked where it must be, with what hangs on it."""

from collections.abc import Sequence

from souk.audience.models import Contact, ContactList, Segment, Suppression
from souk.audience.repository.contacts import Belongings, belongings_of, consent_log
from souk.audience.repository.suppressions import suppressions_of
from souk.audience.rules.reaching import masked_email, masked_phone
from souk.audience.schemas import (
    ConsentChangeShape,
    ContactDetail,
    ContactShape,
    ListShape,
    SegmentShape,
    SuppressionShape,
)
from souk.audience.segments.definition import read_definition
from souk.kernel.work import ReadWork
from souk.tenancy.public import masks_personal_data


async def shaped(work: ReadWork, contacts: Sequence[Contact]) -> list[ContactShape]:
    """Contacts in the order given."""
    belongings = await belongings_of(work, [contact.id for contact in contacts])
    masked = masks_personal_data(work)
    return [
        _contact_shape(contact, belongings[contact.id], work.scope.currency, masked=masked)
        for contact in contacts
    ]


async def detailed(work: ReadWork, contact: Contact) -> ContactDetail:
    """A contact with its consent's history and its number's suppressions."""
    (shape,) = await shaped(work, [contact])
    suppressed = await suppressions_of(work, [contact.phone] if contact.phone else [])
    return ContactDetail(
        **shape.model_dump(),
        consent_log=[ConsentChangeShape.model_validate(one) for one in await consent_log(work, contact.id)],
        suppressions=[
            suppression_shape(one, masked=shape.masked) for found in suppressed.values() for one in found
        ],
    )


def _contact_shape(contact: Contact, belongings: Belongings, currency: str, *, masked: bool) -> ContactShape:
    plain = {name: getattr(contact, name) for name in ContactShape.model_fields if hasattr(contact, name)}
    return ContactShape.model_validate(
        {
            **plain,
            "phone": masked_phone(contact.phone) if masked else contact.phone,
            "email": masked_email(contact.email) if masked else contact.email,
            "masked": masked,
            "sms_consent": {
                "state": contact.sms_consent,
                "source": contact.sms_consent_source,
                "changed_at": contact.sms_consent_at,
            },
            "tags": belongings.tags,
            "external_ids": [{"source": s, "id": known} for s, known in belongings.external_ids],
            "lists": [{"id": list_id, "name": name} for list_id, name in belongings.lists],
            "spent": {"amount": contact.spent_minor, "currency": currency},
            "spent_beside": [
                {"amount": amount, "currency": code} for code, amount in sorted(contact.spent_beside.items())
            ],
        }
    )


def list_shape(found: ContactList, contacts: int) -> ListShape:
    """A list with how many contacts are in it."""
    plain = {name: getattr(found, name) for name in ListShape.model_fields if name != "contacts"}
    return ListShape.model_validate({**plain, "contacts": contacts})


def segment_shape(segment: Segment) -> SegmentShape:
    """A segment with its definition as it is understood now."""
    plain = {name: getattr(segment, name) for name in SegmentShape.model_fields if name != "definition"}
    return SegmentShape.model_validate({**plain, "definition": read_definition(segment.definition)})


def suppression_shape(found: Suppression, *, masked: bool) -> SuppressionShape:
    """A suppression, its number masked for who may not see it."""
    plain = {name: getattr(found, name) for name in SuppressionShape.model_fields}
    return SuppressionShape.model_validate(
        {**plain, "phone": masked_phone(found.phone) if masked else found.phone}
    )
