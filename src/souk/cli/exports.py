"""`souk export`: lists into files."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import ValidationError

from souk.cli.context import JsonOption, TenantOption, chosen_tenant, cli_actor, err, opened, out, run, say
from souk.kernel.lists import ListQuery
from souk.transfers.terminal import Exporter, exporter_of, format_of, note_export, write_file
from souk.wiring.exporters import offer_all_exporters

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command()
def export_list(
    kind: Annotated[str, typer.Argument(help="What to write: products, prices, contacts, orders …")],
    file: Annotated[Path, typer.Argument(help="Ends in .csv, .xlsx or .jsonl; .gz after it compresses.")],
    where: Annotated[
        list[str] | None, typer.Option("--filter", "-f", help="A filter of the list, as name=value.")
    ] = None,
    sort: Annotated[str | None, typer.Option(help="Columns, comma separated, minus for descending.")] = None,
    file_format: Annotated[str | None, typer.Option("--format", help="csv, xlsx or jsonl.")] = None,
    tenant: TenantOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write a list to a file that can be imported again, with the same filters as the list has."""
    offer_all_exporters()

    async def work() -> int:
        exporter = exporter_of(kind)
        export_format = format_of(file, file_format)
        query = _query(exporter, where or [], sort)
        async with opened(name="souk export") as runtime:
            tenant_id = await chosen_tenant(runtime, tenant)
            async with runtime.database.reading(tenant_id, cli_actor(), may_lag=True) as reading:
                columns = [column.name for column in exporter.columns]
                count = await write_file(file, columns, exporter.rows(reading, query), export_format)
            async with runtime.database.work(tenant_id, cli_actor()) as noting:
                await note_export(noting, exporter.kind, query, rows=count)
            return count

    count = run(work)
    say(
        {"kind": kind, "file": str(file), "rows": count},
        as_json=as_json,
        human=lambda: out.print(f"{count:,} rows written to {file}.", highlight=False, markup=False),
    )


def _query(exporter: Exporter, pairs: Sequence[str], sort: str | None) -> ListQuery:
    given: dict[str, Any] = {} if sort is None else {"sort": sort}
    for pair in pairs:
        name, separator, value = pair.partition("=")
        if not separator:
            err.print(f"'{pair}' is not name=value.", highlight=False, markup=False)
            raise typer.Exit(2)
        given[name] = [*given[name], value] if isinstance(given.get(name), list) else value
    try:
        return exporter.query.model_validate(given)
    except ValidationError as refusal:
        for complaint in refusal.errors(include_url=False):
            place = ".".join(str(part) for part in complaint["loc"])
            err.print(f"{place}: {complaint['msg']}", highlight=False, markup=False)
        raise typer.Exit(2) from None
