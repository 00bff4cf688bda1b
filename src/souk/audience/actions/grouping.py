"""Lists and segments are made, changed, deleted; contacts are put into lists."""

from typing import Any, TypeVar

from sqlalchemy import Select

from souk.audience.errors import NameTaken, SegmentInvalid
from souk.audience.models import ContactList, Segment
from souk.audience.repository.groups import (
    add_members,
    list_named,
    lock_list,
    lock_segment,
    remove_members,
    unknown_lists,
)
from souk.audience.rules.names import name_key
from souk.audience.segments import definition as d
from souk.audience.segments.meaning import members
from souk.kernel.db.violations import refused_as
from souk.kernel.errors import FieldError
from souk.kernel.in_use import in_use, usage_of
from souk.kernel.work import Work
from souk.tenancy.public import StaleVersion, record_audit

G = TypeVar("G", ContactList, Segment)


async def create_list(work: Work, name: str, description: str = "") -> ContactList:
    """Raises NameTaken."""
    made = ContactList(
        tenant_id=work.tenant_id,
        name=name,
        name_key=name_key(name),
        description=description,
        created_by=work.actor.label,
        updated_by=work.actor.label,
    )
    return await _save(work, made, "contact_list.created", None)


async def ensure_list(work: Work, name: str) -> ContactList:
    """The list of this name, made where there is none."""
    return await list_named(work, name) or await create_list(work, name)


async def update_list(
    work: Work, list_id: int, *, name: str, description: str, version: int | None
) -> ContactList:
    """Raises ListMissing, NameTaken, StaleVersion."""
    found = await lock_list(work, list_id)
    _check_version(found, version)
    before = _told(found)
    found.name, found.name_key, found.description = name, name_key(name), description
    return await _save(work, found, "contact_list.updated", before)


async def delete_list(work: Work, list_id: int) -> None:
    """The contacts in it stay. Raises ListMissing, InUse."""
    found = await lock_list(work, list_id)
    await _delete(work, found, "contact_list.deleted")


async def put_into_list(work: Work, list_id: int, contact_ids: Select[int]) -> int:
    """Returns how many were not in it. Raises ListMissing."""
    found = await lock_list(work, list_id)
    count = await add_members(work, list_id, contact_ids)
    await _tell(work, "contact_list.filled", found, after={"added": count})
    return count


async def take_out_of_list(work: Work, list_id: int, contact_ids: Select[int]) -> int:
    """Returns how many were in it. Raises ListMissing."""
    found = await lock_list(work, list_id)
    count = await remove_members(work, list_id, contact_ids)
    await _tell(work, "contact_list.emptied", found, after={"removed": count})
    return count


async def create_segment(work: Work, name: str, definition: d.Node, description: str = "") -> Segment:
    """Raises NameTaken, SegmentInvalid."""
    await check_definition(work, definition)
    made = Segment(
        tenant_id=work.tenant_id,
        name=name,
        name_key=name_key(name),
        description=description,
        definition=d.plain_definition(definition),
        created_by=work.actor.label,
        updated_by=work.actor.label,
    )
    return await _save(work, made, "segment.created", None)


async def update_segment(
    work: Work, segment_id: int, *, name: str, description: str, definition: d.Node, version: int | None
) -> Segment:
    """Raises SegmentMissing, NameTaken, SegmentInvalid, StaleVersion."""
    found = await lock_segment(work, segment_id)
    _check_version(found, version)
    await check_definition(work, definition)
    before = _told(found)
    found.name, found.name_key, found.description = name, name_key(name), description
    found.definition = d.plain_definition(definition)
    return await _save(work, found, "segment.updated", before)


async def delete_segment(work: Work, segment_id: int) -> None:
    """Raises SegmentMissing, InUse."""
    found = await lock_segment(work, segment_id)
    await _delete(work, found, "segment.deleted")


async def check_definition(work: Work, definition: d.Node) -> None:
    """What can be known to be wrong is said when it is saved. Raises SegmentInvalid."""
    members(work, definition)
    if unknown := await unknown_lists(work, _lists_named_in(definition)):
        raise SegmentInvalid(
            f"There is no list {', '.join(map(str, unknown))}.",
            fields=[FieldError("definition", "names a list that is not there")],
        )


def _lists_named_in(node: d.Node) -> list[int]:
    if isinstance(node, d.InList):
        return node.list_ids
    below = node.of if isinstance(node, d.All | d.AnyOf) else [node.of] if isinstance(node, d.Not) else []
    return [list_id for one in below for list_id in _lists_named_in(one)]


def _check_version(found: ContactList | Segment, version: int | None) -> None:
    if version is not None and version != found.version:
        raise StaleVersion(
            "It was changed in the meantime; load it again.", details={"version": found.version}
        )


async def _save(work: Work, group: G, action: str, before: dict[str, Any] | None) -> G:
    name = group.name  # after a refused flush the record cannot be read any more

    def taken() -> NameTaken:
        return NameTaken(
            f"The name '{name}' is taken; choose another.", fields=[FieldError("name", "is taken")]
        )

    if before is None:
        work.session.add(group)
    else:
        group.version += 1
        group.updated_by = work.actor.label
        group.updated_at = work.now
    table = group.__tablename__
    async with refused_as({f"{table}_tenant_id_name_key_key": taken}):
        await work.session.flush()
    await work.session.refresh(group)
    await _tell(work, action, group, before=before, after=_told(group))
    return group


async def _delete(work: Work, group: ContactList | Segment, action: str) -> None:
    usage = (await usage_of(work, group.__tablename__, [group.id])).get(group.id)
    if usage:
        raise in_use(f"'{group.name}'", usage, "Change those first.")
    await work.session.delete(group)
    await _tell(work, action, group, before=_told(group))


def _told(group: ContactList | Segment) -> dict[str, Any]:
    told: dict[str, Any] = {"name": group.name, "description": group.description}
    return {**told, "definition": group.definition} if isinstance(group, Segment) else told


async def _tell(
    work: Work,
    action: str,
    group: ContactList | Segment,
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    await record_audit(
        work, action, subject=(group.__tablename__, group.id, group.name), before=before, after=after
    )
