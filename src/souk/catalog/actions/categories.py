"""Categories: a tree that products hang in."""

from collections.abc import Iterable, Sequence
from typing import Any

from souk.catalog.errors import (
    CategoryCycle,
    CategoryMissing,
    CategoryTooDeep,
    NameTaken,
    ReferenceUnknown,
)
from souk.catalog.models import Category
from souk.catalog.repository import categories
from souk.catalog.rules.names import CATEGORY_DEPTH_MAX, name_key
from souk.events import emit
from souk.events.catalog import CategoryCreated, CategoryDeleted, CategoryUpdated
from souk.kernel.db.violations import refused_as
from souk.kernel.errors import FieldError
from souk.kernel.in_use import in_use, nothing_uses, usage_of
from souk.kernel.work import Work
from souk.tenancy.public import StaleVersion, record_audit, record_audits


async def create_category(work: Work, name: str, parent_id: int | None) -> Category:
    """Raises NameTaken, ReferenceUnknown, CategoryTooDeep."""
    if parent_id is not None:
        _fits(await categories.hold_tree(work.session, work.tenant_id), parent_id, height=1)
    category = Category(tenant_id=work.tenant_id, parent_id=parent_id, name=name, name_key=name_key(name))
    async with refused_as({"category_name_key": lambda: _taken(name)}):
        work.session.add(category)
        await work.session.flush()
    await work.session.refresh(category)
    await _tell_created(work, [(category.id, parent_id, name)])
    return category


async def update_category(
    work: Work, category_id: int, changes: dict[str, Any], version: int | None
) -> Category:
    """Rename it, move it below another `parent_id` (None: a root), or both; all below it goes along.

    Raises CategoryMissing, StaleVersion, NameTaken, ReferenceUnknown, CategoryCycle, CategoryTooDeep.
    """
    tree = await categories.hold_tree(work.session, work.tenant_id)
    category = await hold_category(work, category_id)
    if version is not None and version != category.version:
        raise StaleVersion(
            "The category was changed in the meantime; load it again.", details={"version": category.version}
        )
    before = {"name": category.name, "parent_id": category.parent_id}
    after = {**before, **changes}
    if after == before:
        return category
    if after["parent_id"] is not None and after["parent_id"] != before["parent_id"]:
        _can_move(tree, category_id, after["parent_id"])
    async with refused_as({"category_name_key": lambda: _taken(after["name"])}):
        category.name, category.name_key = after["name"], name_key(after["name"])
        category.parent_id = after["parent_id"]
        category.version += 1
        await work.session.flush()
    await work.session.refresh(category)
    emit(work, CategoryUpdated(category_id=category_id, name=category.name, parent_id=category.parent_id))
    await record_audit(
        work, "category.updated", subject=("category", category_id, category.name), before=before, after=after
    )
    return category


async def delete_category(work: Work, category_id: int) -> None:
    """Raises CategoryMissing, and InUse while it holds products or categories or something rests on it."""
    category = await hold_category(work, category_id)
    what, instead = f"Category '{category.name}'", "Move them elsewhere first."
    held = await categories.direct_counts(work.session, work.tenant_id, [category_id])
    products, children = held[category_id]
    counts = {"products": products, "categories": children}
    counts |= (await usage_of(work, "category", [category_id])).get(category_id, {})
    counts = {name: count for name, count in counts.items() if count}
    if counts:
        raise in_use(what, counts, instead)
    async with nothing_uses(what, instead):
        await work.session.delete(category)
        await work.session.flush()
    emit(work, CategoryDeleted(category_id=category_id, name=category.name))
    await record_audit(
        work,
        "category.deleted",
        subject=("category", category_id, category.name),
        before={"name": category.name, "parent_id": category.parent_id},
    )


async def hold_category(work: Work, category_id: int) -> Category:
    """Raises CategoryMissing."""
    category = await work.session.get(
        Category, (work.tenant_id, category_id), with_for_update=True, populate_existing=True
    )
    if category is None:
        raise CategoryMissing(f"There is no category {category_id}.")
    return category


async def ensure_categories(work: Work, paths: Iterable[tuple[str, ...]]) -> dict[tuple[str, ...], int]:
    """The ids of the categories at the ends of `paths` (names from the root down), making what is missing.

    A level at a time, whatever the number of paths. Paths deeper than CATEGORY_DEPTH_MAX are the caller's
    to refuse.
    """
    wanted = [path for path in dict.fromkeys(paths) if path]
    ids: dict[tuple[str, ...], int] = {}
    for depth in range(1, max(map(len, wanted), default=0) + 1):
        named: dict[tuple[int | None, str], str] = {}
        ends: dict[tuple[str, ...], tuple[int | None, str]] = {}
        for path in wanted:
            if len(path) >= depth:
                start, name = path[:depth], path[depth - 1]
                place = (ids[start[:-1]] if depth > 1 else None, name_key(name))
                named.setdefault(place, name)
                ends[start] = place
        found, made = await categories.ensure_level(
            work.session, work.tenant_id, [(parent, name, key) for (parent, key), name in named.items()]
        )
        await _tell_created(work, made)
        ids |= {start: found[place] for start, place in ends.items()}
    return {path: ids[path] for path in wanted}


def _can_move(tree: dict[int, int | None], category_id: int, parent_id: int) -> None:
    above: int | None = parent_id
    while above is not None:
        if above == category_id:
            raise CategoryCycle(
                "A category cannot be moved below itself or one of its own.",
                fields=[FieldError("parent_id", "lies within the category")],
            )
        above = tree.get(above)
    _fits(tree, parent_id, _height(tree, category_id))


def _fits(tree: dict[int, int | None], parent_id: int, height: int) -> None:
    if parent_id not in tree:
        raise ReferenceUnknown(
            f"There is no category {parent_id} to put it in.",
            fields=[FieldError("parent_id", "is no category")],
        )
    depth = 0
    above: int | None = parent_id
    while above is not None:
        depth, above = depth + 1, tree[above]
    if depth + height > CATEGORY_DEPTH_MAX:
        raise CategoryTooDeep(
            f"Categories are at most {CATEGORY_DEPTH_MAX} levels deep.",
            fields=[FieldError("parent_id", f"would make {depth + height} levels")],
        )


def _height(tree: dict[int, int | None], category_id: int) -> int:
    level, height = {category_id}, 0
    while level:
        level, height = {child for child, parent in tree.items() if parent in level}, height + 1
    return height


async def _tell_created(work: Work, made: Sequence[tuple[int, int | None, str]]) -> None:
    for category_id, parent_id, name in made:
        emit(work, CategoryCreated(category_id=category_id, name=name, parent_id=parent_id))
    await record_audits(
        work,
        "category.created",
        [
            (("category", category_id, name), None, {"name": name, "parent_id": parent_id})
            for category_id, parent_id, name in made
        ],
    )


def _taken(name: str) -> NameTaken:
    return NameTaken(
        f"There is a category '{name}' in the same place already.",
        fields=[FieldError("name", "is in use beside it")],
    )
