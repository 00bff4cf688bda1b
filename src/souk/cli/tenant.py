"""`souk tenant create|list|show|close|reopen`."""

from typing import Annotated, Any

import typer
from rich.table import Table

from souk.cli.context import JsonOption, TenantOption, chosen_tenant, cli_actor, opened, out, run, say
from souk.cli.drafts import checked
from souk.tenancy import terminal
from souk.tenancy.terminal import TenantDraft

app = typer.Typer(no_args_is_help=True, help="Tenants: one seller each; nothing crosses them.")

Slug = Annotated[str, typer.Argument(help="The tenant's slug.")]


@app.command()
def create(
    name: Annotated[str, typer.Argument(help="What people call it.")],
    currency: Annotated[str, typer.Option(help="ISO 4217; it cannot be changed later.")],
    slug: Annotated[str | None, typer.Option(help="For addresses and --tenant; made from the name.")] = None,
    timezone: Annotated[str, typer.Option(help="IANA, such as Europe/Madrid.")] = "UTC",
    locale: Annotated[str, typer.Option(help="Such as en or es.")] = "en",
    owner: Annotated[str | None, typer.Option(help="E-mail of an existing account to own it.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Make a tenant. Without --owner, add one with `souk user create --role owner`."""

    async def work() -> dict[str, Any]:
        draft = checked(
            TenantDraft, name=name, slug=slug, currency=currency, timezone=timezone, locale=locale
        )
        async with opened() as runtime, runtime.database.across_tenants() as across:
            scope = await terminal.make_tenant(across, draft, cli_actor(), owner=owner)
        return {"id": scope.tenant_id, "slug": scope.slug, "name": name, "currency": scope.currency}

    made = run(work)
    say(made, as_json=as_json, human=lambda: out.print(f"Made tenant '{made['slug']}' (id {made['id']})."))


@app.command("list")
def list_(
    closed: Annotated[bool, typer.Option("--closed", help="Closed ones too.")] = False,
    as_json: JsonOption = False,
) -> None:
    """All tenants."""

    async def work() -> list[dict[str, Any]]:
        async with opened() as runtime, runtime.database.across_tenants() as across:
            return await terminal.told_tenants(across, closed=closed)

    found = run(work)

    def human() -> None:
        table = Table("Slug", "Name", "Currency", "Time zone", "Locale", "Closed")
        for one in found:
            closed_at = one["closed_at"].date().isoformat() if one["closed_at"] else ""
            table.add_row(
                one["slug"], one["name"], one["currency"], one["timezone"], one["locale"], closed_at
            )
        out.print(table)

    say(found, as_json=as_json, human=human)


@app.command()
def show(tenant: TenantOption = None, as_json: JsonOption = False) -> None:
    """A tenant with its settings and switches."""

    async def work() -> dict[str, Any]:
        async with opened() as runtime:
            tenant_id = await chosen_tenant(runtime, tenant)
            async with runtime.database.reading(tenant_id, cli_actor()) as reading:
                return await terminal.describe_tenant(reading)

    found = run(work)

    def human() -> None:
        for part, values in found.items():
            out.print(f"[bold]{part}[/]")
            for name, value in values.items():
                out.print(f"  {name}: {value}", highlight=False)

    say(found, as_json=as_json, human=human)


@app.command()
def close(slug: Slug, as_json: JsonOption = False) -> None:
    """Let nobody in any more. Nothing is deleted."""

    async def work() -> None:
        async with opened() as runtime:
            tenant_id = await chosen_tenant(runtime, slug)
            async with runtime.database.work(tenant_id, cli_actor()) as writing:
                await terminal.close_tenant(writing, slug)

    run(work)
    say({"closed": slug}, as_json=as_json, human=lambda: out.print(f"Closed '{slug}'."))


@app.command()
def reopen(slug: Slug, as_json: JsonOption = False) -> None:
    """Let its members in again."""

    async def work() -> None:
        async with opened() as runtime, runtime.database.across_tenants() as across:
            await terminal.reopen_tenant(across, slug, cli_actor())

    run(work)
    say({"reopened": slug}, as_json=as_json, human=lambda: out.print(f"Opened '{slug}' again."))
