"""Lists that leave as files are written down: who took which, and by what it was filtered, not for whom."""

from typing import Any

from pydantic import BaseModel

from souk.kernel.work import Work
from souk.tenancy.public import record_audit

_NO_FILTERS = frozenset({"page", "per_page", "cursor", "sort", "format", "tenant"})


async def note_export(
    work: Work, kind: str, query: BaseModel, *, subject: tuple[str, int | str, str] | None = None, **told: Any
) -> None:
    """Write into the audit log that a list of `kind` was exported. Values looked for are left out of it."""
    filtered_by = sorted(query.model_fields_set - _NO_FILTERS)
    await record_audit(
        work,
        "list.exported",
        subject=subject or ("list", kind, kind),
        after={**told, "filtered_by": filtered_by},
    )
