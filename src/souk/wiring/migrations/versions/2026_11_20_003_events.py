"""The event log, its readers' positions, events set aside."""

revision = "003_events"
down_revision = "002_jobs"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
