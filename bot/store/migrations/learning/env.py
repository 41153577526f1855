"""Run by Alembic: takes the steps on the connection that bot.store.migrate hands over."""

from alembic import context

from bot.store.learning_tables import METADATA

given = context.config.attributes
context.configure(
    connection=given["connection"],
    version_table=given["version_table"],
    target_metadata=METADATA,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
