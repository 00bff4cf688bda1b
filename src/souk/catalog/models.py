"""Products, what they are sorted by, what they cost and were priced at."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import DateTime, Integer, Numeric, Text, func, text
from sqlalchemy.orm import Mapped, mapped_column

from souk.kernel.db.base import Base, TenantRow, Timestamps, tenant_fk


class Category(TenantRow, Timestamps, Base):
    """A place in the tree of categories. `name_key` is the name as compared, unique below one parent."""

    __tablename__ = "category"
    __table_args__ = (tenant_fk("parent_id", "category"),)

    parent_id: Mapped[int | None]
    name: Mapped[str]
    name_key: Mapped[str]
    version: Mapped[int] = mapped_column(Integer, server_default=text("1"))


class Tag(TenantRow, Timestamps, Base):
    """A word products are grouped by; upper and lower case are the same."""

    __tablename__ = "tag"

    name: Mapped[str]
    name_key: Mapped[str]


class Product(TenantRow, Timestamps, Base):
    """A thing sold, with a SKU.

    `sku` is as first written, `sku_key` as compared. `base_price_minor` and `unit_cost_minor` are what holds
    now, both in `currency`; what held when is in `product_price` and `product_cost`. `tax_rate` is a percent.
    A product with variants (products whose `parent_id` it is) is not sold itself.
    """

    __tablename__ = "product"
    __table_args__ = (
        tenant_fk("category_id", "category"),
        tenant_fk("parent_id", "product"),
    )

    sku: Mapped[str]
    sku_key: Mapped[str]
    name: Mapped[str]
    description: Mapped[str] = mapped_column(server_default="")
    brand: Mapped[str | None]
    category_id: Mapped[int | None]
    image_url: Mapped[str | None]
    barcode: Mapped[str | None]
    attributes: Mapped[dict[str, Any]] = mapped_column(server_default="{}")
    base_price_minor: Mapped[int | None]
    unit_cost_minor: Mapped[Decimal | None]
    currency: Mapped[str]
    tax_rate: Mapped[Decimal | None] = mapped_column(Numeric(7, 4))
    active: Mapped[bool] = mapped_column(server_default=text("true"))
    parent_id: Mapped[int | None]
    option_values: Mapped[dict[str, Any]] = mapped_column(server_default="{}")
    stock_alert_threshold: Mapped[int | None] = mapped_column(Integer)
    version: Mapped[int] = mapped_column(Integer, server_default=text("1"))


class ProductTag(Base):
    __tablename__ = "product_tag"
    __table_args__ = (
        tenant_fk("product_id", "product", ondelete="CASCADE"),
        tenant_fk("tag_id", "tag", ondelete="CASCADE"),
    )

    tenant_id: Mapped[int] = mapped_column(primary_key=True)
    product_id: Mapped[int] = mapped_column(primary_key=True)
    tag_id: Mapped[int] = mapped_column(primary_key=True)


class ProductWord(Base):
    """A word a product is found by. Compared byte by byte, so that a range of text is a prefix."""

    __tablename__ = "product_word"

    tenant_id: Mapped[int] = mapped_column(primary_key=True)
    word: Mapped[str] = mapped_column(Text(collation="C"), primary_key=True)
    product_id: Mapped[int] = mapped_column(primary_key=True)


class ProductBatch(TenantRow, Timestamps, Base):
    """A delivery of a product with its own cost per unit; the code is unique within the product."""

    __tablename__ = "product_batch"
    __table_args__ = (tenant_fk("product_id", "product", ondelete="CASCADE"),)

    product_id: Mapped[int]
    code: Mapped[str]
    unit_cost_minor: Mapped[Decimal | None]
    currency: Mapped[str]
    received_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(Integer, server_default=text("1"))


class ProductPrice(Base):
    """What a product's base price was during `[valid_from, valid_to)`; null: it had none.

    A span ends where the product's next one begins; the database refuses overlaps.
    """

    __tablename__ = "product_price"
    __table_args__ = (tenant_fk("product_id", "product", ondelete="CASCADE"),)

    tenant_id: Mapped[int] = mapped_column(primary_key=True)
    product_id: Mapped[int] = mapped_column(primary_key=True)
    valid_from: Mapped[datetime] = mapped_column(primary_key=True)
    valid_to: Mapped[datetime | None]
    price_minor: Mapped[int | None]
    currency: Mapped[str]
    recorded_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())


class ProductCost(Base):
    """What a unit of a product cost during `[valid_from, valid_to)`, in minor units; null: not known.

    A span ends where the product's next one begins; the database refuses overlaps.
    """

    __tablename__ = "product_cost"
    __table_args__ = (tenant_fk("product_id", "product", ondelete="CASCADE"),)

    tenant_id: Mapped[int] = mapped_column(primary_key=True)
    product_id: Mapped[int] = mapped_column(primary_key=True)
    valid_from: Mapped[datetime] = mapped_column(primary_key=True)
    valid_to: Mapped[datetime | None]
    unit_cost_minor: Mapped[Decimal | None]
    currency: Mapped[str]
    recorded_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())
