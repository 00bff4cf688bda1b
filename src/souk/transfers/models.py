"""Imports: runs, the uploaded file in pieces, what was said of its rows, stored mappings."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    func,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from souk.kernel.db.base import Base, TenantRow, Timestamps, tenant_fk
from souk.transfers.states import MACHINE, RunStatus, RunVerb


class Origin(StrEnum):
    """Where the file is: uploaded in pieces to the database, or on the disk of who runs the command."""

    UPLOAD = "upload"
    PATH = "path"


class ImportRun(Timestamps, TenantRow, Base):
    """One file of one kind. `attempt` grows each time a process takes the run on: an older process that
    still lives finds its attempt gone and leaves. `batches_done` is the position, written with each batch.
    """

    __tablename__ = "import_run"

    kind: Mapped[str]
    file_name: Mapped[str]
    file_bytes: Mapped[int]
    sha256: Mapped[str]
    origin: Mapped[str]
    head: Mapped[list[Any]]
    """The first records, as [line, [cells]]: the sample shown beside the mapping."""
    encoding: Mapped[str | None]
    delimiter: Mapped[str | None]
    form: Mapped[str]
    status: Mapped[str] = mapped_column(server_default=RunStatus.UPLOADED)
    is_dry_run: Mapped[bool] = mapped_column(server_default="false")
    mapping_name: Mapped[str | None]
    mapping: Mapped[dict[str, Any] | None]
    options: Mapped[dict[str, Any]] = mapped_column(server_default="{}")
    layout: Mapped[dict[str, Any] | None]
    tracker_id: Mapped[int | None]
    attempt: Mapped[int] = mapped_column(Integer, server_default="0")
    batches_done: Mapped[int] = mapped_column(server_default="0")
    memory: Mapped[dict[str, Any]] = mapped_column(server_default="{}")
    rows_total: Mapped[int | None]
    rows_read: Mapped[int] = mapped_column(server_default="0")
    rows_rejected: Mapped[int] = mapped_column(server_default="0")
    rows_noted: Mapped[int] = mapped_column(server_default="0")
    rows_skipped: Mapped[int] = mapped_column(server_default="0")
    created_count: Mapped[int] = mapped_column(server_default="0")
    changed_count: Mapped[int] = mapped_column(server_default="0")
    unchanged_count: Mapped[int] = mapped_column(server_default="0")
    tallies: Mapped[dict[str, Any]] = mapped_column(server_default="{}")
    warnings: Mapped[list[Any]] = mapped_column(server_default="[]")
    error: Mapped[str | None]
    error_code: Mapped[str | None]
    error_fields: Mapped[list[Any]] = mapped_column(server_default="[]")
    started_by: Mapped[dict[str, Any] | None]
    created_by: Mapped[str]
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    file_kept: Mapped[bool] = mapped_column(server_default="true")

    __table_args__ = (
        ForeignKeyConstraint(["tenant_id"], ["tenant.id"], ondelete="CASCADE"),
        tenant_fk("tracker_id", "tracker"),
        CheckConstraint(f"status in ({', '.join(repr(s.value) for s in RunStatus)})", name="status"),
        CheckConstraint("origin in ('upload', 'path')", name="origin"),
        Index("import_run_newest_idx", "tenant_id", "kind", "id"),
        Index("import_run_same_file_idx", "tenant_id", "sha256"),
        Index("import_run_tracker_idx", "tenant_id", "tracker_id"),
        Index(
            "import_run_kept_idx",
            "tenant_id",
            "updated_at",
            postgresql_where=text("file_kept and origin = 'upload'"),
        ),
    )

    def move(self, verb: RunVerb) -> None:
        """The one place its status is assigned. Raises IllegalMove."""
        self.status = MACHINE.move(RunStatus(self.status), verb)

    def follow(self, status: RunStatus) -> None:
        """Take over the end that its tracker has found: the process that moved the run died."""
        if status != self.status:
            self.move(RunVerb.CANCEL if status is RunStatus.CANCELLED else RunVerb.FAIL)


class ImportChunk(Base):
    """A piece of an uploaded file: any worker on any machine can read it."""

    __tablename__ = "import_chunk"

    tenant_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    run_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    ordinal: Mapped[int] = mapped_column(Integer, primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)

    __table_args__ = (tenant_fk("run_id", "import_run", ondelete="CASCADE"),)


class RowReport(TenantRow, Base):
    """What was said of one row of the file, with the row as it stood there."""

    __tablename__ = "import_row_report"

    run_id: Mapped[int]
    line: Mapped[int]
    verdict: Mapped[str]
    code: Mapped[str]
    field: Mapped[str | None]
    message: Mapped[str]
    content: Mapped[dict[str, Any] | None]
    reported_at: Mapped[datetime] = mapped_column(server_default=func.now())

    __table_args__ = (
        tenant_fk("run_id", "import_run", ondelete="CASCADE"),
        CheckConstraint("verdict in ('rejected', 'noted')", name="verdict"),
        Index("import_row_report_run_idx", "tenant_id", "run_id", "verdict", "id"),
        Index("import_row_report_age_idx", "tenant_id", "reported_at"),
    )


class StoredMapping(Timestamps, TenantRow, Base):
    """A mapping a person has made. `version` counts its changes."""

    __tablename__ = "import_mapping"

    kind: Mapped[str]
    name: Mapped[str]
    title: Mapped[str]
    definition: Mapped[dict[str, Any]]
    version: Mapped[int] = mapped_column(Integer, server_default="1")
    created_by: Mapped[str]
    updated_by: Mapped[str]

    __table_args__ = (
        ForeignKeyConstraint(["tenant_id"], ["tenant.id"], ondelete="CASCADE"),
        Index("import_mapping_name_key", "tenant_id", "kind", "name", unique=True),
    )
