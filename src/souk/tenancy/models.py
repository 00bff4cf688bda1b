"""Tenants and people."""

from typing import Any

from sqlalchemy import BigInteger, Identity
from sqlalchemy.orm import Mapped, mapped_column

from souk.kernel.db.base import Base, Timestamps


class Tenant(Timestamps, Base):
    """One seller; nothing crosses tenants."""

    __tablename__ = "tenant"

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    currency: Mapped[str]
    timezone: Mapped[str]
    locale: Mapped[str]
    prices_include_tax: Mapped[bool]
    settings: Mapped[dict[str, Any]]
