"""Contacts that orders and files mention: found, or made."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import anyio.to_thread

from souk.audience.repository.finding import Directory, Keys, look_up, take_turns
from souk.audience.repository.writing import (
    Row,
    add_external_ids,
    add_words,
    draw_ids,
    fill_blanks,
    insert_contacts,
)
from souk.audience.rules.names import tidy
from souk.audience.rules.reaching import email_key, email_of, phone_of
from souk.kernel.work import Work

EXTERNAL_ID_CHARS = 255
SOURCE_CHARS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactMention:
    """Somebody whom an order or a file names. What cannot be a phone number, an e-mail address, a country
    is left out: the order keeps what it was given.
    """

    source: str
    """Who calls them `external_id`, and where a new contact comes from: a marketplace, a shop system."""
    external_id: str | None = None
    name: str | None = None
    phone: str | None = None
    email: str | None = None
    country: str | None = None
    locale: str | None = None


@dataclass(frozen=True, slots=True)
class Ensured:
    """`ids` in the order of the mentions, None for one that tells nobody; `created` how many were made."""

    ids: list[int | None]
    created: int


async def ensure_contacts(work: Work, mentions: Sequence[ContactMention]) -> Ensured:
    """Find each mentioned contact by external id, then phone, then e-mail; make those that are not there.

    A found contact gets what it lacks (name, phone, e-mail, country, locale, this external id), nothing
    it has is changed, and an erased one stays empty. Mentions of one call find one another. Repeating
    the call changes nothing; calls at the same time make nobody twice. Set-based: a few statements for
    thousands of mentions.
    """
    people = await anyio.to_thread.run_sync(_people, mentions)
    directory = await look_up(work, [keys for keys, _ in people])
    unknown = [keys for keys, _ in people if keys and directory.find(keys) is None]
    if unknown:
        await take_turns(work, unknown)
        _add_all(directory, await look_up(work, unknown))
    fresh: list[Row] = []
    ids = [_settle(directory, keys, person, fresh) for keys, person in people]
    drawn = dict(zip(range(-1, -len(fresh) - 1, -1), await draw_ids(work, len(fresh)), strict=True))
    final = [drawn.get(one, one) if one is not None else None for one in ids]
    for row in fresh:
        row["id"] = drawn[row["id"]]
    await insert_contacts(work, fresh)
    made = set(drawn.values())
    await _complete(
        work, [(one, *who) for one, who in zip(final, people, strict=True) if one and one not in made]
    )
    return Ensured(final, len(fresh))


def _people(mentions: Sequence[ContactMention]) -> list[tuple[Keys, Row]]:
    """In a thread: telling a phone number's country and validity is work for the processor."""
    return [_person(mention) for mention in mentions]


def _person(mention: ContactMention) -> tuple[Keys, Row]:
    email = email_of(mention.email) if mention.email else None
    country = mention.country if mention.country and len(mention.country) == 2 else None
    phone = phone_of(mention.phone, country) if mention.phone else None
    source = tidy(mention.source, SOURCE_CHARS) or "unknown"
    known = tidy(mention.external_id, EXTERNAL_ID_CHARS)
    row: dict[str, Any] = {
        "name": tidy(mention.name),
        "phone": phone,
        "email": email,
        "email_key": email_key(email) if email else None,
        "country": country,
        "locale": mention.locale,
        "source": source,
    }
    pairs = ((source, known),) if known else ()
    return Keys(pairs, phone, row["email_key"]), row


def _add_all(directory: Directory, more: Directory) -> None:
    directory.by_external_id |= more.by_external_id
    directory.by_phone |= more.by_phone
    directory.by_email |= more.by_email


def _settle(directory: Directory, keys: Keys, person: Row, fresh: list[Row]) -> int | None:
    """Whom a mention means: somebody known, or somebody new under a number below zero for now."""
    if not keys:
        return None
    found = directory.find(keys)
    if found is None:
        found = -len(fresh) - 1
        fresh.append({**person, "id": found, "external_ids": list(keys.external_ids)})
    elif found < 0:
        _into(fresh[-found - 1], keys, person)
    directory.add(found, keys)
    return found


def _into(new: Row, keys: Keys, person: Row) -> None:
    """A second mention of somebody new adds what the first did not tell."""
    for name, value in person.items():
        if new.get(name) is None:
            new[name] = value
    new["external_ids"] += [pair for pair in keys.external_ids if pair not in new["external_ids"]]


async def _complete(work: Work, found: Sequence[tuple[int, Keys, Row]]) -> None:
    """Known contacts get what they lack."""
    lacking: dict[int, Row] = {}
    for contact_id, keys, person in found:
        row = lacking.setdefault(contact_id, {"id": contact_id, "external_ids": []})
        for name, value in person.items():
            if row.get(name) is None:
                row[name] = value
        row["external_ids"] += keys.external_ids
    await fill_blanks(work, list(lacking.values()))
    new_ids = await _unknown_ids(work, lacking)
    await add_external_ids(work, new_ids)
    await add_words(
        work, [{"id": contact_id, "external_ids": [(source, known)]} for contact_id, source, known in new_ids]
    )


async def _unknown_ids(work: Work, lacking: dict[int, Row]) -> list[tuple[int, str, str]]:
    pairs = {(source, known): row["id"] for row in lacking.values() for source, known in row["external_ids"]}
    directory = await look_up(work, [Keys((pair,)) for pair in pairs])
    return [(contact_id, *pair) for pair, contact_id in pairs.items() if pair not in directory.by_external_id]
