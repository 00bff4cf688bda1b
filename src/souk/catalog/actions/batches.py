"""Batches: deliveries of a product, each with its own cost."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from souk.catalog.errors import BatchCodeTaken, BatchMissing, NotYet, ReferenceUnknown
from souk.catalog.models import ProductBatch
from souk.catalog.repository import batches
from souk.catalog.repository.products import products_by_id
from souk.catalog.rules.limits import cost_text
from souk.events import emit
from souk.events.catalog import BatchChanged, BatchDeleted, BatchReceived
from souk.kernel.db.violations import refused_as
from souk.kernel.errors import FieldError
from souk.kernel.in_use import in_use, nothing_uses, usage_of
from souk.kernel.work import Work
from souk.tenancy.public import StaleVersion, record_audit, record_audits

EDITED = ("code", "unit_cost_minor", "currency", "received_at")
_TOLD = ("product_id", *EDITED)


@dataclass(frozen=True, slots=True)
class BatchMention:
    """A batch that a file or an order names. A field that is None stays as it is."""

    product_id: int
    code: str
    received_at: datetime | None = None
    unit_cost_minor: Decimal | None = None
    currency: str | None = None


@dataclass(frozen=True, slots=True)
class WrittenBatches:
    """The ids by product and code, and which of them were made or changed."""

    ids: dict[tuple[int, str], int]
    created: frozenset[tuple[int, str]] = frozenset()
    changed: frozenset[tuple[int, str]] = frozenset()


async def ensure_batches(work: Work, mentions: Sequence[BatchMention]) -> dict[tuple[int, str], int]:
    """The batches of `mentions` by product and code, making those that are not there; others stay."""
    return (await upsert_batches(work, mentions, keep=True)).ids


async def upsert_batches(
    work: Work, mentions: Sequence[BatchMention], *, keep: bool = False
) -> WrittenBatches:
    """Make new batches and bring the others up to date; with `keep`, what is there stays as it is.

    Each product and code at most once. What is so already is not written, audited or told.
    """
    known = await batches.batches_by_code(
        work.session,
        work.tenant_id,
        [(mention.product_id, mention.code) for mention in mentions],
        lock=not keep,
    )
    rows = []
    before: dict[tuple[int, str], Mapping[str, Any]] = {}
    for mention in mentions:
        key = (mention.product_id, mention.code)
        current = known.get(key)
        row = _row(work, mention, current)
        if current is None:
            rows.append(row)
        elif not keep and any(row[name] != current[name] for name in EDITED):
            before[key] = current
            rows.append(row)
    written = await batches.write_batches(work.session, work.tenant_id, rows) if rows else {}
    created = frozenset(written.keys() - before.keys())
    await _tell_received(work, [written[key] for key in written if key in created])
    await _tell_changed(
        work,
        [
            (row["id"], row, {name: before[key][name] for name in EDITED})
            for key, row in written.items()
            if key in before
        ],
    )
    ids = {key: row["id"] for key, row in (known | written).items()}
    return WrittenBatches(ids, created, frozenset(written.keys() & before.keys()))


def _row(work: Work, mention: BatchMention, current: Mapping[str, Any] | None) -> dict[str, Any]:
    blank = {"unit_cost_minor": None, "currency": work.scope.currency, "received_at": work.now}
    row = {**(current or blank), "product_id": mention.product_id, "code": mention.code}
    for name in ("received_at", "unit_cost_minor", "currency"):
        value = getattr(mention, name)
        if value is not None:
            row[name] = value
    return row


async def create_batch(work: Work, mention: BatchMention) -> ProductBatch:
    """Raises ReferenceUnknown (product), BatchCodeTaken, NotYet."""
    _received_by_now(work, mention.received_at)
    if not await products_by_id(work.session, [mention.product_id]):
        raise ReferenceUnknown(
            f"There is no product {mention.product_id}.",
            fields=[FieldError("product_id", "is no product")],
        )
    written = await upsert_batches(work, [mention], keep=True)
    key = (mention.product_id, mention.code)
    if key not in written.created:
        raise BatchCodeTaken(
            f"The product has a batch {mention.code} already.",
            fields=[FieldError("code", "is in use by another batch of the product")],
            details={"batch_id": written.ids[key]},
        )
    return await hold_batch(work, written.ids[key])


async def update_batch(
    work: Work, batch_id: int, changes: Mapping[str, Any], version: int | None
) -> ProductBatch:
    """Change what `changes` names of EDITED. Past sales keep the cost they were made at.

    Raises BatchMissing, BatchCodeTaken, NotYet, StaleVersion.
    """
    batch = await hold_batch(work, batch_id)
    if version is not None and version != batch.version:
        raise StaleVersion(
            "The batch was changed in the meantime; load it again.", details={"version": batch.version}
        )
    _received_by_now(work, changes.get("received_at"))
    before = {name: getattr(batch, name) for name in EDITED}
    if all(before[name] == value for name, value in changes.items()):
        return batch
    taken = {
        "product_batch_tenant_id_product_id_code_key": lambda: BatchCodeTaken(
            f"The product has a batch {changes['code']} already.",
            fields=[FieldError("code", "is in use by another batch of the product")],
        )
    }
    async with refused_as(taken):
        for name, value in changes.items():
            setattr(batch, name, value)
        batch.version += 1
        await work.session.flush()
    await work.session.refresh(batch)
    await _tell_changed(work, [(batch_id, {name: getattr(batch, name) for name in _TOLD}, before)])
    return batch


async def delete_batch(work: Work, batch_id: int) -> None:
    """Raises BatchMissing, InUse."""
    batch = await hold_batch(work, batch_id)
    what, instead = f"Batch {batch.code}", "It stays, because their cost rests on it."
    counts = (await usage_of(work, "product_batch", [batch_id])).get(batch_id)
    if counts:
        raise in_use(what, counts, instead)
    async with nothing_uses(what, instead):
        await work.session.delete(batch)
        await work.session.flush()
    emit(work, BatchDeleted(batch_id=batch_id, product_id=batch.product_id, code=batch.code))
    await record_audit(
        work,
        "product_batch.deleted",
        subject=("product_batch", batch_id, batch.code),
        before={name: getattr(batch, name) for name in _TOLD},
    )


async def hold_batch(work: Work, batch_id: int) -> ProductBatch:
    """Raises BatchMissing."""
    batch = await work.session.get(
        ProductBatch, (work.tenant_id, batch_id), with_for_update=True, populate_existing=True
    )
    if batch is None:
        raise BatchMissing(f"There is no batch {batch_id}.")
    return batch


def _received_by_now(work: Work, received_at: datetime | None) -> None:
    if received_at is not None and received_at > work.now:
        raise NotYet(
            "A batch is entered once it has been received.",
            fields=[FieldError("received_at", "lies in the future")],
        )


async def _tell_received(work: Work, rows: Iterable[Mapping[str, Any]]) -> None:
    rows = list(rows)
    for row in rows:
        cost = row["unit_cost_minor"]
        emit(
            work,
            BatchReceived(
                batch_id=row["id"],
                product_id=row["product_id"],
                code=row["code"],
                received_at=row["received_at"].isoformat(),
                unit_cost_minor=None if cost is None else cost_text(cost),
                currency=row["currency"],
            ),
        )
    await record_audits(
        work,
        "product_batch.received",
        [
            (("product_batch", row["id"], row["code"]), None, {name: row[name] for name in _TOLD})
            for row in rows
        ],
    )


async def _tell_changed(
    work: Work, changes: Sequence[tuple[int, Mapping[str, Any], Mapping[str, Any]]]
) -> None:
    for batch_id, row, before in changes:
        changed = [name for name in EDITED if row[name] != before[name]]
        emit(
            work,
            BatchChanged(batch_id=batch_id, product_id=row["product_id"], code=row["code"], changed=changed),
        )
    await record_audits(
        work,
        "product_batch.changed",
        [
            (("product_batch", batch_id, row["code"]), before, {name: row[name] for name in EDITED})
            for batch_id, row, before in changes
        ],
    )
