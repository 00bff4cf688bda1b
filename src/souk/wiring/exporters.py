"""Which lists can be exported. A domain adds its line here."""

from souk.transfers.public import Exporter, offer_exporters

EXPORTERS: tuple[Exporter, ...] = ()


def offer_all_exporters() -> None:
    offer_exporters(EXPORTERS)
