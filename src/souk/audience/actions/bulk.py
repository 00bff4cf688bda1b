"""Many contacts at once: tags, consent."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, Table, delete, literal, select
from sqlalchemy.dialects.postgresql import insert

from souk.audience.actions.consenting import check_time, settle
from souk.audience.errors import ContactInvalid
from souk.audience.models import ContactTag
from souk.audience.repository.consent import log_consent
from souk.audience.rules.consent import Said
from souk.audience.rules.names import tags_of
from souk.audience.states import Consent
from souk.kernel.errors import FieldError
from souk.kernel.work import Work
from souk.tenancy.public import record_audit

CONTACT_TAG: Table = ContactTag.__table__  # type: ignore[assignment]
CONSENTS_AT_ONCE = 10_000
"""Each consent is told of on its own; more than this is an import."""


async def change_tags(work: Work, contact_ids: Select[int], add: Sequence[str], remove: Sequence[str]) -> int:
    """Returns how many tags were put on or taken off."""
    chosen = contact_ids.cte("chosen")
    changed = 0
    for key, tag in tags_of(add).items():
        rows = select(literal(work.tenant_id), literal(key), chosen.c[0], literal(tag))
        added = await work.session.execute(
            insert(CONTACT_TAG)
            .from_select(["tenant_id", "tag_key", "contact_id", "tag"], rows)
            .on_conflict_do_nothing()
            .execution_options(preserve_rowcount=True)
        )
        changed += int(added.rowcount)  # type: ignore[attr-defined]
    if keys := list(tags_of(remove)):
        removed = await work.session.execute(
            delete(ContactTag)
            .where(
                ContactTag.tenant_id == work.tenant_id,
                ContactTag.tag_key.in_(keys),
                ContactTag.contact_id.in_(contact_ids),
            )
            .execution_options(synchronize_session=False)
        )
        changed += int(removed.rowcount)  # type: ignore[attr-defined]
    await _tell(work, "contacts.tagged", {"added": list(add), "removed": list(remove), "changed": changed})
    return changed


async def change_consent(work: Work, contact_ids: Select[int], said: Said) -> tuple[int, int]:
    """Write down the same for many. Returns how many were meant, and for how many what counts has changed.

    Raises ContactInvalid for more than `CONSENTS_AT_ONCE`, for a time to come, for `unknown`.
    """
    if said.state is Consent.UNKNOWN:
        raise ContactInvalid(
            "Consent is granted or withdrawn; it cannot become unknown again.",
            fields=[FieldError("state", "granted or withdrawn")],
        )
    check_time(said.at, work.now)
    ids = list((await work.session.execute(contact_ids.limit(CONSENTS_AT_ONCE + 1))).scalars())
    if len(ids) > CONSENTS_AT_ONCE:
        raise ContactInvalid(
            f"More than {CONSENTS_AT_ONCE:,} contacts at once; narrow them down, or import a file."
        )
    changed = await settle(work, await log_consent(work, [(one, said) for one in ids]))
    await _tell(
        work,
        "contacts.consent_told",
        {"state": said.state, "source": said.source, "at": said.at, "contacts": len(ids), "changed": changed},
    )
    return len(ids), changed


async def _tell(work: Work, action: str, after: dict[str, Any]) -> None:
    await record_audit(work, action, subject=("contacts", "bulk", "several contacts"), after=after)
