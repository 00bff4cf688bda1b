"""`souk user create|add|list|reset-password|reset-second-factor|activate|deactivate`."""

import secrets
import sys
from typing import Annotated, Any

import typer
from rich.table import Table

from souk.cli.context import JsonOption, TenantOption, chosen_tenant, cli_actor, opened, out, run, say
from souk.cli.drafts import checked
from souk.kernel.errors import Missing
from souk.kernel.lists import fetch_page
from souk.tenancy.actions.password_reset import reset_by_operator
from souk.tenancy.actions.people import add_member, set_active
from souk.tenancy.actions.second_factor import reset_second_factor
from souk.tenancy.actions.tenants import add_user
from souk.tenancy.audit import record_audit_everywhere
from souk.tenancy.links import reset_link
from souk.tenancy.models import Membership
from souk.tenancy.passwords import check_strength, hash_password
from souk.tenancy.repository import members, user_by_email
from souk.tenancy.roles import Role
from souk.tenancy.schemas import OwnerDraft, PeopleQuery

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
        check_strength(draft.password, email=draft.email)
        async with opened() as runtime:
            tenant_id = await chosen_tenant(runtime, tenant)
            password_hash = await hash_password(draft.password)
            async with runtime.database.across_tenants() as across:
                user = await add_user(across, email=draft.email, name=draft.name, password_hash=password_hash)
                await add_member(across, tenant_id, user, role, cli_actor())
        made: dict[str, Any] = {"id": user.id, "email": user.email, "role": role.value}
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
                user = await user_by_email(across, email.lower())
                if user is None:
                    raise Missing(f"There is no account of {email}; `souk user create` makes one.")
                await add_member(across, tenant_id, user, role, cli_actor())

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
                query = PeopleQuery(per_page=200)
                page = await fetch_page(
                    reading.session,
                    members(reading, query),
                    query,
                    [Membership.id],
                    lambda row: {
                        "id": row.Membership.id,
                        "email": row.User.email,
                        "name": row.User.name,
                        "role": row.Membership.role,
                        "active": row.User.active,
                        "second_factor": row.User.has_second_factor,
                    },
                )
                return page.data

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
        async with opened() as runtime:
            async with runtime.database.across_tenants() as across:
                begun = await reset_by_operator(across, email.lower(), cli_actor())
            if begun is None:
                raise Missing(f"There is no active account of {email}.")
            return {"email": begun[0].email, "link": reset_link(runtime.settings, begun[1])}

    made = run(work)
    say(made, as_json=as_json, human=lambda: out.print(made["link"], highlight=False, soft_wrap=True))


@app.command("reset-second-factor")
def reset_second_factor_(email: EmailArgument, as_json: JsonOption = False) -> None:
    """For someone who has lost the phone and the recovery codes."""

    async def work() -> None:
        async with opened() as runtime, runtime.database.across_tenants() as across:
            user = await user_by_email(across, email.lower())
            if user is None:
                raise Missing(f"There is no account of {email}.")
            await reset_second_factor(across, user.id)
            await record_audit_everywhere(
                across,
                user.id,
                user.email,
                "second_factor.removed",
                subject=("user", user.id, user.email),
                actor=cli_actor(),
            )

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
            user = await set_active(across, email.lower(), active=active)
            await record_audit_everywhere(
                across,
                user.id,
                user.email,
                "user.activated" if active else "user.deactivated",
                subject=("user", user.id, user.email),
                actor=cli_actor(),
            )

    run(work)
    word = "active" if active else "not active"
    say(
        {"email": email, "active": active},
        as_json=as_json,
        human=lambda: out.print(f"{email} is {word} now.", highlight=False),
    )


def _yes(value: bool) -> str:
    return "yes" if value else "no"
