"""Whom the demo shop knows, what they said about text messages, and how they are grouped."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from souk.audience.public import (
    SuppressionReason,
    apply_rows,
    create_segment,
    read_definition,
    suppress_numbers,
)
from souk.demo.customers import Customer, Said
from souk.kernel.work import Work
from souk.transfers.public import MappedRow

SOURCE = "direct"
"""As the orders call them, so that both mean the same people."""
PEOPLE_A_TRANSACTION = 2_000
UNREACHABLE_EVERY = 90
"""One number in so many cannot be reached."""

SEGMENTS: tuple[tuple[str, str, dict[str, Any]], ...] = (
    (
        "Big spenders",
        "Spent much in the last quarter and may be texted.",
        {
            "op": "all",
            "of": [
                {"op": "spent", "at_least": {"amount": 30_000, "currency": "EUR"}, "within_days": 90},
                {"op": "sms_consent", "state": "granted"},
                {"op": "not", "of": {"op": "tag", "any_of": ["wholesale"]}},
            ],
        },
    ),
    (
        "Lost for half a year",
        "Ordered more than once, and not since.",
        {
            "op": "all",
            "of": [
                {"op": "orders", "at_least": 2},
                {"op": "not_ordered", "for_days": 180, "or_never": False},
            ],
        },
    ),
    (
        "Birthday this week",
        "Said when their birthday is, and that they may be texted.",
        {
            "op": "all",
            "of": [{"op": "birthday", "within": "this_week"}, {"op": "sms_consent", "state": "granted"}],
        },
    ),
    (
        "Iberia",
        "",
        {"op": "country", "any_of": ["ES", "PT"]},
    ),
)


async def introduce(work: Work, people: Sequence[Customer], begins: date) -> None:
    """Make the customers known; the same again changes nothing."""
    for rows in (
        list(_rows(people, begins, work.now, which=0)),
        list(_rows(people, begins, work.now, which=1)),
    ):
        if rows:
            await apply_rows(
                work,
                rows,
                source=SOURCE,
                list_name=None,
                tags=(),
                consent_source=SOURCE,
                default_country=None,
                told_at=work.now,
            )


async def group(work: Work, people: Sequence[Customer]) -> None:
    """The segments, a list of the shop's friends, and numbers that cannot be reached."""
    for name, description, definition in SEGMENTS:
        await create_segment(work, name, read_definition(definition), description)
    friends = [one for one in people if "VIP" in one.tags]
    if friends:
        await apply_rows(
            work,
            [MappedRow(place, {"external_id": one.external_id}, ()) for place, one in enumerate(friends, 2)],
            source=SOURCE,
            list_name="Friends of the house",
            tags=(),
            consent_source=SOURCE,
            default_country=None,
            told_at=work.now,
        )
    unreachable = [one.phone for one in people[::UNREACHABLE_EVERY] if one.phone]
    if unreachable:
        await suppress_numbers(work, unreachable, SuppressionReason.BOUNCE, "delivery report")


def _rows(people: Sequence[Customer], begins: date, now: datetime, *, which: int) -> Iterator[MappedRow]:
    """What people say first comes with who they are; what they say later, where they do, on its own."""
    for place, one in enumerate(people, 2):
        said = one.said[which] if which < len(one.said) else None
        told = _told(said, begins) if said else {}
        if which == 0:
            known = {
                "name": one.name,
                "email": one.email,
                "phone": one.phone,
                "country": one.country,
                "locale": one.locale,
                "birthday": date(*one.birthday) if one.birthday else None,
                "tags": list(one.tags),
            }
            yield MappedRow(place, {"external_id": one.external_id, **known, **told}, ())
        elif told and told["sms_consent_at"] <= now:
            yield MappedRow(place, {"external_id": one.external_id, **told}, ())


def _told(said: Said, begins: date) -> dict[str, Any]:
    at = datetime.combine(begins, time(), tzinfo=UTC) + timedelta(days=said.day, minutes=said.minute)
    return {"sms_consent": said.state, "sms_consent_source": said.source, "sms_consent_at": at}
