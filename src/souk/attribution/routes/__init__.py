"""HTTP: ad campaigns, their reports, the administrator's tools."""

from souk.attribution.routes import admin, campaigns, reports, spend, targeting

ROUTERS = [campaigns.router, targeting.router, spend.router, reports.router, admin.router]
