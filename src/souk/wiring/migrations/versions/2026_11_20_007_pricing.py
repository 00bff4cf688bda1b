"""Price lists, price history, exchange rates."""

revision = "007_pricing"
down_revision = "006_catalog"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
