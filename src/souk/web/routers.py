"""Every router there is, in the order of the documentation. A domain adds its line."""

from fastapi import APIRouter

from souk.tenancy.routes import routers as tenancy_routers
from souk.web import docs, health, metrics

ROUTERS: list[APIRouter] = [
    *tenancy_routers,
    health.router,
    metrics.router,
    docs.router,
]
