"""An index of answers by what they are about: each message that comes in asks for its own."""

from alembic import op

from console.hub.store.schema import ANSWERS

revision = "0014"
down_revision = "0013"
branch_labels = depends_on = None


def upgrade() -> None:
    """Adds the index; hubs before it go on without knowing of it."""
    op.create_index(
        "ix_message_answers",
        "message",
        ["reply_to_platform_id"],
        sqlite_where=ANSWERS,
        postgresql_where=ANSWERS,
    )
