"""Everything Souk knows of one contact, for the person themselves."""

from typing import Any

from pydantic_core import to_jsonable_python

from souk.audience.actions.telling import tell
from souk.audience.ports import purchases
from souk.audience.repository.contacts import belongings_of, consent_log, get_contact
from souk.audience.repository.suppressions import suppressions_of
from souk.kernel.work import Work

_OWN = (
    "id",
    "name",
    "phone",
    "email",
    "country",
    "locale",
    "timezone",
    "birthday",
    "attributes",
    "source",
    "sms_consent",
    "sms_consent_source",
    "sms_consent_at",
    "orders_count",
    "spent_minor",
    "spent_beside",
    "first_order_at",
    "last_order_at",
    "created_at",
    "updated_at",
    "merged_into_id",
    "erased_at",
)


async def dossier_of(work: Work, contact_id: int) -> dict[str, Any]:
    """The contact whole, as plain JSON: fields, what it is called outside, tags, lists, everything it said
    about being written to, suppressions of its number, orders with lines. Reading it is audited. Raises
    ContactMissing.
    """
    contact = await get_contact(work, contact_id)
    belongings = (await belongings_of(work, [contact_id]))[contact_id]
    suppressed = await suppressions_of(work, [contact.phone] if contact.phone else [])
    whole = {
        "contact": {**{name: getattr(contact, name) for name in _OWN}, "currency": work.scope.currency},
        "external_ids": [{"source": source, "id": known} for source, known in belongings.external_ids],
        "tags": belongings.tags,
        "lists": [{"id": list_id, "name": name} for list_id, name in belongings.lists],
        "consent": [
            {
                "state": one.state,
                "source": one.source,
                "changed_at": one.changed_at,
                "recorded_at": one.recorded_at,
            }
            for one in await consent_log(work, contact_id)
        ],
        "suppressions": [
            {"reason": one.reason, "source": one.source, "suppressed_at": one.suppressed_at}
            for found in suppressed.values()
            for one in found
        ],
        "orders": await purchases().whole_orders_of(work, contact_id),
    }
    await tell(work, "contact.exported", contact_id)
    plain: dict[str, Any] = to_jsonable_python(whole)
    return plain
