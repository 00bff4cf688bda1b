"""What other domains may call of prices and exchange rates.

The functions that end in `_rows` return a SELECT to be used as a part of the caller's own statement
(`kernel.db.parts.as_part`); they read under the caller's row-level security.
"""

from souk.pricing.actions.lists import clone_price_list, create_price_list, hold_price_list
from souk.pricing.actions.prices import PriceGiven, put_prices
from souk.pricing.actions.rates import Pair, RateGiven, put_rates, rates_for
from souk.pricing.repository.rates import rate_at
from souk.pricing.repository.reading import price_list_rows, price_rows, priced_rows
from souk.pricing.rules.lists import PriceListKind
from souk.pricing.rules.rates import MAX_AGE_DAYS, RateSource

__all__ = [
    "MAX_AGE_DAYS",
    "Pair",
    "PriceGiven",
    "PriceListKind",
    "RateGiven",
    "RateSource",
    "clone_price_list",
    "create_price_list",
    "hold_price_list",
    "price_list_rows",
    "price_rows",
    "priced_rows",
    "put_prices",
    "put_rates",
    "rate_at",
    "rates_for",
]
