"""Alembic's entry. `souk.wiring.migrate` hands over an open connection of the owner role."""

from alembic import context

from souk.wiring.models import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transaction_per_migration=True,
)
with context.begin_transaction():
    context.run_migrations()
