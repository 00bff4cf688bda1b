"""What files of spend call campaigns, and which campaign is meant."""

from datetime import datetime
from typing import Annotated, Any

from fastapi import Path, Query
from pydantic import Field
from sqlalchemy import Select, SQLColumnExpression, and_, or_, select

from souk.attribution.actions import spend_names
from souk.attribution.imports.spend import NAME_CHARS
from souk.attribution.imports.spend_names import unknown_names
from souk.attribution.models import AdCampaign, AdSpendName
from souk.attribution.routes.campaigns import Reading
from souk.kernel.lists import ListQuery, Page, fetch_page, ordering
from souk.kernel.shapes import Draft, Id, Prose, Shape
from souk.kernel.work import ReadWork, Work
from souk.tenancy.http import api_router, reading, writing
from souk.transfers.public import memory_of

router = api_router("/attribution", tag="Ad spend", feature="attribution")

NameId = Annotated[Id, Path(description="the remembered name")]

_SORTS: dict[str, SQLColumnExpression[Any]] = {
    "name": AdSpendName.name_key,
    "campaign": AdCampaign.name,
    "last_seen_at": AdSpendName.last_seen_at,
}


class SpendNameShape(Shape):
    """A name that files use. `seen_in` is the last file that did, null where none has yet; without a campaign
    its rows are rejected.
    """

    id: int
    name: str
    campaign_id: int | None
    campaign_name: str | None
    seen_in: str | None
    last_seen_at: datetime | None
    linked_by: str | None
    linked_at: datetime | None


class ImportedNameShape(Shape):
    """A name that an import did not know, with how many rows it has there, and what it is linked to since."""

    name: str
    rows: int
    id: Annotated[int | None, Field(description="null where it is not remembered: after a dry run")]
    campaign_id: int | None
    campaign_name: str | None


class SpendNameDraft(Draft):
    name: Annotated[Prose, Field(min_length=1, max_length=NAME_CHARS)]
    campaign_id: Id


class SpendNameLink(Draft):
    campaign_id: Annotated[Id | None, Field(description="null takes the link away and keeps the name")]


class SpendNameQuery(ListQuery):
    linked: bool | None = None


def _names(work: ReadWork) -> Select[AdSpendName, str]:
    campaign = and_(AdCampaign.tenant_id == AdSpendName.tenant_id, AdCampaign.id == AdSpendName.campaign_id)
    return (
        select(AdSpendName, AdCampaign.name)
        .outerjoin(AdCampaign, campaign)
        .where(AdSpendName.tenant_id == work.tenant_id)
    )


def _shape(row: Any) -> SpendNameShape:
    name, campaign_name = row
    fields = {
        field: getattr(name, field) for field in SpendNameShape.model_fields if field != "campaign_name"
    }
    return SpendNameShape(**fields, campaign_name=campaign_name)


async def _one(work: ReadWork, name: AdSpendName) -> SpendNameShape:
    await work.session.flush()
    return _shape((await work.session.execute(_names(work).where(AdSpendName.id == name.id))).one())


@router.get("/spend-names")
async def list_spend_names(work: Reading, query: Annotated[SpendNameQuery, Query()]) -> Page[SpendNameShape]:
    """What files of spend call campaigns that Souk knows by another name or not at all; `linked=false`: those
    that wait for a campaign. `q` looks in the names of both.
    """
    statement = _names(work)
    if query.linked is not None:
        is_linked = AdSpendName.campaign_id.is_not(None)
        statement = statement.where(is_linked if query.linked else ~is_linked)
    for word in (query.q or "").split():
        statement = statement.where(
            or_(
                AdSpendName.name.icontains(word, autoescape=True),
                AdCampaign.name.icontains(word, autoescape=True),
            )
        )
    order = ordering(query.sort, _SORTS, default="-last_seen_at", tie=AdSpendName.id.desc())
    return await fetch_page(work.session, statement, query, order, _shape)


@router.post("/spend-names", status_code=201)
async def link_spend_name(
    work: Annotated[Work, writing("attribution.spend")], draft: SpendNameDraft
) -> SpendNameShape:
    """Say which campaign a name means, also before a file uses it; a known name is linked anew."""
    await spend_names.link_names(work, {draft.name: draft.campaign_id})
    return await _one(work, await spend_names.find_name(work, draft.name))


@router.put("/spend-names/{name_id}")
async def relink_spend_name(
    work: Annotated[Work, writing("attribution.spend")], name_id: NameId, link: SpendNameLink
) -> SpendNameShape:
    """Link a remembered name to a campaign: the next file that uses it is booked there. Spend that is in
    stays where it is.
    """
    return await _one(work, await spend_names.relink_name(work, name_id, link.campaign_id))


@router.delete("/spend-names/{name_id}", status_code=204)
async def forget_spend_name(work: Annotated[Work, writing("attribution.spend")], name_id: NameId) -> None:
    """Forget a name and its link. Spend that came by it stays; a file that uses it lists it again."""
    await spend_names.forget_name(work, name_id)


@router.get("/imports/{run_id}/spend-names")
async def list_names_of_import(
    work: Annotated[ReadWork, reading("attribution.spend")], run_id: Id
) -> list[ImportedNameShape]:
    """The names that an import of spend, also a dry run, did not know: the most rows first."""
    met = unknown_names(await memory_of(work, run_id))
    keys = [spend_names.name_key(name) for name, _ in met]
    rows = await work.session.execute(_names(work).where(AdSpendName.name_key.in_(keys)))
    known = {row[0].name_key: _shape(row) for row in rows}
    return [_imported(name, rows_met, known.get(spend_names.name_key(name))) for name, rows_met in met]


def _imported(name: str, rows: int, known: SpendNameShape | None) -> ImportedNameShape:
    return ImportedNameShape(
        name=name,
        rows=rows,
        id=known and known.id,
        campaign_id=known and known.campaign_id,
        campaign_name=known and known.campaign_name,
    )
