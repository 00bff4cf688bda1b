"""One search over everything a person may read, for the console's search box.

Products and contacts have their words in tables of their own, orders are found by beginnings of their number,
of what their source calls them, and by their buyers: ranges of text, which row-level security leaves their
indexes. Campaigns, price lists and segments are few, and looked through.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    Select,
    and_,
    any_,
    case,
    func,
    literal,
    literal_column,
    or_,
    select,
    union_all,
)

from souk.attribution.public import ad_campaign_rows
from souk.audience.public import contacts_by_ids, contacts_found, segment_rows
from souk.catalog.public import BulkSelection, product_ids_matching, product_rows, products_by_sku
from souk.kernel.shapes import Id, Instant, Shape
from souk.kernel.words import LAST_CHARACTER, words_sought
from souk.kernel.work import ReadWork
from souk.orders.public import order_rows
from souk.pricing.public import price_list_rows
from souk.tenancy.public import access_of, feature_on

BUYERS_MAX = 50
"""Of the contacts that the words mean, the orders of the newest so many are looked at."""
LOOKED_AT_MAX = 500
"""Of what a short beginning means, so many are looked at: whoever wants another one types on."""
_MARKS = "[\u0300-\u036f]"
"""Accents, once letters are taken apart."""


class SearchQuery(BaseModel):
    model_config = ConfigDict(extra="forbid")

    q: Annotated[
        str,
        Field(
            min_length=1,
            max_length=200,
            pattern=r"^[^\x00]*$",
            description="beginnings of words, an SKU, a barcode, an order's number, a phone number",
        ),
    ]
    limit: Annotated[int, Field(ge=1, le=50)] = 20


class SearchHit(Shape):
    """A record that was found. `status` and `at` (when an order was placed) where the kind has them."""

    kind: str
    id: Id
    title: str
    subtitle: str | None = None
    status: str | None = None
    at: Instant | None = None


class SearchAnswer(Shape):
    """Kind after kind; whatever was named exactly comes first."""

    data: list[SearchHit]


@dataclass(frozen=True, slots=True)
class _Sought:
    q: str
    words: tuple[str, ...]
    limit: int


_Finder = Callable[[ReadWork, _Sought], Awaitable[list[SearchHit]]]


async def search(work: ReadWork, query: SearchQuery) -> list[SearchHit]:
    """What `q` means, `limit` at most, every kind with its share; of each only what the member may read."""
    sought = _Sought(query.q.strip(), words_sought(query.q), query.limit)
    if not sought.words:
        return []
    access = access_of(work)
    found = [
        await find(work, sought)
        for capability, feature, find in _FINDERS
        if (access is None or capability in access.capabilities)
        and (feature is None or await feature_on(work, feature))
    ]
    found.sort(key=lambda hits: not any(_is_named(hit, sought.q) for hit in hits))
    return _shared(found, query.limit)


def _is_named(hit: SearchHit, q: str) -> bool:
    return q.casefold() in {hit.title.casefold(), (hit.subtitle or "").split(" · ")[0].casefold()}


def _shared(found: list[list[SearchHit]], limit: int) -> list[SearchHit]:
    """The first of every kind, then the second of every kind, until there are enough; kind by kind again."""
    rounds = (hit for round_ in zip_longest(*found) for hit in round_ if hit is not None)
    taken = {(hit.kind, hit.id) for hit, _ in zip(rounds, range(limit), strict=False)}
    return [hit for hits in found for hit in hits if (hit.kind, hit.id) in taken]


async def _products(work: ReadWork, sought: _Sought) -> list[SearchHit]:
    """The one whose SKU was typed, then those with such words."""
    exact = await products_by_sku(work, [sought.q])
    named = [product.product_id for product in exact.values()]
    matching = product_ids_matching(BulkSelection(q=sought.q))
    product = product_rows().subquery("product_found")
    meant = [
        matching.limit(LOOKED_AT_MAX),
        select(product.c.product_id).where(product.c.product_id.in_(named)),
    ]
    rows = await work.session.execute(
        select(product)
        .where(product.c.product_id.in_(_any_of(meant)))
        .order_by(product.c.product_id.in_(named).desc(), product.c.active.desc(), product.c.name)
        .limit(sought.limit)
    )
    return [
        SearchHit(
            kind="product",
            id=row.product_id,
            title=row.name or row.sku,
            subtitle=" · ".join(filter(None, [row.sku, row.brand])),
            status=None if row.active else "inactive",
        )
        for row in rows
    ]


async def _orders(work: ReadWork, sought: _Sought) -> list[SearchHit]:
    """By number, by what the source calls it, and by buyer; the newest first."""
    order = order_rows().subquery("order_found")
    buyers = await contacts_found(work, sought.q, BUYERS_MAX)
    parts = [
        select(order.c.order_id).where(_begins(column, sought.q)).limit(LOOKED_AT_MAX)
        for column in (order.c.number, order.c.external_id)
    ]
    if buyers:
        theirs = order.c.contact_id == any_(literal(buyers, ARRAY(BigInteger)))
        parts.append(
            select(order.c.order_id).where(theirs).order_by(order.c.placed_at.desc()).limit(sought.limit)
        )
    rows = (
        await work.session.execute(
            select(order)
            .where(order.c.order_id.in_(_any_of(parts)))
            .order_by((order.c.number == sought.q).desc(), order.c.placed_at.desc(), order.c.order_id.desc())
            .limit(sought.limit)
        )
    ).all()
    contacts = await contacts_by_ids(work, [row.contact_id for row in rows if row.contact_id is not None])

    def buyer(contact_id: int | None) -> str | None:
        contact = contacts.get(contact_id or 0)
        return None if contact is None else contact.name or contact.email or contact.phone

    return [
        SearchHit(
            kind="order",
            id=row.order_id,
            title=row.number,
            subtitle=" · ".join(filter(None, [_foreign_id(row), buyer(row.contact_id)])) or None,
            status=row.status,
            at=row.placed_at,
        )
        for row in rows
    ]


def _any_of(parts: Sequence[Select[int]]) -> Select[int]:
    """Their ids together: a union is looked up by key, where alternatives would read the whole table."""
    return select(union_all(*(select(part.subquery()) for part in parts)).subquery())


def _begins(column: ColumnElement[str], q: str) -> ColumnElement[bool]:
    """As it was typed, in capitals or in small letters: identifiers are compared byte by byte."""
    spellings = sorted({q, q.upper(), q.lower()})
    return or_(*(and_(column >= each, column < each + LAST_CHARACTER) for each in spellings))


def _foreign_id(order: Any) -> str | None:
    return None if order.external_id == order.number else order.external_id


async def _contacts(work: ReadWork, sought: _Sought) -> list[SearchHit]:
    """The newest; who may not see numbers and addresses sees them masked and does not find by them."""
    ids = await contacts_found(work, sought.q, sought.limit)
    contacts = await contacts_by_ids(work, ids)
    hits = []
    for contact_id in ids:
        contact = contacts[contact_id]
        reached = list(filter(None, [contact.email, contact.phone]))
        title, *rest = list(filter(None, [contact.name, *reached])) or [f"#{contact_id}"]
        hits.append(SearchHit(kind="contact", id=contact_id, title=title, subtitle=" · ".join(rest) or None))
    return hits


async def _ad_campaigns(work: ReadWork, sought: _Sought) -> list[SearchHit]:
    rows = await _looked_through(work, ad_campaign_rows(), "starts_at", sought)
    return [SearchHit(kind="ad_campaign", id=row.id, title=row.name, status=row.status) for row in rows]


async def _price_lists(work: ReadWork, sought: _Sought) -> list[SearchHit]:
    rows = await _looked_through(work, price_list_rows(), "created_at", sought)
    return [
        SearchHit(kind="price_list", id=row.price_list_id, title=row.name, subtitle=row.currency)
        for row in rows
    ]


async def _segments(work: ReadWork, sought: _Sought) -> list[SearchHit]:
    rows = await _looked_through(work, segment_rows(), "created_at", sought)
    return [
        SearchHit(kind="segment", id=row.segment_id, title=row.name, subtitle=row.description[:120] or None)
        for row in rows
    ]


_FINDERS: tuple[tuple[str, str | None, _Finder], ...] = (
    ("catalog.read", None, _products),
    ("orders.read", None, _orders),
    ("audience.read", None, _contacts),
    ("attribution.read", "attribution", _ad_campaigns),
    ("pricing.read", None, _price_lists),
    ("audience.read", None, _segments),
)


async def _looked_through(work: ReadWork, rows: Select[Any], newest: str, sought: _Sought) -> list[Any]:
    """Rows whose name has all the words somewhere, accents and case aside."""
    row = rows.subquery("looked_through")
    plain = func.lower(row.c.name)
    apart = func.normalize(plain, literal_column("nfkd"))
    is_ascii = func.octet_length(row.c.name) == func.char_length(row.c.name)
    bare = case((is_ascii, plain), else_=func.regexp_replace(apart, _MARKS, "", "g"))
    statement = select(row).where(and_(*(func.strpos(bare, word) > 0 for word in sought.words)))
    found = await work.session.execute(statement.order_by(row.c[newest].desc()).limit(sought.limit))
    return list(found.all())
