"""A batch of a file's rows becomes contacts."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import anyio.to_thread
from sqlalchemy import select

from souk.audience.actions.consenting import CLOCK_SKEW, log_first_consents, tell_consents
from souk.audience.actions.grouping import ensure_list
from souk.audience.models import Contact
from souk.audience.repository.contacts import add_tags, lock_contacts
from souk.audience.repository.finding import Directory, Keys, look_up, take_turns
from souk.audience.repository.groups import add_members
from souk.audience.repository.writing import (
    WRITTEN,
    Row,
    add_external_ids,
    draw_ids,
    insert_contacts,
    refresh_words,
    update_contacts,
)
from souk.audience.rules.consent import Said
from souk.audience.rules.names import tags_of, tidy
from souk.audience.rules.writes import check_contact
from souk.audience.states import Consent
from souk.kernel.clock import local_day
from souk.kernel.work import Work
from souk.transfers.public import BatchOutcome, MappedRow, Note, Rejection

_GIVEN = ("phone", "email", "country", "locale", "timezone", "birthday")
_CONSENTS = {
    **dict.fromkeys(
        ("granted", "yes", "true", "1", "y", "subscribed", "opted_in", "si", "sí"), Consent.GRANTED
    ),
    **dict.fromkeys(("withdrawn", "no", "false", "0", "n", "unsubscribed", "opted_out"), Consent.WITHDRAWN),
    **dict.fromkeys(("unknown", "not_subscribed", "never_subscribed", "pending"), Consent.UNKNOWN),
}


@dataclass(slots=True)
class Person:
    """A row that can be read: who is meant, and what is told of them."""

    line: int
    keys: Keys
    values: dict[str, Any]
    tags: dict[str, str]
    own_id: int | None = None
    said: Said | None = None
    is_dated: bool = False
    contact_id: int = 0


@dataclass(slots=True)
class _Batch:
    outcome: BatchOutcome = field(default_factory=BatchOutcome)
    created: set[int] = field(default_factory=set)
    changed: set[int] = field(default_factory=set)

    def reject(self, line: int, code: str, message: str, name: str | None = None) -> None:
        self.outcome.rejections.append(Rejection(line, code, message, name))

    def note(self, line: int, code: str, message: str) -> None:
        self.outcome.notes.append(Note(line, code, message))


async def apply_rows(
    work: Work,
    rows: Sequence[MappedRow],
    *,
    source: str,
    list_name: str | None,
    tags: Sequence[str],
    consent_source: str,
    default_country: str | None,
    told_at: datetime,
) -> BatchOutcome:
    """Find or make the contact of each row and write what the row tells. The same rows again change nothing.

    `told_at` stands for consents without a time of their own.
    """
    batch = _Batch()
    reader = _Reader(work, source, tags, consent_source, default_country, told_at, batch)
    read = await anyio.to_thread.run_sync(lambda: [reader.read(row) for row in rows])
    people = await _identified(work, [one for one in read if one is not None], batch)
    fresh = await _settle(work, people, batch)
    await insert_contacts(work, fresh)
    batch.created = {row["id"] for row in fresh}
    await _change_known(work, people, batch)
    batch.changed |= await add_tags(work, [(one.contact_id, one.tags) for one in people])
    consents = await _tell_consents(work, people, fresh)
    if list_name is not None:
        await _put_into(work, list_name, [one.contact_id for one in people], batch)
    return _counted(batch, people, consents)


async def _tell_consents(work: Work, people: Sequence[Person], fresh: Sequence[Row]) -> int:
    """New contacts were made with their consent; it is logged. The others' follows what they said before."""
    came_with = {row["id"]: row["said"] for row in fresh if row["said"] is not None}
    await log_first_consents(work, list(came_with.items()))
    said = [
        (one.contact_id, one.said, one.is_dated)
        for one in people
        if one.said is not None and one.said is not came_with.get(one.contact_id)
    ]
    return len(came_with) + await tell_consents(work, said)


def _counted(batch: _Batch, people: Sequence[Person], consents: int) -> BatchOutcome:
    met = {one.contact_id for one in people}
    changed = batch.changed - batch.created
    outcome = batch.outcome
    outcome.created, outcome.changed = len(batch.created), len(changed)
    outcome.unchanged = len(met - batch.created - changed)
    if consents:
        outcome.tallies["consents_changed"] = consents
    return outcome


class _Reader:
    """Rows into people, in a thread: phone numbers are work for the processor."""

    def __init__(
        self,
        work: Work,
        source: str,
        tags: Sequence[str],
        consent_source: str,
        default_country: str | None,
        told_at: datetime,
        batch: _Batch,
    ) -> None:
        self._today = local_day(work.now, work.scope.timezone)
        self._now = work.now
        self._source = source
        self._tags = tags
        self._consent_source = consent_source
        self._default_country = default_country
        self._told_at = told_at
        self._batch = batch

    def read(self, row: MappedRow) -> Person | None:
        given = {name: row[name] for name in _GIVEN if row[name] is not None}
        if name := row["name"] or " ".join(part for part in (row["first_name"], row["last_name"]) if part):
            given["name"] = name
        if row["attributes"]:
            given["attributes"] = row["attributes"]
        checked = check_contact(given, row["country"] or self._default_country, self._today)
        for wrong in checked.wrong:
            self._batch.reject(
                row.line, f"invalid_{wrong.field}", f"{wrong.field}: {wrong.message}", wrong.field
            )
        if checked.wrong:
            return None
        known = tidy(row["external_id"])
        pairs = ((tidy(row["external_source"]) or self._source, known),) if known else ()
        keys = Keys(pairs, checked.values.get("phone"), checked.values.get("email_key"))
        own_id = row["contact_id"]
        if not keys and own_id is None:
            self._batch.reject(
                row.line,
                "nobody",
                "tells no contact_id, external id, phone or e-mail: the contact could not be found again",
            )
            return None
        person = Person(row.line, keys, checked.values, tags_of([*(row["tags"] or ()), *self._tags]), own_id)
        return person if self._read_consent(row, person) else None

    def _read_consent(self, row: MappedRow, person: Person) -> bool:
        text = row["sms_consent"]
        if text is None:
            return True
        state = _CONSENTS.get(text.strip().lower().replace(" ", "_"))
        if state is None:
            self._batch.reject(
                row.line,
                "unknown_consent",
                f"'{text}' is no consent; write granted or withdrawn",
                "sms_consent",
            )
            return False
        at = row["sms_consent_at"]
        if at is not None and at > self._now + CLOCK_SKEW:
            self._batch.reject(
                row.line, "consent_in_future", "consent cannot be given in the future", "sms_consent_at"
            )
            return False
        if state is not Consent.UNKNOWN:
            source = tidy(row["sms_consent_source"]) or self._consent_source
            person.said, person.is_dated = Said(state, source, at or self._told_at), at is not None
        return True


async def _identified(work: Work, people: Sequence[Person], batch: _Batch) -> list[Person]:
    """Without those whose own id is nobody's, who were erased, or who have become another contact."""
    wanted = {one.own_id for one in people if one.own_id is not None}
    rows = await work.session.execute(
        select(Contact.id, Contact.merged_into_id).where(
            Contact.tenant_id == work.tenant_id, Contact.id.in_(wanted)
        )
    )
    own = {row.id: row.merged_into_id or row.id for row in rows}
    known: list[Person] = []
    for one in people:
        if one.own_id is None:
            known.append(one)
        elif one.own_id in own:
            one.contact_id = own[one.own_id]
            known.append(one)
        else:
            batch.reject(one.line, "unknown_contact", f"there is no contact {one.own_id}", "contact_id")
    return known


async def _settle(work: Work, people: Sequence[Person], batch: _Batch) -> list[Row]:
    """Give each person the id of its contact; returns the contacts to be made."""
    directory = await look_up(work, [one.keys for one in people])
    unknown = [one.keys for one in people if not one.contact_id and directory.find(one.keys) is None]
    if unknown:
        await take_turns(work, unknown)
        more = await look_up(work, unknown)
        directory.by_external_id |= more.by_external_id
        directory.by_phone |= more.by_phone
        directory.by_email |= more.by_email
    fresh: list[Row] = []
    ids = iter(await draw_ids(work, len(unknown)))
    for one in people:
        found = one.contact_id or directory.find(one.keys)
        if found is None:
            found = next(ids)
            pairs = list(one.keys.external_ids)
            source = pairs[0][0] if pairs else "import"
            fresh.append(
                {"id": found, **one.values, "source": source, "external_ids": pairs, **_consent(one)}
            )
        else:
            _note_sharing(directory, one, found, batch)
        one.contact_id = found
        directory.add(found, one.keys)
    return fresh


def _consent(one: Person) -> Row:
    if one.said is None:
        return {"said": None}
    return {
        "said": one.said,
        "sms_consent": one.said.state.value,
        "sms_consent_source": one.said.source,
        "sms_consent_at": one.said.at,
    }


def _note_sharing(directory: Directory, one: Person, found: int, batch: _Batch) -> None:
    for what, other in (
        ("phone number", directory.by_phone.get(one.keys.phone or "")),
        ("e-mail address", directory.by_email.get(one.keys.email_key or "")),
    ):
        if other is not None and other != found:
            batch.note(
                one.line,
                "shared",
                f"contacts {found} and {other} have this {what}; merge them if they are one person",
            )


async def _change_known(work: Work, people: Sequence[Person], batch: _Batch) -> None:
    """Write what rows tell of contacts there are already, the later row of the file last."""
    contacts = await lock_contacts(work, {one.contact_id for one in people})
    present = {
        contact.id: {"id": contact.id, **{name: getattr(contact, name) for name in WRITTEN}}
        for contact in contacts.values()
    }
    wanted = {contact_id: dict(row) for contact_id, row in present.items()}
    for one in people:
        if contacts[one.contact_id].erased_at is not None:
            batch.note(one.line, "erased", "the contact's personal data was erased; the row is not written")
            one.tags, one.said = {}, None
            continue
        row = wanted[one.contact_id]
        told = dict(one.values)
        if "attributes" in told:
            told["attributes"] = {**row["attributes"], **told["attributes"]}
        row.update(told)
    differing = [row for contact_id, row in wanted.items() if row != present[contact_id]]
    await update_contacts(work, differing)
    batch.changed |= {row["id"] for row in differing}
    await _add_known_ids(work, people, batch, wanted)


async def _add_known_ids(work: Work, people: Sequence[Person], batch: _Batch, rows: dict[int, Row]) -> None:
    pairs = {pair: one.contact_id for one in people for pair in one.keys.external_ids}
    directory = await look_up(work, [Keys((pair,)) for pair in pairs])
    new = {pair: one for pair, one in pairs.items() if pair not in directory.by_external_id}
    await add_external_ids(work, [(contact_id, *pair) for pair, contact_id in new.items()])
    ids = set(new.values())
    await refresh_words(work, [rows[contact_id] for contact_id in sorted(ids)])
    batch.changed |= ids


async def _put_into(work: Work, list_name: str, contact_ids: Sequence[int], batch: _Batch) -> None:
    found = await ensure_list(work, list_name)
    chosen = select(Contact.id).where(
        Contact.tenant_id == work.tenant_id, Contact.id.in_(contact_ids), Contact.erased_at.is_(None)
    )
    added = await add_members(work, found.id, chosen)
    if added:
        batch.outcome.tallies["added_to_list"] = added
