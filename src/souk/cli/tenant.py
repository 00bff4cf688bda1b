"""`souk tenant create|list|show|close|reopen`."""

from typing import Annotated, Any

import typer
from rich.table import Table
from sqlalchemy import select

from souk.cli.context import JsonOption, TenantOption, chosen_tenant, cli_actor, opened, out, run, say
from souk.cli.drafts import checked
from souk.kernel.errors import Missing
from souk.tenancy.actions.tenants import close_tenant, create_tenant, reopen_tenant
from souk.tenancy.features import features_of
from souk.tenancy.models import Tenant
from souk.tenancy.repository import tenant_of, user_by_email
from souk.tenancy.schemas import TenantDraft, TenantShape
from souk.tenancy.settings import tenant_settings

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
            user = await user_by_email(across, owner.lower()) if owner is not None else None
            if owner is not None and user is None:
                raise Missing(f"There is no account of {owner}; leave --owner out and make one afterwards.")
            scope = await create_tenant(across, draft, cli_actor(), owner=user)
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
        statement = select(Tenant).order_by(Tenant.id)
        if not closed:
            statement = statement.where(Tenant.closed_at.is_(None))
        async with opened() as runtime, runtime.database.across_tenants() as across:
            rows = (await across.session.execute(statement)).scalars().all()
        return [
            TenantShape.model_validate(row).model_dump(mode="json") | {"closed_at": row.closed_at}
            for row in rows
        ]

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
                return {
                    "tenant": TenantShape.model_validate(await tenant_of(reading)).model_dump(mode="json"),
                    "settings": (await tenant_settings(reading)).model_dump(mode="json"),
                    "features": await features_of(reading),
                }

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
                await close_tenant(writing, slug)

    run(work)
    say({"closed": slug}, as_json=as_json, human=lambda: out.print(f"Closed '{slug}'."))


@app.command()
def reopen(slug: Slug, as_json: JsonOption = False) -> None:
    """Let its members in again."""

    async def work() -> None:
        async with opened() as runtime, runtime.database.across_tenants() as across:
            await reopen_tenant(across, slug, cli_actor())

    run(work)
    say({"reopened": slug}, as_json=as_json, human=lambda: out.print(f"Opened '{slug}' again."))
