"""What an edit means for credits already given."""

from datetime import datetime

from souk.attribution.schemas import PastEffect

Window = tuple[datetime, datetime | None]

_NOTHING = "Only sales from now on are affected."
_STAYS = (
    "Credits already given stay as they are. A backfill of this time would match its sales anew"
    " and write the differences as corrections."
)


def past_effect(now: datetime, before: Window, after: Window) -> PastEffect:
    """Where two windows differ before `now`: from the first instant of difference to the last."""
    starts = sorted([before[0], after[0]])
    ends = sorted([before[1] or now, after[1] or now])
    past = [(first, min(last, now)) for first, last in (starts, ends) if first < last and first < now]
    if not past:
        return untouched()
    return touching(min(first for first, _ in past), max(last for _, last in past))


def touching(start: datetime, end: datetime) -> PastEffect:
    return PastEffect(touches_past=True, explanation=_STAYS, backfill_from=start, backfill_to=end)


def untouched(explanation: str = _NOTHING) -> PastEffect:
    return PastEffect(touches_past=False, explanation=explanation)


def past_part(now: datetime, window: Window) -> PastEffect:
    """The part of a window that lies before `now`."""
    start, end = window
    return touching(start, min(end or now, now)) if start < now else untouched()
