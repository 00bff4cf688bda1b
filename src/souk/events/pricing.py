"""What happens to price lists and exchange rates."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from souk.events.event import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceListEvent(Event):
    capability = "pricing.read"

    price_list_id: int
    name: str

    @property
    def aggregate(self) -> str:
        return f"price_list:{self.price_list_id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceListCreated(PriceListEvent):
    type = "price_list.created"

    currency: str
    kind: str
    source_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceListUpdated(PriceListEvent):
    type = "price_list.updated"

    changed: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceListDeleted(PriceListEvent):
    type = "price_list.deleted"


@dataclass(frozen=True, slots=True, kw_only=True)
class PricesChanged(PriceListEvent):
    """Prices of a list were set, adjusted or removed.

    `product_ids` names the products when they are few, otherwise it is None; `since` is the earliest
    instant whose answer is another one now (in the past where history was imported).
    """

    type = "price_list.prices_changed"

    list_version: int
    changed: int
    product_ids: list[int] | None
    since: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExchangeRatesChanged(Event):
    """Rates of the days `first_day` to `last_day` (both included) were entered, corrected or removed."""

    type = "exchange_rate.changed"
    capability = "pricing.read"

    first_day: str
    last_day: str
    currencies: list[str]
    changed: int

    @property
    def aggregate(self) -> str:
        return "exchange_rate"

    @staticmethod
    def days_of(events: Iterable[Event]) -> tuple[date, date] | None:
        """The first and the last day whose rates these events say have changed; None: they say of none."""
        changed = [event for event in events if isinstance(event, ExchangeRatesChanged)]
        if not changed:
            return None
        return (
            min(date.fromisoformat(event.first_day) for event in changed),
            max(date.fromisoformat(event.last_day) for event in changed),
        )
