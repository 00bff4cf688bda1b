"""Consent: every change is kept, and what counts does not depend on the order in which Souk heard of it."""

import itertools
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from tests.audience.factories import SPRING, make_contact, reread, said

from souk.audience.actions.consenting import record_consent, tell_consents
from souk.audience.errors import ContactInvalid
from souk.audience.repository.contacts import consent_log
from souk.audience.rules.consent import Said, consent_after_merge, consent_of
from souk.audience.states import Consent
from souk.events.audience import ConsentChanged
from souk.kernel.work import Work

STATES = st.sampled_from([Consent.GRANTED, Consent.WITHDRAWN])
TIMES = st.datetimes(datetime(2026, 1, 1), datetime(2026, 1, 4), timezones=st.just(UTC))  # noqa: DTZ001
CHANGES = st.lists(st.builds(Said, STATES, st.sampled_from(["form", "reply", "file"]), TIMES), max_size=6)


@given(CHANGES, st.randoms())
def test_the_same_changes_in_any_order_and_twice_end_in_the_same_consent(
    changes: list[Said], dice: object
) -> None:
    shuffled = [*changes, *changes]
    dice.shuffle(shuffled)  # type: ignore[attr-defined]
    assert consent_of(shuffled) == consent_of(changes)


def test_of_two_things_said_at_once_the_stricter_counts() -> None:
    counting = consent_of([said("withdrawn"), said("granted", source="reply")])
    assert counting is not None
    assert counting.state is Consent.WITHDRAWN


@given(
    st.none() | st.builds(Said, STATES, st.just("form"), TIMES),
    st.none() | st.builds(Said, STATES, st.just("form"), TIMES),
)
def test_who_withdrew_anywhere_has_withdrawn_after_a_merge(kept: Said | None, gone: Said | None) -> None:
    for same_number in (True, False):
        written = consent_after_merge(kept, gone, same_number=same_number, now=SPRING)
        counting = consent_of([one for one in (kept, written) if one is not None])
        withdrawn = any(one is not None and one.state is Consent.WITHDRAWN for one in (kept, gone))
        if withdrawn:
            assert counting is not None
            assert counting.state is Consent.WITHDRAWN
        if kept is None and gone is not None and not same_number:
            assert counting is None or withdrawn


@pytest.mark.parametrize("order", list(itertools.permutations(range(4))))
async def test_the_database_agrees_whatever_the_order(work: Work, order: tuple[int, ...]) -> None:
    """The statement that settles consent follows the same rule as `consent_of`."""
    at = [SPRING, SPRING + timedelta(days=1), SPRING + timedelta(days=1), SPRING - timedelta(days=9)]
    states = ["granted", "granted", "withdrawn", "withdrawn"]
    changes = [said(state, when, source) for state, when, source in zip(states, at, "abcd", strict=True)]
    contact_id = await make_contact(work)
    for place in (*order, *order):
        await record_consent(work, contact_id, changes[place])
    contact = await reread(work, contact_id)
    counting = consent_of(changes)
    assert counting is not None
    assert (contact.sms_consent, contact.sms_consent_source, contact.sms_consent_at) == (
        counting.state,
        counting.source,
        counting.at,
    )
    assert len(await consent_log(work, contact_id)) == 4


async def test_a_change_of_what_counts_is_told_once(work: Work) -> None:
    contact_id = await make_contact(work, consent=said("granted"))
    await record_consent(work, contact_id, said("granted"))
    await record_consent(work, contact_id, said("withdrawn", SPRING - timedelta(days=1)))
    await record_consent(work, contact_id, said("withdrawn", SPRING + timedelta(days=1), "reply STOP"))
    told = [(fact.before, fact.state) for fact in work.facts if isinstance(fact, ConsentChanged)]
    assert told == [("unknown", "granted"), ("granted", "withdrawn")]


async def test_nobody_consents_in_the_future_or_becomes_unknown(work: Work) -> None:
    contact_id = await make_contact(work)
    with pytest.raises(ContactInvalid, match="in the future"):
        await record_consent(work, contact_id, said("granted", work.now + timedelta(hours=1)))
    with pytest.raises(ContactInvalid, match="unknown"):
        await record_consent(work, contact_id, said("unknown"))


async def test_a_file_without_times_never_lifts_a_withdrawal(work: Work) -> None:
    """Monday's list must not bring back who sent STOP on Tuesday."""
    contact_id = await make_contact(work, consent=said("withdrawn", source="reply STOP"))
    assert await tell_consents(work, [(contact_id, said("granted", work.now, "file"), False)]) == 0
    assert (await reread(work, contact_id)).sms_consent == "withdrawn"
    later = said("granted", SPRING + timedelta(days=30), "signed form")
    assert await tell_consents(work, [(contact_id, later, True)]) == 1
    assert (await reread(work, contact_id)).sms_consent == "granted"


async def test_the_log_cannot_be_changed(work: Work) -> None:
    await make_contact(work, consent=said("granted"))
    with pytest.raises(Exception, match="permission denied"):
        await work.session.execute(text("update consent_change set state = 'withdrawn'"))
