"""Products, categories, tags, batches, costs."""

revision = "006_catalog"
down_revision = "005_transfers"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
