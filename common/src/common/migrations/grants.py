"""What the revisions say about who may read and write: least grants, and tables that only grow."""

from alembic import op
from sqlalchemy import text

from common.migrations import roles


def role(purpose: str) -> str:
    """The quoted name of a role in the database being migrated."""
    database = op.get_bind().execute(text("SELECT current_database()")).scalar_one()
    return f'"{roles.name(database, purpose)}"'


def grant(privileges: str, objects: str, *purposes: str) -> None:
    """GRANT privileges ON objects to each of these roles."""
    for purpose in purposes:
        op.execute(f"GRANT {privileges} ON {objects} TO {role(purpose)}")


def only_grows(table: str) -> None:
    """Refuse UPDATE, DELETE and TRUNCATE on a table, to its owner too; a correction is a new row."""
    op.execute(
        f"CREATE TRIGGER only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION books.refuse_change()"
    )
