"""Lists of contacts over HTTP. Who is in one: `/audience/contacts?list_id=…`."""

from typing import Annotated, Any

from fastapi import Query, Response
from sqlalchemy import SQLColumnExpression

from souk.audience.actions.grouping import (
    create_list,
    delete_list,
    put_into_list,
    take_out_of_list,
    update_list,
)
from souk.audience.models import ContactList
from souk.audience.repository.groups import get_list, lists_counted, named_like
from souk.audience.repository.listing import count_of
from souk.audience.routes.bulk import chosen
from souk.audience.routes.shaping import list_shape
from souk.audience.schemas import BulkShape, GroupDraft, GroupUpdate, ListShape, Selection
from souk.kernel.lists import ListQuery, Page, fetch_page, ordering
from souk.kernel.shapes import Id
from souk.kernel.work import ReadWork, Work
from souk.tenancy.http import api_router, expected_version, reading, writing

router = api_router("/audience/lists", tag="Contact lists")

_SORT: dict[str, SQLColumnExpression[Any]] = {
    "name": ContactList.name_key,
    "created_at": ContactList.id,
    "updated_at": ContactList.updated_at,
}


@router.get("")
async def list_lists(
    work: Annotated[ReadWork, reading("audience.read")], query: Annotated[ListQuery, Query()]
) -> Page[ListShape]:
    """Lists with how many contacts are in each."""
    statement = lists_counted(work)
    if query.q:
        statement = named_like(statement, ContactList.name_key, query.q)
    order = ordering(query.sort, _SORT, default="name", tie=ContactList.id.asc())
    return await fetch_page(
        work.session, statement, query, order, lambda row: list_shape(row[0], row.contacts)
    )


async def _shape(work: ReadWork, list_id: int) -> ListShape:
    row = (await work.session.execute(lists_counted(work).where(ContactList.id == list_id))).one()
    return list_shape(row[0], row.contacts)


@router.post("", status_code=201)
async def add_list(work: Annotated[Work, writing("audience.create")], draft: GroupDraft) -> ListShape:
    """Make an empty list."""
    return list_shape(await create_list(work, draft.name, draft.description), 0)


@router.get("/{list_id}")
async def show_list(work: Annotated[ReadWork, reading("audience.read")], list_id: Id) -> ListShape:
    await get_list(work, list_id)
    return await _shape(work, list_id)


@router.put("/{list_id}")
async def change_list(
    work: Annotated[Work, writing("audience.edit")],
    list_id: Id,
    update: GroupUpdate,
    if_match: Annotated[int | None, expected_version()],
) -> ListShape:
    """Rename or describe a list. `If-Match` or `version` guards against a change by someone else."""
    version = update.version if update.version is not None else if_match
    await update_list(work, list_id, name=update.name, description=update.description, version=version)
    return await _shape(work, list_id)


@router.delete("/{list_id}", status_code=204)
async def remove_list(work: Annotated[Work, writing("audience.delete")], list_id: Id) -> Response:
    """Delete a list; the contacts in it stay."""
    await delete_list(work, list_id)
    return Response(status_code=204)


@router.post("/{list_id}/contacts")
async def add_contacts(
    work: Annotated[Work, writing("audience.edit")], list_id: Id, who: Selection
) -> BulkShape:
    """Put contacts into a list."""
    ids = await chosen(work, who)
    count = await count_of(work, ids)
    return BulkShape(contacts=count, changed=await put_into_list(work, list_id, ids))


@router.post("/{list_id}/contacts/remove")
async def remove_contacts(
    work: Annotated[Work, writing("audience.edit")], list_id: Id, who: Selection
) -> BulkShape:
    """Take contacts out of a list."""
    ids = await chosen(work, who)
    count = await count_of(work, ids)
    return BulkShape(contacts=count, changed=await take_out_of_list(work, list_id, ids))
