"""Contacts are made and changed, one at a time, by people and programs."""

from collections.abc import Mapping, Sequence
from typing import Any

from souk.audience.actions.consenting import record_consent
from souk.audience.actions.telling import tell, told, values_of
from souk.audience.errors import ContactExists, ContactInvalid, ExternalIdTaken
from souk.audience.models import Contact
from souk.audience.repository.contacts import add_tags, belongings_of, get_contact, lock_contact
from souk.audience.repository.finding import Keys, look_up, take_turns
from souk.audience.repository.writing import (
    WRITTEN,
    add_external_ids,
    draw_ids,
    insert_contacts,
    refresh_words,
    update_contacts,
)
from souk.audience.rules.consent import Said
from souk.audience.rules.names import tags_of
from souk.audience.rules.writes import check_contact
from souk.kernel.clock import local_day
from souk.kernel.errors import FieldError
from souk.kernel.work import ReadWork, Work
from souk.tenancy.public import StaleVersion

MANUAL = "manual"

ExternalIds = Sequence[tuple[str, str]]
"""(source, id) pairs."""


async def create_contact(
    work: Work,
    given: Mapping[str, Any],
    *,
    source: str = MANUAL,
    external_ids: ExternalIds = (),
    tags: Sequence[str] = (),
    consent: Said | None = None,
    allow_duplicate: bool = False,
) -> Contact:
    """Make a contact. Raises ContactInvalid, ExternalIdTaken, and ContactExists for a phone number or e-mail
    address that somebody has, unless `allow_duplicate` (families share numbers).
    """
    values = _checked(work, given, given.get("country"))
    keys = Keys(tuple(external_ids), values.get("phone"), values.get("email_key"))
    if not keys and not values.get("name"):
        raise ContactInvalid(
            "A contact has a name, a phone number, an e-mail address or an external id.",
            fields=[FieldError("name", "is missing")],
        )
    await take_turns(work, [keys])
    await _refuse_known(work, keys, allow_duplicate=allow_duplicate)
    (contact_id,) = await draw_ids(work, 1)
    row = {"id": contact_id, **values, "source": source, "external_ids": list(external_ids)}
    await insert_contacts(work, [row])
    await add_tags(work, [(contact_id, tags_of(tags))])
    await tell(work, "contact.created", contact_id, after=told({**values, "source": source}))
    if consent is not None:
        await record_consent(work, contact_id, consent)
    return await get_contact(work, contact_id)


async def update_contact(
    work: Work,
    contact_id: int,
    given: Mapping[str, Any],
    *,
    external_ids: ExternalIds | None = None,
    version: int | None = None,
) -> Contact:
    """Change the given fields of a contact; `external_ids` are added. Raises ContactMissing,
    ContactMergedAway, ContactErased, StaleVersion, ContactInvalid, ExternalIdTaken.
    """
    contact = await lock_contact(work, contact_id)
    if version is not None and version != contact.version:
        raise StaleVersion(
            "The contact was changed in the meantime; load it again.", details={"version": contact.version}
        )
    values = _checked(work, given, given.get("country", contact.country))
    if external_ids:
        await _add_external_ids(work, contact_id, external_ids)
    present = {name: getattr(contact, name) for name in WRITTEN}
    wanted = {**present, **{name: values[name] for name in values if name in WRITTEN}}
    if wanted != present:
        await update_contacts(work, [{"id": contact_id, **wanted}])
        await tell(work, "contact.updated", contact_id, before=told(values_of(contact)), after=told(wanted))
    await work.session.refresh(contact)
    return contact


def _checked(work: ReadWork, given: Mapping[str, Any], country: str | None) -> dict[str, Any]:
    checked = check_contact(given, country, local_day(work.now, work.scope.timezone))
    if checked.wrong:
        raise ContactInvalid(
            "; ".join(f"{wrong.field}: {wrong.message}" for wrong in checked.wrong) + ".",
            fields=checked.wrong,
        )
    return checked.values


async def _refuse_known(work: ReadWork, keys: Keys, *, allow_duplicate: bool) -> None:
    directory = await look_up(work, [keys])
    for pair, contact_id in directory.by_external_id.items():
        raise ExternalIdTaken(
            f"{pair[0]} calls contact {contact_id} {pair[1]}.", details={"contact_id": contact_id}
        )
    found = directory.find(keys)
    if found is not None and not allow_duplicate:
        raise ContactExists(
            f"Contact {found} has this phone number or e-mail address. Change that one, or say that two"
            " people share it (allow_duplicate).",
            details={"contact_id": found},
        )


async def _add_external_ids(work: Work, contact_id: int, external_ids: ExternalIds) -> None:
    keys = Keys(tuple(external_ids))
    await take_turns(work, [keys])
    known = (await look_up(work, [keys])).by_external_id
    for pair, other in known.items():
        if other != contact_id:
            raise ExternalIdTaken(
                f"{pair[0]} calls contact {other} {pair[1]}.", details={"contact_id": other}
            )
    fresh = [pair for pair in external_ids if pair not in known]
    await add_external_ids(work, [(contact_id, *pair) for pair in fresh])
    if fresh:
        contact = await get_contact(work, contact_id)
        row = {"id": contact_id, "name": contact.name, "phone": contact.phone, "email": contact.email}
        await refresh_words(work, [row])
        ids = (await belongings_of(work, [contact_id]))[contact_id].external_ids
        await tell(
            work,
            "contact.known_as",
            contact_id,
            after={"external_ids": [f"{source}:{known}" for source, known in ids]},
        )
