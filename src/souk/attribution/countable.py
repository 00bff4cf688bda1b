"""Which orders count: the tenant's own choice of statuses."""

from souk.kernel.work import ReadWork
from souk.tenancy.public import tenant_settings

PARTIALLY_REFUNDED = "partially_refunded"
"""Counts always: what is kept of the order is still sold."""


async def countable_statuses(work: ReadWork) -> list[str]:
    """The statuses in which an order counts as sold, as the tenant has set them."""
    chosen = (await tenant_settings(work)).attribution.countable_statuses
    return [*(status.value for status in chosen), PARTIALLY_REFUNDED]
