"""The job engine's tables, trackers, schedules."""

revision = "002_jobs"
down_revision = "001_tenancy"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
