"""What other domains may call of the audience.

`contact_rows` and `segment_rows` answer SELECTs for others' set-based statements (`kernel.db.parts.as_part`);
they read under the caller's row-level security.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select

from souk.audience.actions.ensuring import ContactMention, Ensured, ensure_contacts
from souk.audience.actions.grouping import create_segment
from souk.audience.actions.importing import apply_rows
from souk.audience.actions.suppressing import suppress_numbers
from souk.audience.filters import ContactFilter
from souk.audience.models import Contact, Segment
from souk.audience.repository.groups import get_segment
from souk.audience.repository.listing import contact_ids
from souk.audience.repository.suppressions import suppressions_of
from souk.audience.rules.reaching import masked_email, masked_phone
from souk.audience.segments.definition import read_definition
from souk.audience.segments.meaning import members
from souk.audience.states import Consent, SuppressionReason
from souk.kernel.work import ReadWork
from souk.tenancy.public import masks_personal_data

__all__ = [
    "Consent",
    "ContactMention",
    "ContactRef",
    "Ensured",
    "SuppressionReason",
    "apply_rows",
    "contact_rows",
    "contacts_by_ids",
    "contacts_found",
    "create_segment",
    "ensure_contacts",
    "read_definition",
    "segment_members",
    "segment_rows",
    "suppress_numbers",
    "suppressed",
]


@dataclass(frozen=True, slots=True)
class ContactRef:
    """A contact as it is shown beside other things; phone and e-mail masked for who may not see them."""

    contact_id: int
    name: str | None
    phone: str | None
    email: str | None
    country: str | None
    erased: bool


def contact_rows() -> Select[*tuple[Any, ...]]:
    """One row per contact, those included that became another one or were erased.

    tenant_id, contact_id, name, phone (E.164), email, country, locale, timezone, birthday, source,
    sms_consent (unknown, granted, withdrawn), orders_count, spent_minor (tenant's currency), last_order_at,
    merged_into_id (null: living), erased_at, created_at.
    """
    return select(
        Contact.tenant_id,
        Contact.id.label("contact_id"),
        Contact.name,
        Contact.phone,
        Contact.email,
        Contact.country,
        Contact.locale,
        Contact.timezone,
        Contact.birthday,
        Contact.source,
        Contact.sms_consent,
        Contact.orders_count,
        Contact.spent_minor,
        Contact.last_order_at,
        Contact.merged_into_id,
        Contact.erased_at,
        Contact.created_at,
    )


def segment_rows() -> Select[*tuple[Any, ...]]:
    """One row per segment: tenant_id, segment_id, name, description, created_at."""
    return select(
        Segment.tenant_id,
        Segment.id.label("segment_id"),
        Segment.name,
        Segment.description,
        Segment.created_at,
    )


async def contacts_by_ids(work: ReadWork, ids: Iterable[int]) -> dict[int, ContactRef]:
    """Contacts by id, masked for who asks; unknown ids are left out."""
    wanted = sorted(set(ids))
    if not wanted:
        return {}
    rows = await work.session.execute(
        select(
            Contact.id, Contact.name, Contact.phone, Contact.email, Contact.country, Contact.erased_at
        ).where(Contact.tenant_id == work.tenant_id, Contact.id.in_(wanted))
    )
    masked = masks_personal_data(work)
    return {
        row.id: ContactRef(
            row.id,
            row.name,
            masked_phone(row.phone) if masked else row.phone,
            masked_email(row.email) if masked else row.email,
            row.country,
            row.erased_at is not None,
        )
        for row in rows
    }


async def contacts_found(work: ReadWork, q: str, limit: int) -> list[int]:
    """The newest contacts with words that begin with each word of `q`; numbers, addresses and external ids
    are searched only for who may see them.
    """
    statement = (await contact_ids(work, ContactFilter(), q)).order_by(Contact.id.desc()).limit(limit)
    return list((await work.session.execute(statement)).scalars())


async def segment_members(work: ReadWork, segment_id: int) -> Select[int]:
    """A SELECT of the ids of a segment's contacts now. Raises SegmentMissing."""
    return members(work, read_definition((await get_segment(work, segment_id)).definition))


async def suppressed(work: ReadWork, phones: Sequence[str]) -> set[str]:
    """Which of these E.164 numbers are never to be messaged."""
    return set(await suppressions_of(work, phones))
