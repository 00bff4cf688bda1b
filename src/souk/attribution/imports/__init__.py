"""Ad campaigns with their history, targeting and spend out of files."""

from souk.attribution.imports.campaigns import AdCampaignImport
from souk.attribution.imports.spend import AdSpendImport
from souk.attribution.imports.targeting import AdProductImport

__all__ = ["AdCampaignImport", "AdProductImport", "AdSpendImport"]
