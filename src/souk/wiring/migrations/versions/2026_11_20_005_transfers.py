"""Imports and exports."""

revision = "005_transfers"
down_revision = "004_notices"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
