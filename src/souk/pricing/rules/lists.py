"""What a price list can be."""

from enum import StrEnum


class PriceListKind(StrEnum):
    PRIMARY = "primary"
    SALE = "sale"
