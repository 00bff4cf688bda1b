"""Ad campaigns, spans, ledger, rollups, spend."""

revision = "010_attribution"
down_revision = "009_orders"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
