"""Contacts over HTTP."""

from typing import Annotated, Any

from fastapi import Query, Response

from souk.audience.actions.consenting import record_consent
from souk.audience.actions.contacts import create_contact, update_contact
from souk.audience.actions.dossier import dossier_of
from souk.audience.actions.erasing import erase_contact
from souk.audience.actions.merging import merge_contacts
from souk.audience.exports import ContactExport
from souk.audience.repository.contacts import get_contact
from souk.audience.repository.listing import CONTACT_SORT, contacts, duplicates
from souk.audience.repository.sizes import segments_of
from souk.audience.routes.shaping import detailed, shaped
from souk.audience.rules.consent import Said
from souk.audience.schemas import (
    ConsentDraft,
    ContactDetail,
    ContactDraft,
    ContactExportQuery,
    ContactQuery,
    ContactShape,
    ContactUpdate,
    DuplicateShape,
    MergeDraft,
    NamedShape,
)
from souk.kernel.lists import ListQuery, Page, fetch_page, ordering
from souk.kernel.shapes import Id
from souk.kernel.work import ReadWork, Work
from souk.tenancy.http import Door, api_router, expected_version, reading, streaming, writing
from souk.transfers.http import EXPORT_RESPONSES, ExportResponse, export_response

router = api_router("/audience/contacts", tag="Contacts")


@router.get("")
async def list_contacts(
    work: Annotated[ReadWork, reading("audience.read")], query: Annotated[ContactQuery, Query()]
) -> Page[ContactShape]:
    """Contacts, the newest first. `q` finds by the beginnings of words: names, numbers, addresses, ids."""
    statement = await contacts(work, query, query.q)
    order = ordering(query.sort, CONTACT_SORT, default="-created_at", tie=CONTACT_SORT["id"].desc())
    page: Page[Any] = await fetch_page(work.session, statement, query, order, lambda row: row[0])
    return Page[ContactShape](
        data=await shaped(work, page.data), total=page.total, page=page.page, per_page=page.per_page
    )


@router.get("/export", response_class=ExportResponse, responses=EXPORT_RESPONSES)
async def export_contacts(
    door: Annotated[Door, streaming("audience.read")], query: Annotated[ContactExportQuery, Query()]
) -> ExportResponse:
    """The list as a file that can be imported again; masked for who may not see numbers and addresses."""
    return await export_response(door, ContactExport(), query)


@router.get("/duplicates")
async def list_duplicates(
    work: Annotated[ReadWork, reading("audience.read")], query: Annotated[ListQuery, Query()]
) -> Page[DuplicateShape]:
    """Contacts that share a phone number or an e-mail address, and may be one person."""
    found = duplicates(work)
    return await fetch_page(
        work.session,
        found,
        query,
        [found.selected_columns["first_id"], found.selected_columns["what"]],
        lambda row: DuplicateShape(what=row.what, contact_ids=sorted(row.contact_ids)),
    )


@router.post("", status_code=201)
async def add_contact(
    work: Annotated[Work, writing("audience.create")], draft: ContactDraft
) -> ContactDetail:
    """Make a contact. Who has its number or address already is named in the refusal."""
    consent = draft.sms_consent
    contact = await create_contact(
        work,
        draft.given(),
        external_ids=[(one.source, one.id) for one in draft.external_ids],
        tags=draft.tags,
        consent=Said(consent.state, consent.source, consent.changed_at or work.now) if consent else None,
        allow_duplicate=draft.allow_duplicate,
    )
    return await detailed(work, contact)


@router.get("/{contact_id}")
async def show_contact(
    work: Annotated[ReadWork, reading("audience.read")], contact_id: Id, response: Response
) -> ContactDetail:
    """A contact with its consent log and suppressions. One that was merged says into which."""
    contact = await get_contact(work, contact_id)
    response.headers["ETag"] = f'"{contact.version}"'
    return await detailed(work, contact)


@router.patch("/{contact_id}")
async def change_contact(
    work: Annotated[Work, writing("audience.edit")],
    contact_id: Id,
    update: ContactUpdate,
    if_match: Annotated[int | None, expected_version()],
) -> ContactDetail:
    """Change the given fields; tags and consent have their own doors. `If-Match` or `version` guards against
    a change by someone else in the meantime.
    """
    contact = await update_contact(
        work,
        contact_id,
        update.given(),
        external_ids=[(one.source, one.id) for one in update.external_ids],
        version=update.version if update.version is not None else if_match,
    )
    return await detailed(work, contact)


@router.post("/{contact_id}/consent")
async def tell_consent(
    work: Annotated[Work, writing("audience.edit")], contact_id: Id, draft: ConsentDraft
) -> ContactDetail:
    """Write down that the contact gave or withdrew its consent to text messages, and when."""
    said = Said(draft.state, draft.source, draft.changed_at or work.now)
    return await detailed(work, await record_consent(work, contact_id, said))


@router.post("/{contact_id}/merge")
async def merge(
    work: Annotated[Work, writing("audience.merge")], contact_id: Id, draft: MergeDraft
) -> ContactDetail:
    """Make another contact a part of this one, with its orders. Of the two consents the stricter counts."""
    return await detailed(work, await merge_contacts(work, contact_id, draft.contact_id))


@router.get("/{contact_id}/segments")
async def list_segments_of(
    work: Annotated[ReadWork, reading("audience.read")], contact_id: Id
) -> list[NamedShape]:
    """The segments that hold the contact now, by name."""
    await get_contact(work, contact_id)
    return [NamedShape(id=one.id, name=one.name) for one in await segments_of(work, contact_id)]


@router.get("/{contact_id}/dossier")
async def show_dossier(work: Annotated[Work, writing("audience.identify")], contact_id: Id) -> dict[str, Any]:
    """Everything Souk knows of a contact, for the person themselves. That it was read is audited."""
    return await dossier_of(work, contact_id)


@router.post("/{contact_id}/erase")
async def erase(work: Annotated[Work, writing("audience.erase")], contact_id: Id) -> ContactDetail:
    """Forget the contact's personal data for good. Orders and sums stay; suppressions stay as a hash."""
    return await detailed(work, await erase_contact(work, contact_id))
