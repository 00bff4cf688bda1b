"""What every command shares: the runtime, the tenant, how results and refusals are printed."""

import asyncio
import getpass
import json
import sys
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import asdict, is_dataclass
from typing import Annotated, Any, TypeVar

import typer
from pydantic import BaseModel
from rich.console import Console

from souk.kernel.errors import Invalid, Missing, SoukError
from souk.kernel.log import configure_logging
from souk.kernel.settings import Settings
from souk.kernel.work import Actor
from souk.tenancy.public import find_tenant_by_slug, list_tenants
from souk.wiring.runtime import Runtime, open_runtime

T = TypeVar("T")

TenantOption = Annotated[
    str | None, typer.Option("--tenant", help="The tenant's slug; not needed while there is one.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]

out = Console()
err = Console(stderr=True)


def cli_actor() -> Actor:
    """Who is written into the audit log: `cli:<system user>`."""
    return Actor("cli", f"cli:{getpass.getuser()}")


@asynccontextmanager
async def opened(*, name: str = "souk cli", migrating: bool | None = None) -> AsyncIterator[Runtime]:
    settings = Settings()
    configure_logging("WARNING", as_json=settings.log_json)
    async with open_runtime(settings, name=name, migrating=migrating) as runtime:
        yield runtime


async def chosen_tenant(runtime: Runtime, slug: str | None) -> int:
    """The tenant's id. Raises Missing or Invalid with what to type."""
    if slug is not None:
        found = await find_tenant_by_slug(runtime.database, slug)
        if found is None:
            raise Missing(f"There is no tenant '{slug}'; `souk tenant list` shows them.")
        return found.tenant_id
    tenants = await list_tenants(runtime.database)
    if len(tenants) == 1:
        return tenants[0].tenant_id
    if not tenants:
        raise Missing("There is no tenant yet; `souk tenant create` or `souk demo` makes one.")
    raise Invalid(f"Say which tenant with --tenant: {', '.join(tenant.slug for tenant in tenants)}.")


def run(work: Callable[[], Coroutine[Any, Any, T]]) -> T:
    """Run a command's coroutine; a refusal is printed in words and ends with exit code 1."""
    try:
        return asyncio.run(work())
    except SoukError as refusal:
        err.print(f"[bold red]{refusal.title}.[/] {refusal.detail}", highlight=False)
        for field in refusal.fields:
            err.print(f"  {field.field}: {field.message}", highlight=False)
        raise typer.Exit(1) from None
    except KeyboardInterrupt:
        raise typer.Exit(130) from None


def plain(value: Any) -> Any:
    """A value as JSON can carry it."""
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    if isinstance(value, (list, tuple)):
        return [plain(part) for part in value]
    return value


def say(value: Any, *, as_json: bool, human: Callable[[], None]) -> None:
    """Print `value` as JSON, or let `human` print it for a person."""
    if as_json:
        sys.stdout.write(json.dumps(plain(value), default=str, ensure_ascii=False) + "\n")
    else:
        human()
