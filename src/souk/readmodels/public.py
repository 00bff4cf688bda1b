"""What the ways in and the wiring may call of the read models."""

from souk.readmodels.integrity import last_check
from souk.readmodels.invariants import Finding, check_invariants
from souk.readmodels.purchases import PurchaseReader
from souk.readmodels.usage import usage_reader

__all__ = ["Finding", "PurchaseReader", "check_invariants", "last_check", "usage_reader"]
