"""What lower floors ask of higher ones, handed in at start-up."""

from souk.audience.ports import offer_purchases
from souk.readmodels.purchases import PurchaseReader


def connect_ports() -> None:
    offer_purchases(PurchaseReader())
