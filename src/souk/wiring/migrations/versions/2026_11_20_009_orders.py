"""Orders, lines, shipments, refunds."""

revision = "009_orders"
down_revision = "008_audience"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
