"""Contacts, what they are known by, their consent, and how they are grouped."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Computed, Date, Integer, SmallInteger, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from souk.kernel.db.base import Base, TenantRow, Timestamps, tenant_fk

BYTES = Text(collation="C")
"""Compared byte by byte, so that a range of text is a prefix."""


class Contact(TenantRow, Timestamps, Base):
    """A person who may buy, or be written to.

    Spend is minor units of the tenant's currency; what could not be converted stands beside it by
    currency. A contact that was merged away keeps its row and points to the one it became. An erased
    one keeps its orders and sums, and no word about the person.
    """

    __tablename__ = "contact"
    __table_args__ = (tenant_fk("merged_into_id", "contact"),)

    name: Mapped[str | None]
    phone: Mapped[str | None] = mapped_column(BYTES)
    email: Mapped[str | None]
    email_key: Mapped[str | None] = mapped_column(BYTES)
    country: Mapped[str | None]
    locale: Mapped[str | None]
    timezone: Mapped[str | None]
    birthday: Mapped[date | None] = mapped_column(Date)
    birthday_in_year: Mapped[int | None] = mapped_column(
        SmallInteger,
        Computed(
            "(extract(month from birthday) * 100 + extract(day from birthday))::smallint", persisted=True
        ),
    )
    """Month × 100 + day."""
    attributes: Mapped[dict[str, Any]] = mapped_column(server_default="{}")
    source: Mapped[str]
    sms_consent: Mapped[str] = mapped_column(server_default="unknown")
    sms_consent_source: Mapped[str | None]
    sms_consent_at: Mapped[datetime | None]
    orders_count: Mapped[int] = mapped_column(server_default=text("0"))
    spent_minor: Mapped[int] = mapped_column(server_default=text("0"))
    spent_beside: Mapped[dict[str, Any]] = mapped_column(server_default="{}")
    first_order_at: Mapped[datetime | None]
    last_order_at: Mapped[datetime | None]
    merged_into_id: Mapped[int | None]
    erased_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(Integer, server_default=text("1"))
    created_by: Mapped[str]


class ContactExternalId(Base):
    """What a source calls a contact; unique per source."""

    __tablename__ = "contact_external_id"
    __table_args__ = (tenant_fk("contact_id", "contact", ondelete="CASCADE"),)

    tenant_id: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(BYTES, primary_key=True)
    external_id: Mapped[str] = mapped_column(BYTES, primary_key=True)
    contact_id: Mapped[int]


class ContactTag(Base):
    __tablename__ = "contact_tag"
    __table_args__ = (tenant_fk("contact_id", "contact", ondelete="CASCADE"),)

    tenant_id: Mapped[int] = mapped_column(primary_key=True)
    tag_key: Mapped[str] = mapped_column(BYTES, primary_key=True)
    contact_id: Mapped[int] = mapped_column(primary_key=True)
    tag: Mapped[str]


class ContactWord(Base):
    """A word a contact is found by. `identifying`: of a phone number, e-mail address or external id,
    by which only those may search who may see them.
    """

    __tablename__ = "contact_word"

    tenant_id: Mapped[int] = mapped_column(primary_key=True)
    word: Mapped[str] = mapped_column(BYTES, primary_key=True)
    contact_id: Mapped[int] = mapped_column(primary_key=True)
    identifying: Mapped[bool]


class ConsentChange(TenantRow, Base):
    """Something a contact said about being written to; append-only. See `rules.consent` for what counts."""

    __tablename__ = "consent_change"
    __table_args__ = (tenant_fk("contact_id", "contact", ondelete="CASCADE"),)

    contact_id: Mapped[int]
    channel: Mapped[str] = mapped_column(server_default="sms")
    state: Mapped[str]
    source: Mapped[str]
    changed_at: Mapped[datetime]
    recorded_at: Mapped[datetime]
    actor: Mapped[str]


class ContactList(TenantRow, Timestamps, Base):
    """Contacts picked by hand or brought by an import."""

    __tablename__ = "contact_list"

    name: Mapped[str]
    name_key: Mapped[str] = mapped_column(BYTES)
    description: Mapped[str] = mapped_column(server_default="")
    version: Mapped[int] = mapped_column(Integer, server_default=text("1"))
    created_by: Mapped[str]
    updated_by: Mapped[str]


class ContactListMember(Base):
    __tablename__ = "contact_list_member"
    __table_args__ = (
        tenant_fk("list_id", "contact_list", ondelete="CASCADE"),
        tenant_fk("contact_id", "contact", ondelete="CASCADE"),
    )

    tenant_id: Mapped[int] = mapped_column(primary_key=True)
    list_id: Mapped[int] = mapped_column(primary_key=True)
    contact_id: Mapped[int] = mapped_column(primary_key=True)
    added_at: Mapped[datetime]
    added_by: Mapped[str]


class Segment(TenantRow, Timestamps, Base):
    """A saved filter over contacts, as data: see `segments.definition`."""

    __tablename__ = "segment"

    name: Mapped[str]
    name_key: Mapped[str] = mapped_column(BYTES)
    description: Mapped[str] = mapped_column(server_default="")
    definition: Mapped[dict[str, Any]]
    version: Mapped[int] = mapped_column(Integer, server_default=text("1"))
    created_by: Mapped[str]
    updated_by: Mapped[str]


class Suppression(TenantRow, Base):
    """A number that is never to be messaged, for one reason. Known by a keyed hash, so that it still
    counts when the number itself has been erased.
    """

    __tablename__ = "suppression"

    number_hash: Mapped[str] = mapped_column(BYTES)
    phone: Mapped[str | None] = mapped_column(BYTES)
    reason: Mapped[str]
    source: Mapped[str]
    suppressed_at: Mapped[datetime]
    created_by: Mapped[str]
