"""Stored bodies read back, and the line that stands for one in lists."""

from typing import Any

from console.domain.messages import Body, kept_preview
from console.wire.codec import from_plain


def read(stored: Any) -> Body:
    """The body as it was stored."""
    body: Body = from_plain(Body, stored)
    return body


def preview_of(stored: Any) -> str:
    """One line that stands for a stored body; empty for none."""
    return "" if stored is None else kept_preview(read(stored))
