"""`souk`: every command there is. Groups are loaded when they are asked for, so that the start is quick."""

from importlib import import_module
from typing import Any

import typer
from typer.core import TyperGroup

_GROUPS = {
    "serve": ("souk.cli.serve", "start the console and the API, with a worker inside"),
    "worker": ("souk.cli.worker", "run jobs and hand on events"),
    "demo": ("souk.cli.demo", "make a shop with a year of sales, and let it live"),
    "migrate": ("souk.cli.migrate", "bring the database up to date"),
    "doctor": ("souk.cli.doctor", "say what is wrong, in words"),
    "backup": ("souk.cli.backup", "write the database to a file"),
    "restore": ("souk.cli.restore", "bring a backup back"),
    "secrets": ("souk.cli.secrets", "encrypt what is stored with the newest key"),
    "tenant": ("souk.cli.tenant", "tenants"),
    "user": ("souk.cli.user", "people"),
    "token": ("souk.cli.token", "API tokens"),
    "import": ("souk.cli.imports", "read products, orders, contacts and more from files"),
    "export": ("souk.cli.exports", "write lists to files"),
    "campaign": ("souk.cli.campaign", "campaigns of every kind"),
    "attribution": ("souk.cli.attribution", "backfill, rebuild, recompute, explain"),
    "jobs": ("souk.cli.jobs", "the queues and what failed in them"),
    "tracker": ("souk.cli.tracker", "the progress of long operations"),
    "bench": ("souk.cli.bench", "measure how fast it is here, against named alternatives"),
    "chaos": ("souk.cli.chaos", "kill things at random and see that nothing is lost"),
    "openapi": ("souk.cli.openapi", "print the API's description"),
}


class _Lazy(TyperGroup):
    """Knows the names of all commands and imports only the one that is run."""

    def list_commands(self, ctx: Any) -> list[str]:
        return list(_GROUPS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name not in _GROUPS:
            return None
        module, summary = _GROUPS[cmd_name]
        command = typer.main.get_command(import_module(module).app)
        command.name = cmd_name
        command.short_help = command.help = command.help or summary
        return command

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, summary) for name, (_, summary) in _GROUPS.items()])


app = typer.Typer(
    cls=_Lazy,
    name="souk",
    help="Campaigns over many marketplaces, and proof of which of them made money.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_show_locals=False,
)


@app.callback()
def _souk() -> None:
    pass
