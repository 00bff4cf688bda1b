"""Which lists can be exported. A domain adds its line here."""

from souk.attribution.exports import AdCampaignExport
from souk.audience.exports import ContactExport, SuppressionExport
from souk.catalog.exports import BatchExport, ProductExport
from souk.orders.exports import OrderExport
from souk.pricing.exports import PriceExport, RateExport
from souk.transfers.public import Exporter, offer_exporters

EXPORTERS: tuple[Exporter, ...] = (
    ProductExport(),
    BatchExport(),
    PriceExport(),
    RateExport(),
    ContactExport(),
    SuppressionExport(),
    OrderExport(),
    AdCampaignExport(),
)


def offer_all_exporters() -> None:
    offer_exporters(EXPORTERS)
