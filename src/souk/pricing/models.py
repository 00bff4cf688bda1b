"""Price lists, the history of their prices, exchange rates."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import DateTime, Integer, Numeric, func, text
from sqlalchemy.orm import Mapped, mapped_column

from souk.kernel.db.base import Base, TenantRow, Timestamps, tenant_fk


class PriceList(TenantRow, Timestamps, Base):
    """Prices by product in one currency. `version` counts its changes, `content_hash` tells its prices apart.

    `source_id` is the list it was cloned from, while that exists.
    """

    __tablename__ = "price_list"
    __table_args__ = (tenant_fk("source_id", "price_list", ondelete="SET NULL (source_id)"),)

    name: Mapped[str]
    name_key: Mapped[str]
    currency: Mapped[str]
    kind: Mapped[str]
    source_id: Mapped[int | None]
    version: Mapped[int] = mapped_column(Integer, server_default=text("1"))
    content_hash: Mapped[str]


class PriceListItem(Base):
    """The price of a product in a list, and since when it holds."""

    __tablename__ = "price_list_item"
    __table_args__ = (
        tenant_fk("price_list_id", "price_list", ondelete="CASCADE"),
        tenant_fk("product_id", "product"),
    )

    tenant_id: Mapped[int] = mapped_column(primary_key=True)
    price_list_id: Mapped[int] = mapped_column(primary_key=True)
    product_id: Mapped[int] = mapped_column(primary_key=True)
    price_minor: Mapped[int]
    valid_from: Mapped[datetime]


class PriceListItemPast(Base):
    """What the price of a product in a list was from an instant on; null: it was not in the list.

    It held until the next row of the same product and list, or until the item's own `valid_from`.
    """

    __tablename__ = "price_list_item_past"
    __table_args__ = (
        tenant_fk("price_list_id", "price_list", ondelete="CASCADE"),
        tenant_fk("product_id", "product"),
    )

    tenant_id: Mapped[int] = mapped_column(primary_key=True)
    price_list_id: Mapped[int] = mapped_column(primary_key=True)
    product_id: Mapped[int] = mapped_column(primary_key=True)
    valid_from: Mapped[datetime] = mapped_column(primary_key=True)
    price_minor: Mapped[int | None]
    recorded_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())


class ExchangeRate(TenantRow, Timestamps, Base):
    """One unit of `from_currency` (in whole units, not minor) is `rate` units of `to_currency` on `day`."""

    __tablename__ = "exchange_rate"

    day: Mapped[date]
    from_currency: Mapped[str]
    to_currency: Mapped[str]
    rate: Mapped[Decimal] = mapped_column(Numeric(24, 12))
    source: Mapped[str]
