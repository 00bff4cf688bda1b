"""What the audience asks of floors above, in its own words. Wiring hands the readers in."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from sqlalchemy import Select

from souk.kernel.work import ReadWork


class Purchases(Protocol):
    """What contacts have bought. An order counts while it is confirmed or further and not cancelled or
    refunded; amounts are what is kept of it, minor units of the tenant's currency.
    """

    def orders(self) -> Select[Any]:
        """One row per counting order: tenant_id, contact_id, order_id, placed_at, spent_minor (null where
        no rate was known), beside_minor and beside_currency (the same in its own currency, then only).
        """
        ...

    def lines(self) -> Select[Any]:
        """One row per kept product line of a counting order: tenant_id, contact_id, order_id, placed_at,
        product_id, category_id (null: none), quantity.
        """
        ...

    def categories_below(self, category_ids: Sequence[int]) -> Select[Any]:
        """category_id of these categories and all below them."""
        ...

    async def contacts_of_orders(self, work: ReadWork, order_ids: Sequence[int]) -> set[int]:
        """Whose orders these are."""
        ...

    async def order_ids_of(self, work: ReadWork, contact_id: int, limit: int) -> list[int]:
        """Every order of a contact, whatever its status, the oldest first."""
        ...

    async def whole_orders_of(self, work: ReadWork, contact_id: int) -> list[Mapping[str, Any]]:
        """Every order of a contact with its lines and addresses, as plain JSON, for the person themselves."""
        ...


_READER: list[Purchases] = []


def offer_purchases(reader: Purchases) -> None:
    """Wiring does, at start-up. Replaces the one before."""
    _READER[:] = [reader]


def purchases() -> Purchases:
    if not _READER:
        raise RuntimeError("nobody can say what was bought; wiring offers a reader at start-up")
    return _READER[0]
