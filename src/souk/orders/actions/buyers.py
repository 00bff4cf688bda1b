"""Whose orders they are: contacts found or made."""

from collections.abc import Sequence

from souk.kernel.work import Work
from souk.orders.drafts import OrderDraft


async def contacts_of(work: Work, drafts: Sequence[OrderDraft]) -> list[int | None]:
    """The contact of each draft, None where its source tells nobody."""
    return [draft.contact_id for draft in drafts]
