"""Which kinds of file can be imported. A domain adds its line here."""

from typing import Any

from souk.attribution.imports import AdCampaignImport, AdProductImport, AdSpendImport
from souk.audience.imports import ContactImport
from souk.catalog.imports import BatchImport, ProductImport
from souk.orders.imports import OrderImport
from souk.pricing.imports import PriceImport, RateImport
from souk.transfers.public import Importer, offer_importers

IMPORTERS: tuple[Importer[Any], ...] = (
    ProductImport(),
    BatchImport(),
    PriceImport(),
    RateImport(),
    ContactImport(),
    OrderImport(),
    AdCampaignImport(),
    AdProductImport(),
    AdSpendImport(),
)


def offer_all_importers() -> None:
    offer_importers(IMPORTERS)
