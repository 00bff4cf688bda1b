"""Contacts as a file that can be imported again."""

from collections.abc import AsyncIterator, Sequence
from typing import Any

from souk.audience.actions.suppressing import number_meant
from souk.audience.models import Contact, Suppression
from souk.audience.repository.contacts import Belongings, belongings_of
from souk.audience.repository.listing import CONTACT_SORT, contacts, in_pieces
from souk.audience.repository.suppressions import listed
from souk.audience.rules.reaching import masked_email, masked_phone
from souk.audience.schemas import ContactQuery, SuppressionQuery
from souk.kernel.lists import ordering
from souk.kernel.money import Money
from souk.kernel.work import ReadWork
from souk.tenancy.public import masks_personal_data
from souk.transfers.public import Column

_OWN = ("name", "phone", "email", "country", "locale", "timezone", "birthday", "attributes")


class ContactExport:
    """Numbers and addresses are masked for who may not see them; such a file cannot be imported again."""

    kind = "contacts"
    title = "Contacts"
    capability = "audience.read"
    query = ContactQuery
    columns = tuple(
        Column(name)
        for name in (
            "contact_id",
            "external_source",
            "external_id",
            *_OWN,
            "tags",
            "source",
            "sms_consent",
            "sms_consent_source",
            "sms_consent_at",
            "orders",
            "spent",
            "currency",
            "first_order_at",
            "last_order_at",
            "created_at",
        )
    )

    async def rows(self, work: ReadWork, query: ContactQuery) -> AsyncIterator[Sequence[Any]]:
        statement = await contacts(work, query, query.q)
        order = ordering(query.sort, CONTACT_SORT, default="id", tie=CONTACT_SORT["id"].asc())
        masked = masks_personal_data(work)
        async for piece in in_pieces(work, statement, order):
            belongings = await belongings_of(work, [contact.id for contact in piece])
            for contact in piece:
                yield _row(contact, belongings[contact.id], work.scope.currency, masked=masked)


def _row(contact: Contact, belongings: Belongings, currency: str, *, masked: bool) -> list[Any]:
    own = {name: getattr(contact, name) for name in _OWN}
    if masked:
        own |= {"phone": masked_phone(contact.phone), "email": masked_email(contact.email)}
    source, known = belongings.external_ids[0] if belongings.external_ids else (None, None)
    return [
        contact.id,
        source,
        known,
        *own.values(),
        belongings.tags,
        contact.source,
        contact.sms_consent,
        contact.sms_consent_source,
        contact.sms_consent_at,
        contact.orders_count,
        Money(contact.spent_minor, currency).major,
        currency,
        contact.first_order_at,
        contact.last_order_at,
        contact.created_at,
    ]


class SuppressionExport:
    """Numbers never to be messaged, masked for who may not see them."""

    kind = "suppressions"
    title = "Suppressions"
    capability = "audience.read"
    query = SuppressionQuery
    columns = tuple(Column(name) for name in ("phone", "reason", "source", "suppressed_at", "created_by"))

    async def rows(self, work: ReadWork, query: SuppressionQuery) -> AsyncIterator[Sequence[Any]]:
        statement = listed(work, query.reason, number_meant(query.phone)).order_by(Suppression.id.desc())
        masked = masks_personal_data(work)
        streamed = await work.session.stream_scalars(statement.execution_options(yield_per=1_000))
        async for one in streamed:
            yield [
                masked_phone(one.phone) if masked else one.phone,
                one.reason,
                one.source,
                one.suppressed_at,
                one.created_by,
            ]
