"""What the tenant's currency was worth when orders were placed."""

from collections.abc import Sequence
from decimal import Decimal

from souk.kernel.work import Work
from souk.orders.drafts import OrderDraft


async def rates_of(work: Work, drafts: Sequence[OrderDraft]) -> list[Decimal | None]:
    """Units of the tenant's currency for one of each order's, on the day it was placed; 1 for its own."""
    return [Decimal(1) if draft.currency == work.scope.currency else None for draft in drafts]
