"""Which campaign earned the sale."""
