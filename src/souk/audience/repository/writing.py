"""The statements that write contacts, a few thousand at a time, with the words they are found by."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import text

from souk.audience.rules.names import words_of_contact
from souk.kernel.db.recordset import as_json, recordset
from souk.kernel.work import Work

Row = dict[str, Any]
"""A contact's own values by column, with `id`; perhaps `external_ids` as (source, id) pairs."""

WRITTEN = {
    "name": "text",
    "phone": "text",
    "email": "text",
    "email_key": "text",
    "country": "text",
    "locale": "text",
    "timezone": "text",
    "birthday": "date",
    "attributes": "jsonb",
}
"""The columns a contact is written with, and their SQL types."""

_NAMES = ", ".join(WRITTEN)

_DRAW = text("select nextval('contact_id_seq') from generate_series(1, :count)")

_CONSENT = {"sms_consent": "text", "sms_consent_source": "text", "sms_consent_at": "timestamptz"}
_INSERT = text(f"""
    insert into contact (tenant_id, id, {_NAMES}, source, sms_consent, sms_consent_source, sms_consent_at,
                         created_by, created_at, updated_at)
    select :tenant_id, id, {_NAMES}, source, coalesce(sms_consent, 'unknown'), sms_consent_source,
           sms_consent_at, :actor, :now, :now
    from {recordset({"id": "bigint", **WRITTEN, "source": "text", **_CONSENT})}
""")

_UPDATE = text(f"""
    update contact
       set {", ".join(f"{name} = given.{name}" for name in WRITTEN)},
           version = contact.version + 1, updated_at = :now
      from {recordset({"id": "bigint", **WRITTEN})}
     where contact.tenant_id = :tenant_id and contact.id = given.id
""")

_FILLED = ("name", "phone", "email", "email_key", "country", "locale")
_LACKING = " or ".join(f"contact.{name} is null and given.{name} is not null" for name in _FILLED)
# Locked in the order of their ids, so that two writers of the same contacts wait and never deadlock.
_FILL = text(f"""
    with given as materialized (
        select * from {recordset({"id": "bigint", **{name: WRITTEN[name] for name in _FILLED}})}
    ), lacking as materialized (
        select contact.id from contact join given using (id)
         where contact.tenant_id = :tenant_id and contact.erased_at is null and ({_LACKING})
         order by contact.id
           for update of contact
    )
    update contact
       set {", ".join(f"{name} = coalesce(contact.{name}, given.{name})" for name in _FILLED)},
           version = contact.version + 1, updated_at = :now
      from given join lacking using (id)
     where contact.tenant_id = :tenant_id and contact.id = given.id
    returning contact.id, contact.name, contact.phone, contact.email
""")

_EXTERNAL_IDS = text(f"""
    insert into contact_external_id (tenant_id, source, external_id, contact_id)
    select :tenant_id, source, external_id, contact_id
    from {recordset({"source": "text", "external_id": "text", "contact_id": "bigint"})}
    order by source, external_id
    on conflict (tenant_id, source, external_id) do nothing
""")

_FORGET_WORDS = text("""
    delete from contact_word where tenant_id = :tenant_id and contact_id = any(cast(:ids as bigint[]))
""")

_WORDS = text(f"""
    insert into contact_word (tenant_id, word, contact_id, identifying)
    select :tenant_id, word, contact_id, identifying
    from {recordset({"word": "text", "contact_id": "bigint", "identifying": "boolean"})}
    on conflict (tenant_id, word, contact_id) do update
        set identifying = contact_word.identifying and excluded.identifying
        where contact_word.identifying and not excluded.identifying
""")

_KNOWN_AS = text("""
    select contact_id, external_id from contact_external_id
     where tenant_id = :tenant_id and contact_id = any(cast(:ids as bigint[]))
""")


async def draw_ids(work: Work, count: int) -> list[int]:
    """New ids in the order in which contacts were given."""
    if not count:
        return []
    return list((await work.session.execute(_DRAW, {"count": count})).scalars())


async def insert_contacts(work: Work, rows: Sequence[Row]) -> None:
    """Write new contacts with their external ids and words. A consent they come with is not logged here."""
    if not rows:
        return
    await work.session.execute(
        _INSERT,
        {
            "tenant_id": work.tenant_id,
            "actor": work.actor.label,
            "now": work.now,
            "rows": as_json(
                {**_written(row), "source": row["source"], **{name: row.get(name) for name in _CONSENT}}
                for row in rows
            ),
        },
    )
    await add_external_ids(work, [(row["id"], *pair) for row in rows for pair in row.get("external_ids", ())])
    await add_words(work, rows)


async def update_contacts(work: Work, rows: Sequence[Row]) -> None:
    """Write whole contacts that are locked and have changed, and the words they are found by."""
    if not rows:
        return
    await work.session.execute(
        _UPDATE,
        {"tenant_id": work.tenant_id, "now": work.now, "rows": as_json(_written(row) for row in rows)},
    )
    await refresh_words(work, rows)


async def fill_blanks(work: Work, rows: Sequence[Row]) -> int:
    """Give contacts what they lack, and change nothing they have. Returns how many were changed."""
    if not rows:
        return 0
    given = [{"id": row["id"], **{name: row.get(name) for name in _FILLED}} for row in rows]
    filled = await work.session.execute(
        _FILL, {"tenant_id": work.tenant_id, "now": work.now, "rows": as_json(given)}
    )
    changed = [dict(row._mapping) for row in filled]
    await add_words(work, changed)
    return len(changed)


def _written(row: Mapping[str, Any]) -> Row:
    return {
        "id": row["id"],
        **{name: row.get(name) for name in WRITTEN},
        "attributes": row.get("attributes") or {},
    }


async def add_external_ids(work: Work, ids: Iterable[tuple[int, str, str]]) -> None:
    """(contact, source, external id); one that is known already stays where it is."""
    given = [
        {"contact_id": contact, "source": source, "external_id": known} for contact, source, known in ids
    ]
    if given:
        await work.session.execute(_EXTERNAL_IDS, {"tenant_id": work.tenant_id, "rows": as_json(given)})


async def add_words(work: Work, rows: Sequence[Row]) -> None:
    """The words of these contacts, beside those they have."""
    words = [
        {"word": word, "contact_id": row["id"], "identifying": identifying}
        for row in rows
        for word, identifying in words_of_contact(
            row.get("name"),
            row.get("phone"),
            row.get("email"),
            (known for _, known in row.get("external_ids", ())),
        ).items()
    ]
    if words:
        await work.session.execute(_WORDS, {"tenant_id": work.tenant_id, "rows": as_json(words)})


async def refresh_words(work: Work, rows: Sequence[Row]) -> None:
    """The words of these contacts and no others; what they are called outside stays among them."""
    ids = [row["id"] for row in rows]
    known: dict[int, list[tuple[str, str]]] = {}
    for contact_id, external_id in await work.session.execute(
        _KNOWN_AS, {"tenant_id": work.tenant_id, "ids": ids}
    ):
        known.setdefault(contact_id, []).append(("", external_id))
    await forget_words(work, ids)
    await add_words(work, [{**row, "external_ids": known.get(row["id"], ())} for row in rows])


async def forget_words(work: Work, ids: Sequence[int]) -> None:
    await work.session.execute(_FORGET_WORDS, {"tenant_id": work.tenant_id, "ids": list(ids)})
