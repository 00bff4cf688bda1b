"""Every module that defines tasks. A process knows the tasks of these modules and no others."""

import souk.attribution.tasks
import souk.audience.tasks
import souk.jobs.tasks
import souk.orders.tasks
import souk.readmodels.tasks
import souk.tenancy.tasks
import souk.transfers.tasks
import souk.webhooks.tasks  # noqa: F401
