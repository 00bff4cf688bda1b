"""The reported rows of a run as a table: why, where, and the row as it stood in the file."""

from collections.abc import AsyncIterator, Sequence
from typing import Any

from souk.kernel.work import ReadWork
from souk.transfers.repository import stream_reports
from souk.transfers.states import Verdict

REPORT_COLUMNS = ("line", "verdict", "reason", "message")


async def report_rows(
    work: ReadWork, run_id: int, verdict: Verdict | None, headers: Sequence[str]
) -> AsyncIterator[Sequence[Any]]:
    """Rows of REPORT_COLUMNS and the file's own headers."""
    async for report in stream_reports(work, run_id, verdict):
        content = report.content or {}
        yield [report.line, report.verdict, report.code, report.message, *(content.get(h) for h in headers)]
