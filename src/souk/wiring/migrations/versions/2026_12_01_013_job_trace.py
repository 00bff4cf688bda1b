"""Failed runs keep where in the program they broke."""

from alembic import op

revision = "013_job_trace"
down_revision = "012_spend_names"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("alter table job_error add column trace text")


def downgrade() -> None:
    op.execute("alter table job_error drop column trace")
