"""What other domains may call of prices and exchange rates."""

from souk.pricing.actions.rates import Pair, rates_for
from souk.pricing.repository.rates import rate_at
from souk.pricing.rules.rates import MAX_AGE_DAYS

__all__ = ["MAX_AGE_DAYS", "Pair", "rate_at", "rates_for"]
