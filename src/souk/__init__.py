"""Souk runs a seller's campaigns from one place and proves which of them made money."""

__version__ = "0.1.0"
