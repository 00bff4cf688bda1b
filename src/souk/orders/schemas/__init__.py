"""The shapes of orders in the API. Amounts are minor units with their currency."""
