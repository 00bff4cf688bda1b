"""Lists of contacts, with what they can be narrowed down by."""

from collections.abc import AsyncIterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, false, func, select
from sqlalchemy.sql.elements import KeyedColumnElement

from souk.audience.filters import ContactFilter
from souk.audience.models import Contact, ContactListMember, ContactTag, ContactWord
from souk.audience.repository.groups import get_segment
from souk.audience.rules.names import name_key, words_sought_in
from souk.audience.segments.definition import read_definition
from souk.audience.segments.meaning import living, meaning
from souk.kernel.clock import day_after, day_start
from souk.kernel.words import LAST_CHARACTER
from souk.kernel.work import ReadWork
from souk.tenancy.public import masks_personal_data

CONTACT_SORT: dict[str, SQLColumnExpression[Any]] = {
    "id": Contact.id,
    "name": Contact.name,
    "country": Contact.country,
    "source": Contact.source,
    "orders": Contact.orders_count,
    "spent": Contact.spent_minor,
    "last_order_at": Contact.last_order_at,
    "created_at": Contact.id,
}
STREAMED_AT_ONCE = 1_000


async def contacts(work: ReadWork, given: ContactFilter, q: str | None = None) -> Select[Contact]:
    """The contacts a filter leaves. Raises SegmentMissing, SegmentInvalid."""
    return select(Contact).where(*await conditions(work, given, q))


async def contact_ids(work: ReadWork, given: ContactFilter, q: str | None = None) -> Select[int]:
    return select(Contact.id).where(*await conditions(work, given, q))


async def conditions(work: ReadWork, given: ContactFilter, q: str | None) -> list[ColumnElement[bool]]:
    found = [living(work), *_plain(given), *_times(work, given)]
    found.append(Contact.erased_at.is_not(None) if given.erased else Contact.erased_at.is_(None))
    if given.tag is not None:
        keys = [name_key(tag) for tag in given.tag]
        tagged = select(ContactTag.contact_id).where(
            ContactTag.tenant_id == work.tenant_id, ContactTag.tag_key.in_(keys)
        )
        found.append(Contact.id.in_(tagged))
    if given.list_id is not None:
        listed = select(ContactListMember.contact_id).where(
            ContactListMember.tenant_id == work.tenant_id, ContactListMember.list_id == given.list_id
        )
        found.append(Contact.id.in_(listed))
    if given.segment_id is not None:
        segment = await get_segment(work, given.segment_id)
        found.append(meaning(work, read_definition(segment.definition)))
    return [*found, *(_found_by(work, q) if q else [])]


def _plain(given: ContactFilter) -> list[ColumnElement[bool]]:
    pairs: tuple[tuple[Any, ColumnElement[bool]], ...] = (
        (given.id, Contact.id.in_(given.id or [])),
        (given.country, Contact.country.in_(given.country or [])),
        (given.source, Contact.source.in_(given.source or [])),
        (given.sms_consent, Contact.sms_consent == given.sms_consent),
        (given.has_phone, Contact.phone.is_not(None) if given.has_phone else Contact.phone.is_(None)),
        (given.has_email, Contact.email.is_not(None) if given.has_email else Contact.email.is_(None)),
        (given.orders_at_least, Contact.orders_count >= (given.orders_at_least or 0)),
        (given.spent_at_least_minor, Contact.spent_minor >= (given.spent_at_least_minor or 0)),
    )
    return [condition for value, condition in pairs if value is not None]


def _times(work: ReadWork, given: ContactFilter) -> list[ColumnElement[bool]]:
    zone = work.scope.timezone
    found: list[ColumnElement[bool]] = []
    if given.ordered_from is not None:
        found.append(Contact.last_order_at >= day_start(given.ordered_from, zone))
    if given.ordered_to is not None:
        found.append(Contact.last_order_at < day_after(given.ordered_to, zone))
    if given.created_from is not None:
        found.append(Contact.created_at >= day_start(given.created_from, zone))
    if given.created_to is not None:
        found.append(Contact.created_at < day_after(given.created_to, zone))
    return found


def _found_by(work: ReadWork, q: str) -> list[ColumnElement[bool]]:
    """Contacts with words that begin with each word of `q`. Who may not see numbers and addresses does not
    find by them either: a hit would tell.
    """
    words = words_sought_in(q)
    if not words:
        return [false()]
    allowed = [ContactWord.identifying.is_(False)] if masks_personal_data(work) else []
    return [
        Contact.id.in_(
            select(ContactWord.contact_id).where(
                ContactWord.tenant_id == work.tenant_id,
                ContactWord.word >= word,
                ContactWord.word < word + LAST_CHARACTER,
                *allowed,
            )
        )
        for word in words
    ]


async def count_of(work: ReadWork, ids: Select[int]) -> int:
    statement = select(func.count()).select_from(ids.subquery())
    return int((await work.session.execute(statement)).scalar_one())


async def in_pieces(
    work: ReadWork, statement: Select[Contact], order: Sequence[SQLColumnExpression[Any]]
) -> AsyncIterator[Sequence[Contact]]:
    """Contacts streamed, a thousand at a time."""
    streamed = await work.session.stream(
        statement.order_by(*order).execution_options(yield_per=STREAMED_AT_ONCE)
    )
    async for piece in streamed.scalars().partitions():
        yield piece


def duplicates(work: ReadWork) -> Select[Any]:
    """(what, contact_ids): contacts that share a phone number or an e-mail address and may be one person."""
    return _sharing(work, Contact.phone, "phone").union_all(  # type: ignore[return-value]
        _sharing(work, Contact.email_key, "email")
    )


def _sharing(work: ReadWork, column: Any, what: str) -> Select[Any]:
    ids: KeyedColumnElement[Any] = func.array_agg(Contact.id).label("contact_ids")
    return (
        select(func.min(what).label("what"), func.min(Contact.id).label("first_id"), ids)
        .where(living(work), column.is_not(None))
        .group_by(column)
        .having(func.count() > 1)
    )
