"""Who is meant: by external id, then phone, then e-mail."""

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sqlalchemy import text

from souk.kernel.work import ReadWork, Work
from souk.transfers.public import is_rehearsal

_TURNS = 64
"""Makers of new contacts take turns by so many parts of what contacts are known by."""

_BY_EXTERNAL_ID = text("""
    select source, external_id, contact_id from contact_external_id
      join unnest(cast(:sources as text[]), cast(:ids as text[])) as given (source, external_id)
           using (source, external_id)
     where tenant_id = :tenant_id
""")
_BY_PHONE = text("""
    select phone, min(coalesce(merged_into_id, id)) as contact_id from contact
     where tenant_id = :tenant_id and phone = any(cast(:phones as text[])) group by phone
""")
_BY_EMAIL = text("""
    select email_key, min(coalesce(merged_into_id, id)) as contact_id from contact
     where tenant_id = :tenant_id and email_key = any(cast(:emails as text[])) group by email_key
""")
_TAKE_TURNS = text("""
    select pg_advisory_xact_lock(:space, part) from unnest(cast(:parts as integer[])) as part
""")


@dataclass(frozen=True, slots=True)
class Keys:
    """What somebody is known by."""

    external_ids: tuple[tuple[str, str], ...] = ()
    phone: str | None = None
    email_key: str | None = None

    def __bool__(self) -> bool:
        return bool(self.external_ids or self.phone or self.email_key)


@dataclass(slots=True)
class Directory:
    """Contacts by what they are known by; of several with a number or address, the first made."""

    by_external_id: dict[tuple[str, str], int] = field(default_factory=dict)
    by_phone: dict[str, int] = field(default_factory=dict)
    by_email: dict[str, int] = field(default_factory=dict)

    def find(self, keys: Keys) -> int | None:
        for pair in keys.external_ids:
            if pair in self.by_external_id:
                return self.by_external_id[pair]
        if keys.phone is not None and keys.phone in self.by_phone:
            return self.by_phone[keys.phone]
        return self.by_email.get(keys.email_key) if keys.email_key is not None else None

    def add(self, contact_id: int, keys: Keys) -> None:
        for pair in keys.external_ids:
            self.by_external_id.setdefault(pair, contact_id)
        if keys.phone is not None:
            self.by_phone.setdefault(keys.phone, contact_id)
        if keys.email_key is not None:
            self.by_email.setdefault(keys.email_key, contact_id)


async def look_up(work: ReadWork, wanted: Iterable[Keys]) -> Directory:
    """Everybody known by any of these keys."""
    keys = [one for one in wanted if one]
    directory = Directory()
    pairs = sorted({pair for one in keys for pair in one.external_ids})
    if pairs:
        rows = await work.session.execute(
            _BY_EXTERNAL_ID,
            {
                "tenant_id": work.tenant_id,
                "sources": [source for source, _ in pairs],
                "ids": [known for _, known in pairs],
            },
        )
        directory.by_external_id = {(source, known): contact for source, known, contact in rows}
    phones = sorted({one.phone for one in keys if one.phone})
    if phones:
        found = await work.session.execute(_BY_PHONE, {"tenant_id": work.tenant_id, "phones": phones})
        directory.by_phone = {row.phone: row.contact_id for row in found}
    emails = sorted({one.email_key for one in keys if one.email_key})
    if emails:
        found = await work.session.execute(_BY_EMAIL, {"tenant_id": work.tenant_id, "emails": emails})
        directory.by_email = {row.email_key: row.contact_id for row in found}
    return directory


async def take_turns(work: Work, wanted: Sequence[Keys]) -> None:
    """Wait for whoever is just making contacts known by the same, so that nobody is made twice.

    Held until the transaction ends. A rehearsal takes no turn: it would keep others from working, and
    what it makes is gone at its end.
    """
    if is_rehearsal(work):
        return
    parts = {zlib.crc32(repr(key).encode()) % _TURNS for one in wanted for key in _each(one)}
    if parts:
        space = zlib.crc32(f"contacts of {work.tenant_id}".encode()) - 2**31
        await work.session.execute(_TAKE_TURNS, {"space": space, "parts": sorted(parts)})


def _each(keys: Keys) -> Iterable[tuple[str, ...]]:
    yield from keys.external_ids
    if keys.phone:
        yield (keys.phone,)
    if keys.email_key:
        yield (keys.email_key,)
