"""`souk import`: files into Souk, here and now, with a bar."""

import asyncio
import contextlib
import shutil
import signal
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from souk.cli.context import JsonOption, TenantOption, chosen_tenant, cli_actor, err, opened, out, run, say
from souk.jobs.public import Interrupted, Retry
from souk.kernel.log import get_logger
from souk.transfers import terminal
from souk.transfers.terminal import ImportRun, Limits, RunStatus, Verdict, importer_of
from souk.wiring.importers import offer_all_importers
from souk.wiring.runtime import Runtime

log = get_logger(__name__)
app = typer.Typer(rich_markup_mode=None, add_completion=False)

_AWAY = Retry(max_runs=8, first_wait_s=1.0, factor=2.0, longest_wait_s=30.0)
REASONS_SHOWN = 10


@app.command()
def import_file(
    kind: Annotated[str, typer.Argument(help="What the file holds: orders, products, contacts …")],
    file: Annotated[Path, typer.Argument(help="CSV (also .gz) or XLSX; - for standard input.")],
    mapping: Annotated[
        str | None,
        typer.Option(help="A mapping's name, or a TOML file; else the one that fits."),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Report everything and change nothing.")] = False,
    option: Annotated[
        list[str] | None,
        typer.Option(
            "--option",
            "-o",
            help="An option of the kind, as name=value; may be given again. Ad spend: link=NAME=CAMPAIGN_ID.",
        ),
    ] = None,
    fees: Annotated[
        str | None, typer.Option(help="Orders: codes that are shipping or fees, as POST,DOT,…")
    ] = None,
    rejected: Annotated[
        Path | None, typer.Option(help="Write rejected and noted rows here (CSV, XLSX or JSONL).")
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Fail when a row is rejected.")] = False,
    from_start: Annotated[
        bool,
        typer.Option("--from-start", help="Begin anew, though an earlier import did not end."),
    ] = False,
    tenant: TenantOption = None,
    as_json: JsonOption = False,
) -> None:
    """Read products, prices, batches, orders, contacts, rates, ad campaigns and more from a file.

    The same file again changes nothing. An import that was stopped goes on where it was.
    """
    offer_all_importers()

    async def work() -> ImportRun:
        given = _options(importer_of(kind).kind, option or [], fees)
        async with opened(name="souk import") as runtime:
            tenant_id = await chosen_tenant(runtime, tenant)
            with _on_disk(file) as here, terminal.table_of(kind, here) as table:
                ended = await _import(
                    runtime, tenant_id, kind, table, mapping, given, dry_run, from_start, quiet=as_json
                )
            await _report(runtime, ended, rejected, as_json=as_json)
            return ended

    ended = run(work)
    if ended.status not in terminal.ENDED_WELL or (strict and ended.rows_rejected):
        raise typer.Exit(1)


def _options(kind: str, pairs: Sequence[str], fees: str | None) -> dict[str, Any]:
    """`name=value` as the kind's options understand them: a list is separated by commas; of what names things
    one by one, `links`, each is given by itself: `link=Name=17`.
    """
    fields = importer_of(kind).options.model_fields
    given: dict[str, Any] = {}
    for pair in [*pairs, *([f"fees={fees}"] if fees is not None else [])]:
        name, separator, value = pair.partition("=")
        if not separator:
            err.print(f"'{pair}' is not name=value.", highlight=False)
            raise typer.Exit(2)
        if f"{name}s" in fields and _is_dict(fields[f"{name}s"].annotation):
            thing, separator, meant = value.rpartition("=")
            if not separator:
                err.print(f"'{pair}' is not {name}=name=value.", highlight=False, markup=False)
                raise typer.Exit(2)
            given.setdefault(f"{name}s", {})[thing.strip()] = meant.strip()
            continue
        if name not in fields:
            offer = ", ".join(fields) or "none"
            err.print(f"{kind} has no option '{name}'; it has: {offer}.", highlight=False)
            raise typer.Exit(2)
        given[name] = (
            [part.strip() for part in value.split(",")] if _is_list(fields[name].annotation) else value
        )
    return given


def _is_dict(annotation: Any) -> bool:
    return "dict[" in str(annotation)


def _is_list(annotation: Any) -> bool:
    return any(word in str(annotation) for word in ("list[", "tuple[", "set["))


async def _import(
    runtime: Runtime,
    tenant_id: int,
    kind: str,
    file: Path,
    mapping: str | None,
    options: dict[str, Any],
    dry_run: bool,
    from_start: bool,
    *,
    quiet: bool,
) -> ImportRun:
    limits = Limits.of(runtime.settings)
    wanted = terminal.mapping_meant(kind, mapping)
    run_id, behind = await terminal.begin_import(
        runtime.database,
        tenant_id,
        cli_actor(),
        kind,
        file,
        mapping=wanted,
        options=options,
        limits=limits,
        dry_run=dry_run,
        from_start=from_start,
    )
    if behind is not None:
        err.print(f"Going on behind row {behind:,} (import {run_id}).", highlight=False)
    with _bar(quiet) as told, _interruptible() as stopping:
        for attempt in range(1, _AWAY.max_runs + 1):
            try:
                return await terminal.run_import(
                    runtime.database,
                    tenant_id,
                    run_id,
                    limits=limits,
                    path=file,
                    should_stop=stopping,
                    told=told,
                )
            except Interrupted:
                return await _called_off(runtime, tenant_id, run_id)
            except Exception as failure:
                wait_s = _AWAY.wait_s(failure, attempt)
                if wait_s is None:
                    raise
                log.warning("the database is away; the import goes on when it is back", wait_s=round(wait_s))
                await asyncio.sleep(wait_s)
    raise AssertionError("the last attempt returns or raises")


@contextmanager
def _on_disk(file: Path) -> Iterator[Path]:
    """The file itself; for `-` what comes in by standard input, for the length of the block."""
    if str(file) == "-":
        with tempfile.TemporaryDirectory(prefix="souk-stdin-") as folder:
            spooled = Path(folder) / "stdin"
            with spooled.open("wb") as target:
                shutil.copyfileobj(sys.stdin.buffer, target)
            yield spooled
        return
    if not file.is_file():
        raise terminal.FileUnreadable(f"There is no file {file}.")
    yield file


async def _called_off(runtime: Runtime, tenant_id: int, run_id: int) -> ImportRun:
    async with runtime.database.work(tenant_id, cli_actor()) as work:
        return await terminal.cancel_import(work, run_id)


@contextmanager
def _interruptible() -> Iterator[Callable[[], bool]]:
    """Ctrl-C ends the import after the batch in hand; a second one ends the process."""
    asked = False
    loop = asyncio.get_running_loop()

    def ask() -> None:
        nonlocal asked
        asked = True
        err.print("Stopping after the batch in hand …")
        loop.remove_signal_handler(signal.SIGINT)

    with contextlib.suppress(NotImplementedError, RuntimeError):  # not on Windows, not beside a main thread
        loop.add_signal_handler(signal.SIGINT, ask)
    try:
        yield lambda: asked
    finally:
        with contextlib.suppress(NotImplementedError, RuntimeError):
            loop.remove_signal_handler(signal.SIGINT)


@contextmanager
def _bar(quiet: bool) -> Iterator[Callable[[str, int, int | None, int], None]]:
    if quiet or not err.is_terminal:
        yield lambda phase, done, total, failed: None
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rejected]}"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=err) as progress:
        bars: dict[str, Any] = {}

        def told(phase: str, done: int, total: int | None, failed: int) -> None:
            if phase not in bars:
                for earlier in bars.values():
                    progress.update(earlier, completed=progress.tasks[earlier].total)
                bars[phase] = progress.add_task(_PHASES.get(phase, phase), total=total, rejected="")
            words = f"{failed:,} rejected" if failed else ""
            progress.update(bars[phase], completed=done, total=total, rejected=words)

        yield told


_PHASES = {"reading": "Looking through the file", "rows": "Importing"}


async def _report(runtime: Runtime, ended: ImportRun, rejected: Path | None, *, as_json: bool) -> None:
    async with runtime.database.reading(ended.tenant_id) as work:
        ended = await terminal.get_run(work, ended.id)
        reasons = await terminal.reasons_of(work, ended)
        if rejected is not None:
            await terminal.write_reports(work, ended, rejected)
    shape = terminal.import_shape(ended, RunStatus(ended.status)).model_dump(mode="json")
    shape["reasons"] = [
        {"verdict": verdict, "code": code, "rows": count} for (verdict, code), count in reasons.most_common()
    ]
    shape["advice"] = advice = importer_of(ended.kind).advice(ended.memory)
    say(shape, as_json=as_json, human=lambda: _print(ended, reasons, rejected, advice))


def _print(
    ended: ImportRun, reasons: Counter[tuple[str, str]], rejected: Path | None, advice: Sequence[str]
) -> None:
    for warning in ended.warnings:
        out.print(warning, highlight=False, markup=False)
    if ended.error is not None:
        err.print(ended.error, style="bold red", highlight=False, markup=False)
    words = _ENDS[RunStatus(ended.status)]
    if ended.is_dry_run and ended.status == RunStatus.CANCELLED:
        words = "stopped; nothing was changed."
    out.print(f"{ended.file_name}: {words}", highlight=False, markup=False)
    table = Table(show_header=False, box=None)
    table.add_column(justify="right")
    table.add_column()
    counts = {
        "rows read": ended.rows_read,
        "left out by the mapping": ended.rows_skipped,
        "created": ended.created_count,
        "changed": ended.changed_count,
        "unchanged": ended.unchanged_count,
        **{name.replace("_", " "): count for name, count in ended.tallies.items()},
        "rows rejected": ended.rows_rejected,
    }
    for name, count in counts.items():
        if count or name in {"rows read", "rows rejected"}:
            table.add_row(f"{count:,}", name)
    for (verdict, code), count in reasons.most_common(REASONS_SHOWN):
        table.add_row(
            f"{count:,}", f"  {code.replace('_', ' ')}" + (" (noted)" if verdict == Verdict.NOTED else "")
        )
    out.print(table, highlight=False)
    if reasons and rejected is None:
        out.print("--rejected FILE writes these rows with their reasons.", highlight=False)
    for line in advice:
        out.print(line, highlight=False, markup=False, soft_wrap=True)


_ENDS = {
    RunStatus.COMPLETED: "imported.",
    RunStatus.CHECKED: "checked; nothing was changed.",
    RunStatus.FAILED: "failed.",
    RunStatus.CANCELLED: "stopped. The same command goes on from there.",
    RunStatus.RUNNING: "goes on elsewhere.",
    RunStatus.CHECKING: "goes on elsewhere.",
    RunStatus.UPLOADED: "not started.",
}
