"""Alembic's way in: runs the revisions on the connection that `common.migrations.upgrade` hands over."""

from alembic import context

context.configure(
    connection=context.config.attributes["connection"],
    version_table_schema="migrations",
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
