"""A small kind of import for the framework's own stories: shelf labels, kept as stored mappings."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select, text

from souk.kernel.work import ReadWork, Work
from souk.transfers.models import StoredMapping
from souk.transfers.public import (
    BatchOutcome,
    Field,
    ImportContext,
    ImportOptions,
    MappedRow,
    Note,
    PlainImporter,
    Rejection,
)

_UPSERT = text("""
    insert into import_mapping (tenant_id, kind, name, title, definition, created_by, updated_by)
    select :tenant_id, 'shelf', code, words, '{}', 'test', 'test'
      from unnest(cast(:codes as text[]), cast(:words as text[])) as given (code, words)
    on conflict (tenant_id, kind, name) do update set title = excluded.title
        where import_mapping.title is distinct from excluded.title
    returning (xmax = 0) as is_new
""")


class LabelOptions(ImportOptions):
    shout: bool = False


class Labels(PlainImporter):
    kind = "labels"
    title = "Shelf labels"
    capability = "catalog.create"
    fields = (
        Field("code", "the shelf", required=True, aliases=("Shelf",)),
        Field("words", "what stands on it", required=True),
    )
    options = LabelOptions
    batch_rows = 3

    def __init__(self) -> None:
        self.dies_at_batch: int | None = None
        self.batches_seen = 0

    async def apply(
        self, work: Work, rows: Sequence[MappedRow], run: ImportContext[LabelOptions]
    ) -> BatchOutcome:
        self.batches_seen += 1
        if self.dies_at_batch == self.batches_seen:
            raise RuntimeError("the process was killed here")
        outcome = BatchOutcome()
        good = [row for row in rows if row["words"] != "bad"]
        outcome.rejections = [
            Rejection(row.line, "bad_words", "the words are bad") for row in rows if row["words"] == "bad"
        ]
        outcome.notes = [Note(row.line, "long", "rather long") for row in good if len(row["words"]) > 20]
        wanted = {row["code"]: row["words"].upper() if run.options.shout else row["words"] for row in good}
        made = await work.session.execute(
            _UPSERT,
            {"tenant_id": work.tenant_id, "codes": list(wanted), "words": list(wanted.values())},
        )
        news = [row.is_new for row in made]
        outcome.created, outcome.changed = sum(news), len(news) - sum(news)
        outcome.unchanged = len(wanted) - len(news)
        run.memory["seen"] = run.memory.get("seen", 0) + len(rows)
        return outcome

    async def finish(self, work: Work, run: ImportContext[Any]) -> BatchOutcome | None:
        """Two pieces of last work, each in its own transaction."""
        pieces = run.memory.get("pieces", 0)
        if pieces == 2:
            return None
        run.memory["pieces"] = pieces + 1
        return BatchOutcome(tallies={"pieces": 1})


async def labels_of(work: ReadWork) -> dict[str, str]:
    rows = await work.session.execute(
        select(StoredMapping.name, StoredMapping.title).where(
            StoredMapping.tenant_id == work.tenant_id, StoredMapping.kind == "shelf"
        )
    )
    return {row.name: row.title for row in rows}


async def label_count(work: ReadWork) -> int:
    statement = select(func.count()).where(
        StoredMapping.tenant_id == work.tenant_id, StoredMapping.kind == "shelf"
    )
    return int((await work.session.execute(statement.select_from(StoredMapping))).scalar_one())
