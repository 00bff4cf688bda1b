"""Every module that defines tasks. A worker knows the tasks of these modules and no others."""

from types import ModuleType

from souk.attribution import tasks as attribution
from souk.audience import tasks as audience
from souk.jobs import tasks as jobs
from souk.orders import tasks as orders
from souk.readmodels import tasks as readmodels
from souk.tenancy import tasks as tenancy
from souk.transfers import tasks as transfers
from souk.webhooks import tasks as webhooks

TASK_MODULES: tuple[ModuleType, ...] = (
    jobs,
    tenancy,
    webhooks,
    transfers,
    audience,
    orders,
    attribution,
    readmodels,
)
