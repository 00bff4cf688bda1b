"""Two contacts turn out to be one person."""

from typing import Any

from sqlalchemy import text, update

from souk.audience.actions.consenting import settle
from souk.audience.actions.telling import tell
from souk.audience.errors import ContactInvalid
from souk.audience.models import Contact
from souk.audience.ports import purchases
from souk.audience.repository.consent import log_consent
from souk.audience.repository.contacts import Belongings, belongings_of, lock_contact, lock_contacts
from souk.audience.repository.writing import WRITTEN, forget_words, update_contacts
from souk.audience.rules.consent import Said, consent_after_merge
from souk.audience.states import Consent
from souk.events import emit
from souk.events.audience import ContactMerged
from souk.kernel.errors import FieldError
from souk.kernel.work import Work

ORDERS_TOLD = 10_000
"""As many orders are named in the audit log for undoing a merge."""

_MOVE = [
    text(statement)
    for statement in (
        "update contact_external_id set contact_id = :kept"
        " where tenant_id = :tenant_id and contact_id = :gone",
        "insert into contact_tag (tenant_id, tag_key, contact_id, tag)"
        " select tenant_id, tag_key, :kept, tag from contact_tag"
        "  where tenant_id = :tenant_id and contact_id = :gone on conflict do nothing",
        "insert into contact_list_member (tenant_id, list_id, contact_id, added_at, added_by)"
        " select tenant_id, list_id, :kept, added_at, added_by from contact_list_member"
        "  where tenant_id = :tenant_id and contact_id = :gone on conflict do nothing",
        "delete from contact_tag where tenant_id = :tenant_id and contact_id = :gone",
        "delete from contact_list_member where tenant_id = :tenant_id and contact_id = :gone",
        "update contact set merged_into_id = :kept where tenant_id = :tenant_id and merged_into_id = :gone",
    )
]


async def merge_contacts(work: Work, kept_id: int, gone_id: int) -> Contact:
    """Make `gone_id` a part of `kept_id`: its orders, external ids, tags, lists, and the fields the kept one
    lacks. Of the two consents the stricter counts. The row of the gone one stays and points to the kept
    one; what came from where stands in the audit log.

    Raises ContactMissing, ContactMergedAway, ContactErased, ContactInvalid for a contact and itself.
    """
    if kept_id == gone_id:
        raise ContactInvalid(
            "A contact cannot be merged with itself.",
            fields=[FieldError("contact_id", "is the same contact")],
        )
    await lock_contacts(work, [kept_id, gone_id])  # in one order, whoever is merged into whom
    kept, gone = await lock_contact(work, kept_id), await lock_contact(work, gone_id)
    belonged = await belongings_of(work, [kept_id, gone_id])
    taken = _lacking(kept, gone)
    await _tell_merge(work, kept, gone, belonged, taken)
    for move in _MOVE:
        await work.session.execute(move, {"tenant_id": work.tenant_id, "kept": kept_id, "gone": gone_id})
    await forget_words(work, [gone_id])
    present = {name: getattr(kept, name) for name in WRITTEN}
    await update_contacts(work, [{"id": kept_id, **present, **taken}])
    await _follow_strictest(work, kept, gone)
    await work.session.execute(
        update(Contact)
        .where(Contact.tenant_id == work.tenant_id, Contact.id == gone_id)
        .values(merged_into_id=kept_id, version=Contact.version + 1)
    )
    emit(work, ContactMerged(contact_id=kept_id, merged_id=gone_id))
    await work.session.refresh(kept)
    return kept


def _lacking(kept: Contact, gone: Contact) -> dict[str, Any]:
    taken = {
        name: getattr(gone, name)
        for name in WRITTEN
        if getattr(kept, name) is None and getattr(gone, name) is not None
    }
    attributes = {**gone.attributes, **kept.attributes}
    return {**taken, "attributes": attributes} if attributes != kept.attributes else taken


async def _follow_strictest(work: Work, kept: Contact, gone: Contact) -> None:
    said = consent_after_merge(
        _told_by(kept), _told_by(gone), same_number=kept.phone in (None, gone.phone), now=work.now
    )
    if said is not None:
        await settle(work, await log_consent(work, [(kept.id, said)]))


def _told_by(contact: Contact) -> Said | None:
    if contact.sms_consent_at is None:
        return None
    return Said(Consent(contact.sms_consent), contact.sms_consent_source or "unknown", contact.sms_consent_at)


async def _tell_merge(
    work: Work, kept: Contact, gone: Contact, belonged: dict[int, Belongings], taken: dict[str, Any]
) -> None:
    """Enough to take it back by hand: what came from the gone contact, by name and id."""
    theirs, ours = belonged[gone.id], belonged[kept.id]
    await tell(
        work,
        "contact.merged",
        kept.id,
        before={"sms_consent": kept.sms_consent},
        after={
            "merged_id": gone.id,
            "fields": sorted(taken),
            "external_ids": [f"{source}:{known}" for source, known in theirs.external_ids],
            "tags": [tag for tag in theirs.tags if tag not in ours.tags],
            "lists": [one for one in theirs.lists if one not in ours.lists],
            "orders": await purchases().order_ids_of(work, gone.id, ORDERS_TOLD),
        },
    )
