"""What contacts say about being written to is written down, and what counts of it is kept."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from souk.audience.actions.telling import tell
from souk.audience.errors import ContactInvalid
from souk.audience.models import Contact
from souk.audience.repository.consent import log_consent, present_consent, settle_consent
from souk.audience.repository.contacts import lock_contact
from souk.audience.rules.consent import Said, is_news
from souk.audience.states import Consent
from souk.events import emit
from souk.events.audience import ConsentChanged
from souk.kernel.errors import FieldError
from souk.kernel.work import Work

CLOCK_SKEW = timedelta(minutes=10)
"""A time so far ahead is a clock that goes wrong; one further ahead is refused."""


async def record_consent(work: Work, contact_id: int, said: Said) -> Contact:
    """Write down what a contact said, at the time it was said. The same again changes nothing; something
    older than what counts is kept in the log and changes nothing else. Raises ContactMissing,
    ContactMergedAway, ContactErased, ContactInvalid for a time to come.
    """
    contact = await lock_contact(work, contact_id)
    check_time(said.at, work.now)
    if said.state is Consent.UNKNOWN:
        raise ContactInvalid(
            "Consent is granted or withdrawn; it cannot become unknown again.",
            fields=[FieldError("state", "granted or withdrawn")],
        )
    if await log_consent(work, [(contact_id, said)]):
        await tell(
            work,
            "contact.consent_told",
            contact_id,
            after={"state": said.state, "source": said.source, "at": said.at},
        )
        await settle(work, [contact_id])
    await work.session.refresh(contact)
    return contact


def check_time(at: datetime, now: datetime) -> None:
    """Raises ContactInvalid for a time to come."""
    if at > now + CLOCK_SKEW:
        raise ContactInvalid(
            "Consent cannot be given in the future.", fields=[FieldError("changed_at", "lies in the future")]
        )


async def tell_consents(work: Work, said: Sequence[tuple[int, Said, bool]]) -> int:
    """Write down what many contacts said, each with whether its time is known (else it is `said.at`).

    Returns for how many what counts has changed. See `rules.consent.is_news` for what has no time.
    """
    present = await present_consent(work, [contact_id for contact_id, _, _ in said])
    news = [
        (contact_id, one)
        for contact_id, one, dated in said
        if is_news(present.get(contact_id, Consent.UNKNOWN), one.state, dated=dated)
    ]
    return await settle(work, await log_consent(work, news))


async def log_first_consents(work: Work, said: Sequence[tuple[int, Said]]) -> None:
    """Log what new contacts, made with this consent, have said, and tell of it."""
    await log_consent(work, said)
    for contact_id, one in said:
        _tell_change(work, contact_id, Consent.UNKNOWN, one.state, one.source, one.at)


async def settle(work: Work, ids: Sequence[int]) -> int:
    """Keep what counts now, and tell of every change of it."""
    if not ids:
        return 0
    changed = 0
    for contact_id, before, state, source, at in await settle_consent(work, ids):
        if before != state:
            changed += 1
            _tell_change(work, contact_id, before, state, source, at)
    return changed


def _tell_change(work: Work, contact_id: int, before: str, state: str, source: str, at: datetime) -> None:
    emit(
        work,
        ConsentChanged(
            contact_id=contact_id,
            channel="sms",
            state=str(state),
            before=str(before),
            source=source,
            changed_at=at.isoformat(),
        ),
    )
