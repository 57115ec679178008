"""The audit trail, append-only; the tables of 0001 stay as its hubs know them."""

from pathlib import Path

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = depends_on = None


def upgrade() -> None:
    """Makes its tables and what guards them."""
    script = Path(__file__).with_suffix(f".{op.get_bind().dialect.name}.sql")
    for statement in script.read_text(encoding="utf-8").split(";\n"):
        if statement.strip():
            op.get_bind().exec_driver_sql(statement)
