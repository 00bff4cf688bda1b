"""Products, categories, tags and batches as the API shows them."""

from collections.abc import AsyncIterator, Sequence
from typing import Any, TypeVarTuple

from sqlalchemy import Row, Select, SQLColumnExpression, select
from sqlalchemy.orm import aliased

from souk.catalog.errors import BatchMissing, CategoryMissing, ProductMissing, TagMissing
from souk.catalog.models import Category, Product, ProductBatch, ProductCost, Tag
from souk.catalog.repository import categories, listing
from souk.catalog.repository.products import parents_among
from souk.catalog.repository.tags import tags_of
from souk.catalog.rules.names import joined_path, name_key
from souk.catalog.schemas import (
    BatchQuery,
    BatchShape,
    BrandShape,
    CategoryQuery,
    CategoryRef,
    CategoryShape,
    CostShape,
    ProductQuery,
    ProductShape,
    ProductTagShape,
)
from souk.kernel.lists import ListQuery, Page, fetch_page, ordering
from souk.kernel.shapes import MoneyShape, UnitPriceShape
from souk.kernel.work import ReadWork

Ts = TypeVarTuple("Ts")
STREAMED = 1_000


async def show_product(work: ReadWork, product_id: int) -> ProductShape:
    """Raises ProductMissing."""
    product = await work.session.get(Product, (work.tenant_id, product_id), populate_existing=True)
    if product is None:
        raise ProductMissing(f"There is no product {product_id}.")
    return (await shape_products(work, [product]))[0]


async def list_products(work: ReadWork, query: ProductQuery) -> Page[ProductShape]:
    """One page of the products that `query` leaves."""
    page = await fetch_page(
        work.session, _products(query, select(Product)), query, _product_order(query), _first
    )
    return Page(
        data=await shape_products(work, page.data),
        total=page.total,
        page=page.page,
        per_page=page.per_page,
    )


def _products(query: ProductQuery, statement: Select[*Ts]) -> Select[*Ts]:
    conditions = listing.product_conditions(query)
    if query.q is not None:
        conditions += listing.found_by(query.q)
    return statement.where(*conditions)


def _product_order(query: ProductQuery) -> list[SQLColumnExpression[Any]]:
    order = ordering(query.sort, listing.PRODUCT_SORT, default="name", tie=Product.id)
    if query.q is not None and query.sort is None:
        return [listing.exact_first(query.q), *order]
    return order


async def stream_products(
    work: ReadWork, query: ProductQuery
) -> AsyncIterator[tuple[ProductShape, str | None]]:
    """Every product that `query` leaves, each with its parent's SKU, STREAMED at a time."""
    parent = aliased(Product)
    statement = _products(query, select(Product, parent.sku)).outerjoin(
        parent, (parent.tenant_id == Product.tenant_id) & (parent.id == Product.parent_id)
    )
    async for rows in _streamed(work, statement.order_by(*_product_order(query))):
        shapes = await shape_products(work, [row[0] for row in rows])
        for shape, row in zip(shapes, rows, strict=True):
            yield shape, row[1]


async def stream_batches(work: ReadWork, query: BatchQuery) -> AsyncIterator[BatchShape]:
    """Every batch that `query` leaves."""
    order = ordering(query.sort, listing.BATCH_SORT, default="-received_at", tie=ProductBatch.id)
    async for rows in _streamed(work, listing.batches_listed(query).order_by(*order)):
        for row in rows:
            yield _batch(row)


async def _streamed(
    work: ReadWork, statement: Select[*tuple[Any, ...]]
) -> AsyncIterator[Sequence[Row[*tuple[Any, ...]]]]:
    streamed = await work.session.stream(statement, execution_options={"yield_per": STREAMED})
    async for rows in streamed.partitions(STREAMED):
        yield rows


async def shape_products(work: ReadWork, products: Sequence[Product]) -> list[ProductShape]:
    """Products with their category's path, their tags and how many variants they have."""
    ids = [product.id for product in products]
    tags = await tags_of(work.session, work.tenant_id, ids) if ids else {}
    variants = await parents_among(work.session, ids) if ids else {}
    places = await categories.places_of(
        work.session, work.tenant_id, [product.category_id for product in products if product.category_id]
    )
    return [
        _product(
            product,
            places.get(product.category_id or 0),
            list(tags.get(product.id, {}).values()),
            variants.get(product.id, 0),
        )
        for product in products
    ]


def _product(
    product: Product, place: categories.Place | None, tags: list[str], variants: int
) -> ProductShape:
    return ProductShape(
        id=product.id,
        sku=product.sku,
        name=product.name,
        description=product.description,
        brand=product.brand,
        category=CategoryRef(id=place.ids[-1], name=place.names[-1], path=joined_path(place.names))
        if place is not None
        else None,
        tags=tags,
        image_url=product.image_url,
        barcode=product.barcode,
        attributes=product.attributes,
        price=MoneyShape.of(product.base_price_minor, product.currency),
        cost=UnitPriceShape.of(product.unit_cost_minor, product.currency),
        currency=product.currency,
        tax_rate=product.tax_rate,
        active=product.active,
        parent_id=product.parent_id,
        option_values=product.option_values,
        variants=variants,
        sellable=product.active and not variants,
        stock_alert_threshold=product.stock_alert_threshold,
        version=product.version,
        created_at=product.created_at,
        updated_at=product.updated_at,
    )


async def list_costs(work: ReadWork, product_id: int, query: ListQuery) -> Page[CostShape]:
    """What a unit of the product cost when. Raises ProductMissing."""
    await show_product(work, product_id)
    statement = select(ProductCost).where(
        ProductCost.tenant_id == work.tenant_id, ProductCost.product_id == product_id
    )
    columns: dict[str, SQLColumnExpression[Any]] = {"valid_from": ProductCost.valid_from}
    order = ordering(query.sort, columns, default="-valid_from", tie=ProductCost.valid_from)
    return await fetch_page(work.session, statement, query, order, lambda row: _cost(row[0]))


def _cost(span: ProductCost) -> CostShape:
    return CostShape(
        valid_from=span.valid_from,
        valid_to=span.valid_to,
        cost=UnitPriceShape.of(span.unit_cost_minor, span.currency),
        recorded_at=span.recorded_at,
    )


async def show_category(work: ReadWork, category_id: int) -> CategoryShape:
    """Raises CategoryMissing."""
    rows = (
        await work.session.execute(categories.categories_listed().where(Category.id == category_id))
    ).all()
    if not rows:
        raise CategoryMissing(f"There is no category {category_id}.")
    return (await _categories(work, rows))[0]


async def list_categories(work: ReadWork, query: CategoryQuery) -> Page[CategoryShape]:
    """One page of the categories, in the order of the tree unless asked otherwise."""
    statement = categories.categories_listed()
    _, _, names, depth = statement.selected_columns[0], *statement.selected_columns[-3:]
    columns: dict[str, SQLColumnExpression[Any]] = {
        "path": names,
        "name": Category.name,
        "depth": depth,
        "id": Category.id,
        "created_at": Category.created_at,
    }
    if query.parent_id is not None:
        statement = statement.where(Category.parent_id == query.parent_id)
    if query.roots is not None:
        rootless = Category.parent_id.is_(None)
        statement = statement.where(rootless if query.roots else ~rootless)
    if query.q is not None:
        statement = statement.where(Category.name_key.contains(name_key(query.q), autoescape=True))
    order = ordering(query.sort, columns, default="path", tie=Category.id)
    page = await fetch_page(work.session, statement, query, order, lambda row: row)
    return Page(
        data=await _categories(work, page.data), total=page.total, page=page.page, per_page=page.per_page
    )


async def _categories(work: ReadWork, rows: Sequence[Row[*tuple[Any, ...]]]) -> list[CategoryShape]:
    counts = await categories.direct_counts(work.session, work.tenant_id, [row[0].id for row in rows])
    return [
        CategoryShape(
            id=category.id,
            name=category.name,
            parent_id=category.parent_id,
            path=joined_path(names),
            depth=depth,
            products=counts[category.id][0],
            children=counts[category.id][1],
            version=category.version,
            created_at=category.created_at,
            updated_at=category.updated_at,
        )
        for category, _, names, depth in rows
    ]


async def show_tag(work: ReadWork, tag_id: int) -> ProductTagShape:
    """Raises TagMissing."""
    row = (await work.session.execute(listing.tags_listed(None).where(Tag.id == tag_id))).one_or_none()
    if row is None:
        raise TagMissing(f"There is no tag {tag_id}.")
    return _tag(row)


async def list_tags(work: ReadWork, query: ListQuery) -> Page[ProductTagShape]:
    """One page of the tags, by name unless asked otherwise."""
    statement = listing.tags_listed(query.q)
    columns: dict[str, SQLColumnExpression[Any]] = {
        "name": Tag.name_key,
        "products": statement.selected_columns.products,
        "id": Tag.id,
    }
    order = ordering(query.sort, columns, default="name", tie=Tag.id)
    return await fetch_page(work.session, statement, query, order, _tag)


def _tag(row: Row[*tuple[Any, ...]]) -> ProductTagShape:
    tag, products = row
    return ProductTagShape(id=tag.id, name=tag.name, products=products, created_at=tag.created_at)


async def list_brands(work: ReadWork, query: ListQuery) -> Page[BrandShape]:
    """One page of the brands there are, by name unless asked otherwise."""
    statement = listing.brands_listed(query.q)
    columns: dict[str, SQLColumnExpression[Any]] = {
        "brand": Product.brand,
        "products": statement.selected_columns.products,
    }
    order = ordering(query.sort, columns, default="brand", tie=Product.brand)
    return await fetch_page(
        work.session, statement, query, order, lambda row: BrandShape(brand=row[0], products=row[1])
    )


async def show_batch(work: ReadWork, batch_id: int) -> BatchShape:
    """Raises BatchMissing."""
    found = await work.session.execute(
        listing.batches_listed(BatchQuery()).where(ProductBatch.id == batch_id)
    )
    row = found.one_or_none()
    if row is None:
        raise BatchMissing(f"There is no batch {batch_id}.")
    return _batch(row)


async def list_batches(work: ReadWork, query: BatchQuery) -> Page[BatchShape]:
    """One page of the batches, the last received first unless asked otherwise."""
    order = ordering(query.sort, listing.BATCH_SORT, default="-received_at", tie=ProductBatch.id)
    return await fetch_page(work.session, listing.batches_listed(query), query, order, _batch)


def _batch(row: Row[*tuple[Any, ...]]) -> BatchShape:
    batch, sku = row
    return BatchShape(
        id=batch.id,
        product_id=batch.product_id,
        sku=sku,
        code=batch.code,
        cost=UnitPriceShape.of(batch.unit_cost_minor, batch.currency),
        received_at=batch.received_at,
        version=batch.version,
        created_at=batch.created_at,
        updated_at=batch.updated_at,
    )


def _first(row: Row[*tuple[Any, ...]]) -> Any:
    return row[0]
