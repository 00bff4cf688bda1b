"""All tables in one place: foreign keys go by table name, so every model must have been imported."""

import souk.attribution.models
import souk.audience.models
import souk.catalog.models
import souk.events.models
import souk.jobs.models
import souk.jobs.trackers.models
import souk.notices.models
import souk.orders.models
import souk.pricing.models
import souk.tenancy.models
import souk.transfers.models
import souk.webhooks.models  # noqa: F401
from souk.kernel.db.base import Base

metadata = Base.metadata
