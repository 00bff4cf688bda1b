"""What lower floors ask of higher ones, handed in at start-up."""

from souk.audience.ports import offer_purchases
from souk.kernel.in_use import offer_usage_readers
from souk.readmodels.public import PurchaseReader, usage_reader


def connect_ports() -> None:
    offer_purchases(PurchaseReader())
    offer_usage_readers([usage_reader])
