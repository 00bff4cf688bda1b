"""Lists and segments, and who is in a list."""

from collections.abc import Sequence
from typing import Any, TypeVar

from sqlalchemy import Select, Table, delete, func, literal, select
from sqlalchemy.dialects.postgresql import insert

from souk.audience.errors import ListMissing, SegmentMissing
from souk.audience.models import Contact, ContactList, ContactListMember, Segment
from souk.audience.rules.names import name_key
from souk.kernel.work import ReadWork, Work


async def get_list(work: ReadWork, list_id: int) -> ContactList:
    """Raises ListMissing."""
    return _there(await work.session.scalar(_lists(work).where(ContactList.id == list_id)))


async def lock_list(work: Work, list_id: int) -> ContactList:
    """Raises ListMissing."""
    return _there(await work.session.scalar(_lists(work).where(ContactList.id == list_id).with_for_update()))


def _there(found: ContactList | None) -> ContactList:
    if found is None:
        raise ListMissing("There is no such list.")
    return found


def _lists(work: ReadWork) -> Select[ContactList]:
    return select(ContactList).where(ContactList.tenant_id == work.tenant_id)


async def list_named(work: ReadWork, name: str) -> ContactList | None:
    return await work.session.scalar(_lists(work).where(ContactList.name_key == name_key(name)))


async def unknown_lists(work: ReadWork, ids: Sequence[int]) -> list[int]:
    known = await work.session.scalars(
        select(ContactList.id).where(ContactList.tenant_id == work.tenant_id, ContactList.id.in_(ids))
    )
    return sorted(set(ids) - set(known))


def lists_counted(work: ReadWork) -> Select[ContactList, int]:
    """(ContactList, how many contacts are in it)."""
    counts = (
        select(func.count())
        .select_from(ContactListMember)
        .join(
            Contact,
            (Contact.tenant_id == ContactListMember.tenant_id) & (Contact.id == ContactListMember.contact_id),
        )
        .where(
            ContactListMember.tenant_id == ContactList.tenant_id,
            ContactListMember.list_id == ContactList.id,
            Contact.merged_into_id.is_(None),
            Contact.erased_at.is_(None),
        )
        .scalar_subquery()
    )
    return select(ContactList, counts.label("contacts")).where(ContactList.tenant_id == work.tenant_id)


_MEMBER: Table = ContactListMember.__table__  # type: ignore[assignment]


async def add_members(work: Work, list_id: int, contact_ids: Select[int]) -> int:
    """Put contacts into a list. Returns how many were not in it."""
    chosen = contact_ids.subquery()
    rows = select(
        literal(work.tenant_id), literal(list_id), chosen.c[0], literal(work.now), literal(work.actor.label)
    )
    names = ["tenant_id", "list_id", "contact_id", "added_at", "added_by"]
    added = await work.session.execute(
        insert(_MEMBER)
        .from_select(names, rows)
        .on_conflict_do_nothing()
        .execution_options(preserve_rowcount=True)
    )
    return int(added.rowcount)  # type: ignore[attr-defined]


async def remove_members(work: Work, list_id: int, contact_ids: Select[int]) -> int:
    """Take contacts out of a list. Returns how many were in it."""
    gone = await work.session.execute(
        delete(ContactListMember)
        .where(
            ContactListMember.tenant_id == work.tenant_id,
            ContactListMember.list_id == list_id,
            ContactListMember.contact_id.in_(contact_ids),
        )
        .execution_options(synchronize_session=False)
    )
    return int(gone.rowcount)  # type: ignore[attr-defined]


async def get_segment(work: ReadWork, segment_id: int) -> Segment:
    """Raises SegmentMissing."""
    return _known(await work.session.scalar(segments(work).where(Segment.id == segment_id)))


async def lock_segment(work: Work, segment_id: int) -> Segment:
    """Raises SegmentMissing."""
    return _known(await work.session.scalar(segments(work).where(Segment.id == segment_id).with_for_update()))


def _known(found: Segment | None) -> Segment:
    if found is None:
        raise SegmentMissing("There is no such segment.")
    return found


def segments(work: ReadWork) -> Select[Segment]:
    return select(Segment).where(Segment.tenant_id == work.tenant_id)


S = TypeVar("S", bound=Select[*tuple[Any, ...]])


def named_like(statement: S, column: Any, q: str) -> S:
    """Few enough rows that reading them all is no matter."""
    return statement.where(column.contains(name_key(q), autoescape=True))
