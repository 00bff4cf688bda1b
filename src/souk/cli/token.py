"""`souk token create|list|revoke`."""

from datetime import UTC, datetime
from typing import Annotated, Any

import typer
from rich.table import Table

from souk.cli.context import JsonOption, TenantOption, chosen_tenant, cli_actor, err, opened, out, run, say
from souk.cli.drafts import checked
from souk.tenancy import terminal
from souk.tenancy.terminal import TokenDraft

app = typer.Typer(no_args_is_help=True, help="API tokens for programs.")


@app.command()
def create(
    name: Annotated[str, typer.Argument(help="What it is for.")],
    user: Annotated[str, typer.Option("--user", help="E-mail of the member it belongs to.")],
    scope: Annotated[
        list[str] | None, typer.Option("--scope", help="A capability; all of the member's without any.")
    ] = None,
    expires: Annotated[
        datetime | None, typer.Option("--expires", formats=["%Y-%m-%d"], help="First day it does not work.")
    ] = None,
    tenant: TenantOption = None,
    as_json: JsonOption = False,
) -> None:
    """Make a token. It is printed once, on standard output, and kept nowhere."""

    async def work() -> dict[str, Any]:
        draft = checked(
            TokenDraft,
            name=name,
            scopes=scope or None,
            expires_at=expires.replace(tzinfo=UTC) if expires is not None else None,
        )
        async with opened() as runtime:
            tenant_id = await chosen_tenant(runtime, tenant)
            async with runtime.database.work(tenant_id, cli_actor()) as writing:
                token, secret = await terminal.make_token(writing, user, draft)
        return {"id": token.id, "prefix": token.prefix, "token": secret}

    made = run(work)

    def human() -> None:
        err.print(f"Token {made['id']} of {user}, shown only now:", highlight=False)
        out.print(made["token"], highlight=False, soft_wrap=True)

    say(made, as_json=as_json, human=human)


@app.command("list")
def list_(
    revoked: Annotated[bool, typer.Option("--revoked", help="Revoked ones too.")] = False,
    tenant: TenantOption = None,
    as_json: JsonOption = False,
) -> None:
    """The tokens of all members."""

    async def work() -> list[dict[str, Any]]:
        async with opened() as runtime:
            tenant_id = await chosen_tenant(runtime, tenant)
            async with runtime.database.reading(tenant_id, cli_actor()) as reading:
                return await terminal.list_tokens(reading, revoked=revoked)

    found = run(work)

    def human() -> None:
        table = Table("Id", "Name", "Prefix", "Owner", "Expires", "Last used", "Revoked")
        for one in found:
            moments = [one["expires_at"], one["last_used_at"], one["revoked_at"]]
            table.add_row(
                str(one["id"]),
                one["name"],
                one["prefix"],
                one["owner"] or "–",
                *(moment.strftime("%Y-%m-%d %H:%M") if moment else "–" for moment in moments),
            )
        out.print(table)

    say(found, as_json=as_json, human=human)


@app.command()
def revoke(
    token_id: Annotated[int, typer.Argument(help="As `souk token list` shows it.")],
    tenant: TenantOption = None,
    as_json: JsonOption = False,
) -> None:
    """It stops working at once."""

    async def work() -> None:
        async with opened() as runtime:
            tenant_id = await chosen_tenant(runtime, tenant)
            async with runtime.database.work(tenant_id, cli_actor()) as writing:
                await terminal.revoke_token(writing, token_id)

    run(work)
    say({"revoked": token_id}, as_json=as_json, human=lambda: out.print(f"Token {token_id} is revoked."))
