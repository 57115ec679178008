"""Stored bodies read back, and the line that stands for one in lists."""

from typing import Any

import sqlalchemy as sa

from console.domain.deletions import DELETED
from console.domain.directions import Direction
from console.domain.messages import Body, kept_preview
from console.wire.codec import from_plain


def read(stored: Any) -> Body:
    """The body as it was stored."""
    body: Body = from_plain(Body, stored)
    return body


def seen(row: sa.RowMapping, of: str = "") -> Body | None:
    """The body of a row as people may see it, or None if it has none.

    What a customer deleted is kept, and shown to nobody. `of` stands before the names of the
    columns: "last_".
    """
    stored = row[f"{of}body"]
    theirs = row[f"{of}direction"] == Direction.INBOUND.value
    if theirs and row[f"{of}deleted_at"] is not None:
        return DELETED
    return None if stored is None else read(stored)


def preview_of(stored: Any) -> str:
    """One line that stands for a stored body; empty for none."""
    return "" if stored is None else kept_preview(read(stored))
