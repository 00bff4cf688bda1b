"""`souk doctor`."""

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Annotated, Any

import typer
from cryptography.fernet import Fernet
from rich.table import Table

from souk.cli.context import JsonOption, TenantOption, opened, out, run, say
from souk.jobs.stats import QueueStats, queue_stats
from souk.kernel.errors import SoukError
from souk.kernel.settings import Settings
from souk.readmodels.public import check_invariants
from souk.tenancy.public import list_tenants
from souk.tenancy.terminal import complaint_of_mail, mails
from souk.web.health import readiness
from souk.wiring.migrate import is_of_newer, pending
from souk.wiring.runtime import found_database

app = typer.Typer()

LITTLE_SPACE_GB = 1.0
LONG_WAIT_S = 60


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at, whether it is well, and what to do if it is not."""

    what: str
    well: bool
    told: str


@app.command()
def doctor(
    invariants: Annotated[
        bool, typer.Option("--invariants", help="Check that everything adds up; reads all data.")
    ] = False,
    make_key: Annotated[
        bool, typer.Option("--make-key", help="Print a new SOUK_SECRET_KEY and nothing else.")
    ] = False,
    tenant: TenantOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say what is wrong, in words. Exit code 1 when something is."""
    if make_key:
        typer.echo(Fernet.generate_key().decode())
        return
    findings = list(_outside(Settings()))
    if all(finding.well for finding in findings):
        findings += run(lambda: _inside(tenant, invariants=invariants))

    def human() -> None:
        table = Table("", "what", "")
        for finding in findings:
            table.add_row("[green]ok[/]" if finding.well else "[bold red]no[/]", finding.what, finding.told)
        out.print(table)

    say([asdict(finding) for finding in findings], as_json=as_json, human=human)
    if not all(finding.well for finding in findings):
        raise typer.Exit(1)


def _outside(settings: Settings) -> Iterator[Finding]:
    """What can be seen before a database is open."""
    place = settings.home if settings.home.exists() else settings.home.parent
    free_gb = shutil.disk_usage(place if place.exists() else "/").free / 1e9
    yield Finding("disk", free_gb > LITTLE_SPACE_GB, f"{free_gb:.1f} GB free at {settings.home}")
    if (settings.public_url or "").startswith("https://"):
        yield of_proxy(settings)
    try:
        with found_database(settings) as (urls, cluster):
            where = "embedded" if cluster is not None else "server of DATABASE_URL"
            yield Finding("database", True, f"{where} answers")
            behind = pending(urls)
            yield Finding("schema", not behind, _of_schema(behind, is_newer=is_of_newer(urls)))
    except SoukError as refusal:
        yield Finding("database", False, refusal.detail)


def _of_schema(behind: list[str], *, is_newer: bool) -> str:
    if behind:
        return f"{len(behind)} migrations behind: run `souk migrate`"
    return "made by a newer Souk; this one runs on it" if is_newer else "up to date"


def of_proxy(settings: Settings) -> Finding:
    """Souk speaks plain HTTP. Where people come by https, a proxy says so, and has to be believed."""
    if settings.trusted_proxies:
        return Finding("proxy", True, f"{', '.join(settings.trusted_proxies)} are believed")
    told = (
        "people come by https, but no proxy is believed that says so: cookies go without Secure, and all"
        " visitors have one address. Set SOUK_TRUSTED_PROXIES"
    )
    return Finding("proxy", False, told)


async def _inside(slug: str | None, *, invariants: bool) -> list[Finding]:
    async with opened(name="souk doctor") as runtime:
        async with runtime.database.across_tenants() as system:
            stats = await queue_stats(system.session)
        findings = [of_worker((await readiness(runtime)).worker, stats), _of_failures(stats)]
        if mails(runtime.settings):
            complaint = await complaint_of_mail(runtime.settings)
            findings.append(Finding("mail", complaint is None, complaint or "the server lets us in"))
        tenants = [one for one in await list_tenants(runtime.database) if slug in (None, one.slug)]
        findings.append(
            Finding("tenants", bool(tenants), ", ".join(one.slug for one in tenants) or "none yet")
        )
        if invariants:
            for one in tenants:
                async with runtime.database.reading(one.tenant_id) as work:
                    findings += [
                        Finding(f"{one.slug}: {told.name}", told.broken == 0, _told(told))
                        for told in await check_invariants(work)
                    ]
        return findings


def _told(finding: Any) -> str:
    return f"{finding.meaning}" if finding.broken == 0 else f"{finding.broken} times not: {finding.meaning}"


def of_worker(seen: str, stats: Sequence[QueueStats]) -> Finding:
    """Without a worker all is well until something waits for one: a Souk that is stopped is not ill."""
    kept_waiting = sum(queue.waiting for queue in stats if (queue.oldest_wait_s or 0) > LONG_WAIT_S)
    if seen == "ok":
        return Finding("worker", True, "seen lately")
    waiting = f"{kept_waiting} jobs wait; " if kept_waiting else ""
    return Finding("worker", not kept_waiting, f"{waiting}{seen}")


def _of_failures(stats: Sequence[QueueStats]) -> Finding:
    failed = sum(queue.failed for queue in stats)
    told = f"{failed} jobs gave up: `souk jobs failed` shows them" if failed else "nothing gave up"
    return Finding("jobs", failed == 0, told)
