"""Numbers are suppressed, and let go again."""

from collections.abc import Sequence

from sqlalchemy import select

from souk.audience.actions.consenting import settle
from souk.audience.errors import ContactInvalid
from souk.audience.models import Contact, Suppression
from souk.audience.repository.consent import log_consent
from souk.audience.repository.suppressions import lock_suppression, suppress
from souk.audience.rules.consent import Said
from souk.audience.rules.reaching import phone_of
from souk.audience.states import Consent, SuppressionReason
from souk.kernel.errors import FieldError
from souk.kernel.work import Work
from souk.tenancy.public import record_audit

_SAYS_NO = frozenset({SuppressionReason.OPT_OUT, SuppressionReason.COMPLAINT})


async def suppress_numbers(
    work: Work, phones: Sequence[str], reason: SuppressionReason, source: str
) -> list[int]:
    """Suppress numbers. Who opted out or complained has also withdrawn consent: their contacts know it.

    Returns the ids of what was new; a number suppressed for the same reason stays as it is. Raises
    ContactInvalid naming the numbers that cannot be one.
    """
    read = [phone_of(phone, None) for phone in phones]
    wrong = [
        FieldError(f"phones.{place}", "not a phone number such as +34612345678")
        for place, phone in enumerate(read)
        if phone is None
    ]
    if wrong:
        raise ContactInvalid("Some are no phone numbers; write them as +34612345678.", fields=wrong)
    numbers = list(dict.fromkeys(phone for phone in read if phone))
    made = await suppress(work, [(phone, reason) for phone in numbers], source)
    if reason in _SAYS_NO:
        said = Said(Consent.WITHDRAWN, source, work.now)
        await settle(
            work, await log_consent(work, [(one, said) for one in await _with_numbers(work, numbers)])
        )
    await record_audit(
        work,
        "suppression.added",
        subject=("suppression", made[0] if made else 0, reason.value),
        after={"reason": reason, "source": source, "numbers": len(numbers), "new": len(made)},
    )
    return made


def number_meant(phone: str | None) -> str | None:
    """The number a list is asked for, as E.164; None where none is. Raises ContactInvalid."""
    if phone is None:
        return None
    found = phone_of(phone, None)
    if found is None:
        raise ContactInvalid(
            "That is no phone number; write it as +34612345678.",
            fields=[FieldError("phone", "not a phone number")],
        )
    return found


async def _with_numbers(work: Work, phones: Sequence[str]) -> list[int]:
    """Contacts with these numbers who have not withdrawn already."""
    statement = select(Contact.id).where(
        Contact.tenant_id == work.tenant_id,
        Contact.phone.in_(phones),
        Contact.merged_into_id.is_(None),
        Contact.sms_consent != Consent.WITHDRAWN,
    )
    return list((await work.session.execute(statement.order_by(Contact.id))).scalars())


async def lift_suppression(work: Work, suppression_id: int) -> Suppression:
    """Let a number go that was suppressed for one reason; consent does not come back by it.

    Raises SuppressionMissing.
    """
    found = await lock_suppression(work, suppression_id)
    await work.session.delete(found)
    await record_audit(
        work,
        "suppression.lifted",
        subject=("suppression", found.id, found.reason),
        before={"reason": found.reason, "source": found.source},
    )
    return found
