"""Notices and outbound webhooks."""

revision = "004_notices"
down_revision = "003_events"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
