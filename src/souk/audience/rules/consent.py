"""Which of the things a contact has said counts.

The last one by the time it was said, whatever the order in which Souk heard of them; of two at the same
instant the stricter. So the same changes in any order, and any of them twice, end in the same consent.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from souk.audience.states import Consent

STRICTNESS = {Consent.UNKNOWN: 0, Consent.GRANTED: 1, Consent.WITHDRAWN: 2}


@dataclass(frozen=True, slots=True)
class Said:
    """One thing said: `source` is where (a form, a reply, a file), `at` when."""

    state: Consent
    source: str
    at: datetime


def consent_of(said: Iterable[Said]) -> Said | None:
    """What counts of all that was said; None where nothing was."""
    return max(said, key=lambda one: (one.at, STRICTNESS[one.state], one.source), default=None)


def consent_after_merge(
    kept: Said | None, gone: Said | None, *, same_number: bool, now: datetime
) -> Said | None:
    """What is to be written down for a contact that takes another one in; None where nothing changes.

    Of two people who turn out to be one, who withdrew anywhere has withdrawn, from now on. A consent that
    only the other one gave comes along with the number it was given for, not to another number.
    """
    if gone is None or (kept is not None and kept.state is Consent.WITHDRAWN):
        return None
    if gone.state is Consent.WITHDRAWN:
        return Said(Consent.WITHDRAWN, "merge", now)
    return gone if kept is None and same_number else None


def is_news(present: Consent, said: Consent, *, dated: bool) -> bool:
    """Whether a statement is to be written down.

    One without a date (a column of a file) says how things stood when the file was made. It may tell a
    first consent or a withdrawal; it never lifts a withdrawal, for which somebody has to name a time.
    """
    if said is Consent.UNKNOWN:
        return False
    return dated or (said is not present and STRICTNESS[said] > STRICTNESS[present])
