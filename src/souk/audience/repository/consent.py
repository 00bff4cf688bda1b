"""Consent: the log, and what counts of it, kept at the contact."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import Row, text

from souk.audience.rules.consent import Said
from souk.audience.states import Consent
from souk.kernel.db.recordset import as_json, recordset
from souk.kernel.work import ReadWork, Work

_LOG = text(f"""
    insert into consent_change (tenant_id, contact_id, state, source, changed_at, recorded_at, actor)
    select :tenant_id, contact_id, state, source, changed_at, :now, :actor
    from {recordset({"contact_id": "bigint", "state": "text", "source": "text", "changed_at": "timestamptz"})}
    order by contact_id, changed_at
    on conflict do nothing
    returning contact_id
""")

# The same order as `rules.consent.consent_of`: the last by its time, of two at once the stricter.
_SETTLE = text("""
    with counting as (
        select distinct on (contact_id) contact_id, state, source, changed_at
          from consent_change
         where tenant_id = :tenant_id and contact_id = any(cast(:ids as bigint[])) and channel = 'sms'
         order by contact_id, changed_at desc, (state = 'withdrawn') desc, source desc
    ), present as (
        select id, sms_consent as before from contact
         where tenant_id = :tenant_id and id = any(cast(:ids as bigint[]))
         order by id for update
    )
    update contact
       set sms_consent = counting.state, sms_consent_source = counting.source,
           sms_consent_at = counting.changed_at, version = version + 1, updated_at = :now
      from counting join present on present.id = counting.contact_id
     where contact.tenant_id = :tenant_id and contact.id = counting.contact_id
       and (contact.sms_consent, contact.sms_consent_source, contact.sms_consent_at)
           is distinct from (counting.state, counting.source, counting.changed_at)
    returning contact.id, present.before, contact.sms_consent, contact.sms_consent_source,
              contact.sms_consent_at
""")


async def log_consent(work: Work, said: Iterable[tuple[int, Said]]) -> list[int]:
    """Write down what contacts said; the same thing twice is one. Returns the contacts with something new."""
    rows = [
        {"contact_id": contact_id, "state": one.state.value, "source": one.source, "changed_at": one.at}
        for contact_id, one in said
    ]
    if not rows:
        return []
    logged = await work.session.execute(
        _LOG,
        {"tenant_id": work.tenant_id, "now": work.now, "actor": work.actor.label, "rows": as_json(rows)},
    )
    return sorted(set(logged.scalars()))


async def settle_consent(work: Work, ids: Sequence[int]) -> Sequence[Row[int, str, str, str, datetime]]:
    """Keep at each contact what counts of its log. Returns those for which it changed, with what was."""
    changed = await work.session.execute(
        _SETTLE, {"tenant_id": work.tenant_id, "ids": list(ids), "now": work.now}
    )
    return changed.all()


_PRESENT = text("""
    select id, sms_consent from contact
     where tenant_id = :tenant_id and id = any(cast(:ids as bigint[]))
""")


async def present_consent(work: ReadWork, ids: Sequence[int]) -> dict[int, Consent]:
    rows = await work.session.execute(_PRESENT, {"tenant_id": work.tenant_id, "ids": list(ids)})
    return {row.id: Consent(row.sms_consent) for row in rows}
