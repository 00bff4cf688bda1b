"""Contacts for tests."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select

from souk.audience.actions.contacts import create_contact
from souk.audience.models import Contact
from souk.audience.repository.contacts import get_contact
from souk.audience.rules.consent import Said
from souk.audience.states import Consent
from souk.kernel.work import ReadWork, Work

SPRING = datetime(2026, 3, 20, 9, tzinfo=UTC)


def said(state: str, at: datetime = SPRING, source: str = "form") -> Said:
    return Said(Consent(state), source, at)


async def make_contact(
    work: Work,
    name: str | None = "Ana Gil",
    *,
    tags: list[str] | None = None,
    external_ids: list[tuple[str, str]] | None = None,
    consent: Said | None = None,
    source: str = "manual",
    **fields: Any,
) -> int:
    contact = await create_contact(
        work,
        {"name": name, **fields},
        tags=tags or [],
        external_ids=external_ids or [],
        consent=consent,
        source=source,
        allow_duplicate=True,
    )
    return contact.id


async def reread(work: ReadWork, contact_id: int) -> Contact:
    contact = await get_contact(work, contact_id)
    await work.session.refresh(contact)
    return contact


async def all_ids(work: ReadWork) -> list[int]:
    rows = await work.session.execute(
        select(Contact.id).where(Contact.tenant_id == work.tenant_id).order_by(Contact.id)
    )
    return list(rows.scalars())
