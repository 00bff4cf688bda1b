"""`souk user create|add|list|reset-password|reset-second-factor|activate|deactivate`."""

import secrets
import sys
from typing import Annotated, Any

import typer
from rich.table import Table

from souk.cli.context import JsonOption, TenantOption, chosen_tenant, cli_actor, opened, out, run, say
from souk.cli.drafts import checked
from souk.tenancy import terminal
from souk.tenancy.terminal import OwnerDraft, Role

app = typer.Typer(no_args_is_help=True, help="People and their roles.")

EmailArgument = Annotated[str, typer.Argument(help="The e-mail address.")]
RoleOption = Annotated[Role, typer.Option(help="What they may do.")]


@app.command()
def create(
    email: EmailArgument,
    name: Annotated[str, typer.Option(help="What people call them.")],
    role: RoleOption = Role.OWNER,
    password_stdin: Annotated[
        bool, typer.Option("--password-stdin", help="Read the password from standard input.")
    ] = False,
    tenant: TenantOption = None,
    as_json: JsonOption = False,
) -> None:
    """Make an account and a member. Without --password-stdin a password is made up and shown once."""
    password = sys.stdin.readline().rstrip("\n") if password_stdin else secrets.token_urlsafe(12)

    async def work() -> dict[str, Any]:
        draft = checked(OwnerDraft, email=email, name=name, password=password)
        async with opened() as runtime:
            tenant_id = await chosen_tenant(runtime, tenant)
            made = await terminal.make_person(runtime.database, tenant_id, draft, role, cli_actor())
        return made if password_stdin else made | {"password": password}

    made = run(work)

    def human() -> None:
        out.print(f"Made {made['email']} ({made['role']}).", highlight=False)
        if "password" in made:
            out.print(f"Password, shown only now: {made['password']}", highlight=False)

    say(made, as_json=as_json, human=human)


@app.command()
def add(
    email: EmailArgument, role: RoleOption, tenant: TenantOption = None, as_json: JsonOption = False
) -> None:
    """Make someone who has an account a member of a tenant."""

    async def work() -> None:
        async with opened() as runtime:
            tenant_id = await chosen_tenant(runtime, tenant)
            async with runtime.database.across_tenants() as across:
                await terminal.add_person(across, tenant_id, email, role, cli_actor())

    run(work)
    say(
        {"email": email, "role": role.value},
        as_json=as_json,
        human=lambda: out.print(f"{email} is {role.value} now.", highlight=False),
    )


@app.command("list")
def list_(tenant: TenantOption = None, as_json: JsonOption = False) -> None:
    """The members of a tenant."""

    async def work() -> list[dict[str, Any]]:
        async with opened() as runtime:
            tenant_id = await chosen_tenant(runtime, tenant)
            async with runtime.database.reading(tenant_id, cli_actor()) as reading:
                return await terminal.list_people(reading)

    found = run(work)

    def human() -> None:
        table = Table("E-mail", "Name", "Role", "Active", "Second factor")
        for one in found:
            table.add_row(
                one["email"], one["name"], one["role"], _yes(one["active"]), _yes(one["second_factor"])
            )
        out.print(table)

    say(found, as_json=as_json, human=human)


@app.command("reset-password")
def reset_password(email: EmailArgument, as_json: JsonOption = False) -> None:
    """Show a link that sets a new password, once, within two hours."""

    async def work() -> dict[str, str]:
        async with opened() as runtime, runtime.database.across_tenants() as across:
            return await terminal.reset_password_link(across, runtime.settings, email, cli_actor())

    made = run(work)
    say(made, as_json=as_json, human=lambda: out.print(made["link"], highlight=False, soft_wrap=True))


@app.command("reset-second-factor")
def reset_second_factor_(email: EmailArgument, as_json: JsonOption = False) -> None:
    """For someone who has lost the phone and the recovery codes."""

    async def work() -> None:
        async with opened() as runtime, runtime.database.across_tenants() as across:
            await terminal.remove_second_factor(across, email, cli_actor())

    run(work)
    say(
        {"email": email},
        as_json=as_json,
        human=lambda: out.print(f"{email} signs in with the password alone now.", highlight=False),
    )


@app.command()
def deactivate(email: EmailArgument, as_json: JsonOption = False) -> None:
    """Let someone in nowhere any more: ends their sessions, stops their tokens."""
    _switch(email, active=False, as_json=as_json)


@app.command()
def activate(email: EmailArgument, as_json: JsonOption = False) -> None:
    """Let someone in again."""
    _switch(email, active=True, as_json=as_json)


def _switch(email: str, *, active: bool, as_json: bool) -> None:
    async def work() -> None:
        async with opened() as runtime, runtime.database.across_tenants() as across:
            await terminal.switch_person(across, email, cli_actor(), active=active)

    run(work)
    word = "active" if active else "not active"
    say(
        {"email": email, "active": active},
        as_json=as_json,
        human=lambda: out.print(f"{email} is {word} now.", highlight=False),
    )


def _yes(value: bool) -> str:
    return "yes" if value else "no"
