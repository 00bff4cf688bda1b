"""Rollups can be rebuilt: a run remembers the last campaign it has done."""

from alembic import op

revision = "011_rebuilds"
down_revision = "010_attribution"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("alter table attribution_run add column done_id bigint")
    op.execute("alter table attribution_run drop constraint attribution_run_kind_check")
    op.execute(
        "alter table attribution_run add constraint attribution_run_kind_check"
        " check (kind in ('backfill', 'order', 'rebuild'))"
    )


def downgrade() -> None:
    op.execute("delete from attribution_run where kind = 'rebuild'")
    op.execute("alter table attribution_run drop constraint attribution_run_kind_check")
    op.execute(
        "alter table attribution_run add constraint attribution_run_kind_check"
        " check (kind in ('backfill', 'order'))"
    )
    op.execute("alter table attribution_run drop column done_id")
