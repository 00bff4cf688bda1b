"""Figures read from the database each time Prometheus asks: what no counter of a process can know."""

from collections.abc import AsyncIterator
from datetime import timedelta

from prometheus_client.core import GaugeMetricFamily, Metric
from sqlalchemy import text

from souk.attribution.public import coverage_by_day
from souk.kernel.clock import local_day
from souk.kernel.work import Database
from souk.tenancy.public import feature_on, list_tenants

TENANTS_MAX = 200
"""Above this many tenants, figures by tenant would be too many for Prometheus, too."""
COVERAGE_DAYS = 7
LARGE_TABLES = ("attribution_entry", "order_item", "event_log", "audit_entry", "procrastinate_jobs")

_CONNECTIONS = text("""
    select coalesce(state, 'unknown') as state, count(*) from pg_stat_activity
     where datname = current_database() group by 1
""")
_TABLES = text("""
    select c.relname as name, greatest(c.reltuples, 0)::bigint as rows, pg_total_relation_size(c.oid) as bytes
      from pg_class c
     where c.relnamespace = current_schema()::regnamespace and c.relname = any(:names)
""")


async def database_figures(database: Database) -> AsyncIterator[Metric]:
    """Connections, and the size of the tables that grow."""
    connections = GaugeMetricFamily(
        "souk_database_connections", "Connections to the database, of all processes", labels=["state"]
    )
    rows = GaugeMetricFamily("souk_table_rows", "Rows, as the planner estimates them", labels=["table"])
    size = GaugeMetricFamily("souk_table_bytes", "Size with indexes", labels=["table"])
    async with database.across_tenants() as work:
        for state, count in await work.session.execute(_CONNECTIONS):
            connections.add_metric([state], count)
        for table in await work.session.execute(_TABLES, {"names": list(LARGE_TABLES)}):
            rows.add_metric([table.name], table.rows)
            size.add_metric([table.name], table.bytes)
    for family in (connections, rows, size):
        yield family


async def attribution_figures(database: Database) -> AsyncIterator[Metric]:
    """Of the last seven days of sales: revenue that some campaign targeted, and revenue that none did."""
    revenue = GaugeMetricFamily(
        "souk_attribution_revenue_minor",
        "Kept revenue of the last seven days, in minor units of the tenant's currency",
        labels=["tenant", "currency", "attributed"],
    )
    for scope in (await list_tenants(database))[:TENANTS_MAX]:
        async with database.reading(scope.tenant_id, may_lag=True) as work:
            if not await feature_on(work, "attribution"):
                continue
            today = local_day(work.now, scope.timezone)
            days = await coverage_by_day(work, today - timedelta(days=COVERAGE_DAYS - 1), today)
        matched = sum(amount for _, campaigns, amount in days if campaigns > 0)
        revenue.add_metric([scope.slug, scope.currency, "yes"], matched)
        revenue.add_metric([scope.slug, scope.currency, "no"], sum(one[2] for one in days) - matched)
    yield revenue
