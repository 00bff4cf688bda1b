"""Tags: made when first named, renamed, deleted."""

from collections.abc import Iterable, Sequence

from souk.catalog.errors import NameTaken, TagMissing
from souk.catalog.models import Tag
from souk.catalog.repository import tags
from souk.catalog.rules.names import name_key
from souk.events import emit
from souk.events.catalog import TagCreated, TagDeleted, TagRenamed
from souk.kernel.db.violations import refused_as
from souk.kernel.errors import FieldError
from souk.kernel.work import Work
from souk.tenancy.public import record_audit, record_audits


async def ensure_tags(work: Work, names: Iterable[str]) -> dict[str, int]:
    """The ids of tags by `name_key`; those that are not there are made."""
    ids, made = await tags.ensure_tags(work.session, work.tenant_id, names)
    await _tell_created(work, made)
    return ids


async def create_tag(work: Work, name: str) -> Tag:
    """Raises NameTaken."""
    tag = Tag(tenant_id=work.tenant_id, name=name, name_key=name_key(name))
    async with refused_as({"tag_tenant_id_name_key_key": lambda: _taken(name)}):
        work.session.add(tag)
        await work.session.flush()
    await work.session.refresh(tag)
    await _tell_created(work, [(tag.id, tag.name)])
    return tag


async def rename_tag(work: Work, tag_id: int, name: str) -> Tag:
    """Raises TagMissing, NameTaken. All products that carry it follow."""
    tag = await hold_tag(work, tag_id)
    if tag.name == name:
        return tag
    before = tag.name
    async with refused_as({"tag_tenant_id_name_key_key": lambda: _taken(name)}):
        tag.name, tag.name_key = name, name_key(name)
        await work.session.flush()
    await work.session.refresh(tag)
    emit(work, TagRenamed(tag_id=tag.id, name=name))
    await record_audit(
        work, "tag.renamed", subject=("tag", tag.id, name), before={"name": before}, after={"name": name}
    )
    return tag


async def delete_tag(work: Work, tag_id: int) -> None:
    """Takes it off every product. Raises TagMissing."""
    tag = await hold_tag(work, tag_id)
    carried = await tags.carriers(work.session, work.tenant_id, tag_id)
    await work.session.delete(tag)
    await work.session.flush()
    emit(work, TagDeleted(tag_id=tag_id, name=tag.name))
    await record_audit(
        work, "tag.deleted", subject=("tag", tag_id, tag.name), before={"name": tag.name, "products": carried}
    )


async def hold_tag(work: Work, tag_id: int) -> Tag:
    """Raises TagMissing."""
    tag = await work.session.get(Tag, (work.tenant_id, tag_id), with_for_update=True)
    if tag is None:
        raise TagMissing(f"There is no tag {tag_id}.")
    return tag


async def _tell_created(work: Work, made: Sequence[tuple[int, str]]) -> None:
    for tag_id, name in made:
        emit(work, TagCreated(tag_id=tag_id, name=name))
    await record_audits(
        work, "tag.created", [(("tag", tag_id, name), None, {"name": name}) for tag_id, name in made]
    )


def _taken(name: str) -> NameTaken:
    return NameTaken(
        f"There is a tag '{name}' already.", fields=[FieldError("name", "is in use by another tag")]
    )
