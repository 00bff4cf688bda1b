"""Contacts, consent, segments, lists, suppressions."""

revision = "008_audience"
down_revision = "007_pricing"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
