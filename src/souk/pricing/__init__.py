"""Price lists with history, exchange rates."""
