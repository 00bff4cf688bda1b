"""Many contacts at once over HTTP."""

from typing import Annotated

from sqlalchemy import Select

from souk.audience.actions.bulk import change_consent, change_tags
from souk.audience.filters import ContactFilter
from souk.audience.models import Contact
from souk.audience.repository.contacts import country_counts, tag_counts
from souk.audience.repository.listing import contact_ids, count_of
from souk.audience.rules.consent import Said
from souk.audience.schemas import BulkShape, ConsentBulk, CountryShape, Selection, TagChange, TagShape
from souk.kernel.work import ReadWork, Work
from souk.tenancy.http import api_router, reading, writing

router = api_router("/audience", tag="Contacts")


async def chosen(work: ReadWork, who: Selection) -> Select[int]:
    """The contacts that are meant, of those there are and were not erased."""
    if who.contact_ids is not None:
        return (await contact_ids(work, ContactFilter())).where(Contact.id.in_(who.contact_ids))
    return await contact_ids(work, who.filter or ContactFilter(), who.q)


@router.get("/tags")
async def list_tags(work: Annotated[ReadWork, reading("audience.read")]) -> list[TagShape]:
    """Every tag, with how many contacts have it."""
    return [TagShape(tag=row.tag, contacts=row.contacts) for row in await tag_counts(work)]


@router.get("/countries")
async def list_countries(work: Annotated[ReadWork, reading("audience.read")]) -> list[CountryShape]:
    """Where contacts live, with how many do; the most frequent first."""
    return [CountryShape(country=row.country, contacts=row.contacts) for row in await country_counts(work)]


@router.post("/contacts/tags")
async def tag_contacts(work: Annotated[Work, writing("audience.edit")], change: TagChange) -> BulkShape:
    """Put tags on contacts and take tags off them. Upper and lower case are the same."""
    ids = await chosen(work, change.who)
    count = await count_of(work, ids)
    return BulkShape(contacts=count, changed=await change_tags(work, ids, change.add, change.remove))


@router.post("/contacts/consent")
async def tell_consents(work: Annotated[Work, writing("audience.edit")], told: ConsentBulk) -> BulkShape:
    """Write down the same consent for many contacts."""
    said = Said(told.state, told.source, told.changed_at or work.now)
    count, changed = await change_consent(work, await chosen(work, told.who), said)
    return BulkShape(contacts=count, changed=changed)
