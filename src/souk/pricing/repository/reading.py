"""Prices as they are and were: rows to be listed, narrowed down and put into other statements."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    Subquery,
    and_,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.dialects.postgresql import distinct_on

from souk.catalog.public import BulkSelection, price_spans, product_ids_matching, product_rows
from souk.pricing.models import PriceList, PriceListItem, PriceListItemPast
from souk.pricing.schemas import PriceQuery

PRODUCTS: Subquery = product_rows().subquery("listed_product")


def price_list_rows() -> Select[*tuple[Any, ...]]:
    """One row per price list: tenant_id, price_list_id, name, currency, kind, created_at."""
    return select(
        PriceList.tenant_id,
        PriceList.id.label("price_list_id"),
        PriceList.name,
        PriceList.currency,
        PriceList.kind,
        PriceList.created_at,
    )


def price_rows() -> Select[*tuple[Any, ...]]:
    """The prices in force, one row per list and product.

    tenant_id, price_list_id, product_id, price_minor (of the list's currency), valid_from (since when).
    """
    return select(
        PriceListItem.tenant_id,
        PriceListItem.price_list_id,
        PriceListItem.product_id,
        PriceListItem.price_minor,
        PriceListItem.valid_from,
    )


def priced_rows() -> Select[*tuple[Any, ...]]:
    """Which lists price a product or ever did: tenant_id, price_list_id, product_id, perhaps repeated."""
    both = union_all(
        select(PriceListItem.tenant_id, PriceListItem.price_list_id, PriceListItem.product_id),
        select(PriceListItemPast.tenant_id, PriceListItemPast.price_list_id, PriceListItemPast.product_id),
    ).subquery("priced")
    return select(both)


def list_prices(price_list_id: int, at: datetime | None) -> Subquery:
    """The prices of a list now or at an instant: product_id, price_minor, valid_from."""
    present = select(PriceListItem.product_id, PriceListItem.price_minor, PriceListItem.valid_from).where(
        PriceListItem.price_list_id == price_list_id
    )
    if at is None:
        return present.subquery("listed_price")
    known = union_all(
        present.add_columns(literal(1).label("rank")).where(PriceListItem.valid_from <= at),
        select(
            PriceListItemPast.product_id,
            PriceListItemPast.price_minor,
            PriceListItemPast.valid_from,
            literal(2),
        ).where(PriceListItemPast.price_list_id == price_list_id, PriceListItemPast.valid_from <= at),
    ).subquery("known_price")
    last = (
        select(known.c.product_id, known.c.price_minor, known.c.valid_from)
        .ext(distinct_on(known.c.product_id))
        .order_by(known.c.product_id, known.c.valid_from.desc(), known.c.rank)
        .subquery("last_price")
    )
    return select(last).where(last.c.price_minor.is_not(None)).subquery("listed_price")


def base_prices(at: datetime) -> Subquery:
    """Products' own prices at an instant: product_id, price_minor, valid_from, currency."""
    spans = price_spans().subquery("base_price_span")
    return (
        select(spans.c.product_id, spans.c.price_minor, spans.c.valid_from, spans.c.currency)
        .where(
            spans.c.price_minor.is_not(None),
            spans.c.valid_from <= at,
            or_(spans.c.valid_to.is_(None), spans.c.valid_to > at),
        )
        .subquery("listed_price")
    )


def with_products(prices: Subquery, query: PriceQuery) -> Select[*tuple[Any, ...]]:
    """The prices' columns with sku and name of the products that `query` leaves."""
    return (
        select(*prices.c, PRODUCTS.c.sku, PRODUCTS.c.sku_key, PRODUCTS.c.name)
        .join(PRODUCTS, PRODUCTS.c.product_id == prices.c.product_id)
        .where(*conditions(prices, query))
    )


def conditions(prices: Subquery, query: PriceQuery) -> list[ColumnElement[bool]]:
    """The filters of `query` that are set, on the prices alone."""
    found: list[ColumnElement[bool]] = []
    if query.product_id is not None:
        found.append(prices.c.product_id == query.product_id)
    if query.q is not None or query.category_id is not None:
        wanted = BulkSelection(q=query.q, category_id=query.category_id)
        found.append(prices.c.product_id.in_(product_ids_matching(wanted)))
    return found


def history_of(product_id: int) -> Subquery:
    """Every price of a product that is known, of lists and its own, as spans.

    price_list_id and price_list (null: its own), valid_from, valid_to (null: still), price_minor (null:
    none), currency.
    """
    instants = union_all(
        select(
            PriceListItem.price_list_id,
            PriceListItem.valid_from,
            PriceListItem.price_minor,
        ).where(PriceListItem.product_id == product_id),
        select(
            PriceListItemPast.price_list_id,
            PriceListItemPast.valid_from,
            PriceListItemPast.price_minor,
        ).where(
            PriceListItemPast.product_id == product_id,
            ~select(PriceListItem.product_id)
            .where(
                PriceListItem.product_id == product_id,
                PriceListItem.price_list_id == PriceListItemPast.price_list_id,
                PriceListItem.valid_from == PriceListItemPast.valid_from,
            )
            .exists(),
        ),
    ).subquery("instant")
    following = (
        func.lead(instants.c.valid_from)
        .over(partition_by=instants.c.price_list_id, order_by=instants.c.valid_from)
        .label("valid_to")
    )
    of_lists = select(
        instants.c.price_list_id,
        PriceList.name.label("price_list"),
        instants.c.valid_from,
        following,
        instants.c.price_minor,
        PriceList.currency,
    ).join(PriceList, PriceList.id == instants.c.price_list_id)
    spans = price_spans().subquery("base_price_span")
    own = select(
        null().label("price_list_id"),
        null().label("price_list"),
        spans.c.valid_from,
        spans.c.valid_to,
        spans.c.price_minor,
        spans.c.currency,
    ).where(and_(spans.c.product_id == product_id))
    return union_all(of_lists, own).subquery("price_history")
