"""Every router there is, in the order of the documentation. A domain adds its line."""

from fastapi import APIRouter

from souk.attribution.routes import ROUTERS as ATTRIBUTION
from souk.audience.routes import routers as audience_routers
from souk.catalog.routes import routers as catalog_routers
from souk.notices.routes import router as notices_router
from souk.orders.routes import routers as order_routers
from souk.pricing.routes import routers as pricing_routers
from souk.readmodels.routes import router as home_router
from souk.tenancy.routes import routers as tenancy_routers
from souk.transfers.routes import router as imports_router
from souk.web import audit, docs, health, jobs, metrics, set_aside, stream, trackers
from souk.webhooks.routes import router as webhooks_router

ROUTERS: list[APIRouter] = [
    *tenancy_routers,
    audit.router,
    *catalog_routers,
    *pricing_routers,
    *audience_routers,
    *order_routers,
    home_router,
    *ATTRIBUTION,
    imports_router,
    jobs.router,
    trackers.router,
    notices_router,
    webhooks_router,
    set_aside.router,
    stream.router,
    health.router,
    metrics.router,
    docs.router,
]
