"""Orders out of files: Souk's own export, shop systems', marketplaces', and retail data."""

from souk.orders.imports.importer import OrderImport

__all__ = ["OrderImport"]
