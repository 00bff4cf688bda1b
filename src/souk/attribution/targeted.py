"""Targeting as it is shown: spans with their products' names."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, or_, select

from souk.attribution.models import AdCampaignProduct
from souk.attribution.schemas import TargetingQuery, TargetingShape
from souk.catalog.public import product_rows
from souk.kernel.lists import Page, fetch_page, ordering
from souk.kernel.work import ReadWork


def _targeting(work: ReadWork) -> Select[*tuple[Any, ...]]:
    product = product_rows().subquery("product_row")
    return select(
        AdCampaignProduct.id,
        AdCampaignProduct.campaign_id,
        AdCampaignProduct.product_id,
        product.c.sku,
        product.c.name.label("product_name"),
        AdCampaignProduct.effective_from,
        AdCampaignProduct.effective_to,
        AdCampaignProduct.created_by,
        AdCampaignProduct.created_at,
    ).join(product, product.c.product_id == AdCampaignProduct.product_id)


def _shape(row: Any) -> TargetingShape:
    return TargetingShape.model_validate(row)


async def targeting_by_ids(work: ReadWork, ids: Sequence[int]) -> list[TargetingShape]:
    """These spans, in the order they were made."""
    rows = await work.session.execute(
        _targeting(work)
        .where(AdCampaignProduct.tenant_id == work.tenant_id, AdCampaignProduct.id.in_(ids))
        .order_by(AdCampaignProduct.id)
    )
    return [_shape(row) for row in rows]


async def list_targeting(work: ReadWork, campaign_id: int, query: TargetingQuery) -> Page[TargetingShape]:
    statement = _targeting(work).where(
        AdCampaignProduct.tenant_id == work.tenant_id, AdCampaignProduct.campaign_id == campaign_id
    )
    begins, ends = AdCampaignProduct.effective_from, AdCampaignProduct.effective_to
    if query.state == "current":
        statement = statement.where(begins <= work.now, or_(ends.is_(None), ends > work.now))
    elif query.state == "coming":
        statement = statement.where(begins > work.now)
    elif query.state == "past":
        statement = statement.where(ends <= work.now)
    if query.product_id is not None:
        statement = statement.where(AdCampaignProduct.product_id == query.product_id)
    columns = statement.selected_columns
    for word in (query.q or "").split():
        statement = statement.where(
            or_(
                columns.sku.icontains(word, autoescape=True),
                columns.product_name.icontains(word, autoescape=True),
            )
        )
    sorts = {name: columns[name] for name in ("sku", "product_name", "effective_from", "effective_to")}
    order = ordering(query.sort, sorts, default="-effective_from", tie=AdCampaignProduct.id.desc())
    return await fetch_page(work.session, statement, query, order, _shape)
