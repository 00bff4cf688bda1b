"""Figures read from the database each time Prometheus asks: what no counter of a process can know."""

from collections.abc import AsyncIterator
from datetime import timedelta

from prometheus_client.core import GaugeMetricFamily, Metric
from sqlalchemy import text

from souk.attribution.public import coverage_by_day, coverage_of_lines
from souk.kernel.clock import local_day
from souk.kernel.work import Database
from souk.readmodels.public import last_check
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
    """Of the last seven days of sales: what some campaign targeted, and what none did."""
    revenue = GaugeMetricFamily(
        "souk_attribution_revenue_minor",
        "Kept revenue of the last seven days, in minor units of the tenant's currency",
        labels=["tenant", "currency", "attributed"],
    )
    items = GaugeMetricFamily(
        "souk_attribution_items",
        "Kept order lines of the last seven days",
        labels=["tenant", "attributed"],
    )
    claims = GaugeMetricFamily(
        "souk_attribution_campaigns_per_item",
        "Campaigns that match an attributed order line, on average over the last seven days",
        labels=["tenant"],
    )
    for scope in (await list_tenants(database))[:TENANTS_MAX]:
        async with database.reading(scope.tenant_id, may_lag=True) as work:
            if not await feature_on(work, "attribution"):
                continue
            today = local_day(work.now, scope.timezone)
            first = today - timedelta(days=COVERAGE_DAYS - 1)
            days = await coverage_by_day(work, first, today)
            lines = await coverage_of_lines(work, first, today)
        matched = sum(amount for _, campaigns, amount in days if campaigns > 0)
        revenue.add_metric([scope.slug, scope.currency, "yes"], matched)
        revenue.add_metric([scope.slug, scope.currency, "no"], sum(one[2] for one in days) - matched)
        attributed = sum(count for campaigns, count in lines if campaigns > 0)
        items.add_metric([scope.slug, "yes"], attributed)
        items.add_metric([scope.slug, "no"], sum(count for _, count in lines) - attributed)
        if attributed:
            matches = sum(campaigns * count for campaigns, count in lines)
            claims.add_metric([scope.slug], matches / attributed)
    for family in (revenue, items, claims):
        yield family


async def integrity_figures(database: Database) -> AsyncIterator[Metric]:
    """What the last nightly check of every tenant found."""
    broken = GaugeMetricFamily(
        "souk_integrity_broken",
        "Things that break an invariant, as the last nightly check counted them",
        labels=["tenant", "check"],
    )
    checked = GaugeMetricFamily(
        "souk_integrity_checked_timestamp_seconds", "When the last nightly check ended", labels=["tenant"]
    )
    for scope in (await list_tenants(database))[:TENANTS_MAX]:
        async with database.reading(scope.tenant_id, may_lag=True) as work:
            last = await last_check(work)
        if last is None:
            continue
        checked.add_metric([scope.slug], last.ended_at.timestamp())
        for check, count in last.broken.items():
            broken.add_metric([scope.slug, check], count)
    for family in (broken, checked):
        yield family
