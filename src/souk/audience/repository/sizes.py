"""How large segments are, and who is in which: each asked in one statement, however many segments."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, func, literal, select, union_all

from souk.audience.models import Contact, Segment
from souk.audience.repository.groups import segments
from souk.audience.segments.definition import read_definition
from souk.audience.segments.meaning import living, meaning
from souk.audience.states import Consent
from souk.kernel.work import ReadWork

SEGMENTS_ASKED_AT_ONCE = 200
"""Of a statement's parts; so many segments of a tenant are looked through at a time."""


async def sizes_of(work: ReadWork, segment_ids: Sequence[int]) -> list[Any]:
    """(id, contacts, with_consent) of the segments there are. Raises SegmentInvalid."""
    found = (await work.session.execute(segments(work).where(Segment.id.in_(segment_ids)))).scalars().all()
    if not found:
        return []
    textable = (Contact.sms_consent == Consent.GRANTED) & Contact.phone.is_not(None)
    counts = [
        select(
            literal(segment.id).label("id"),
            func.count().label("contacts"),
            func.count().filter(textable).label("with_consent"),
        ).where(*_held_by(work, segment))
        for segment in found
    ]
    return list((await work.session.execute(union_all(*counts))).all())


async def segments_of(work: ReadWork, contact_id: int) -> list[Segment]:
    """The segments that hold a contact now, by name. Raises SegmentInvalid."""
    every = (await work.session.execute(segments(work).order_by(Segment.name_key))).scalars().all()
    holding: set[int] = set()
    for first in range(0, len(every), SEGMENTS_ASKED_AT_ONCE):
        some = every[first : first + SEGMENTS_ASKED_AT_ONCE]
        asked: list[Select[Any]] = [
            select(literal(segment.id)).where(Contact.id == contact_id, *_held_by(work, segment))
            for segment in some
        ]
        holding.update((await work.session.execute(union_all(*asked))).scalars())
    return [segment for segment in every if segment.id in holding]


def _held_by(work: ReadWork, segment: Segment) -> tuple[Any, ...]:
    return living(work), Contact.erased_at.is_(None), meaning(work, read_definition(segment.definition))
