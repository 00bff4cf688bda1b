"""What other domains may call of prices and exchange rates."""

from souk.pricing.actions.rates import Pair, RateGiven, put_rates, rates_for
from souk.pricing.models import RateSource
from souk.pricing.repository.rates import rate_at
from souk.pricing.rules.rates import MAX_AGE_DAYS

__all__ = ["MAX_AGE_DAYS", "Pair", "RateGiven", "RateSource", "put_rates", "rate_at", "rates_for"]
