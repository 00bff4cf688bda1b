"""HTTP: ad campaigns, their reports, the administrator's tools."""

from souk.attribution.routes import admin, campaigns, reports, spend, spend_names, targeting

ROUTERS = [campaigns.router, targeting.router, spend.router, spend_names.router, reports.router, admin.router]
