"""Failed runs keep where in the program they broke."""

from alembic import op

revision = "012_job_trace"
down_revision = "010_attribution"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("alter table job_error add column trace text")


def downgrade() -> None:
    op.execute("alter table job_error drop column trace")
