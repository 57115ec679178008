"""What is marked above a message's words: forwarded, edited, deleted."""

from __future__ import annotations

from collections.abc import Iterator

from console.domain.directions import Direction, Origin
from console.domain.texts import _
from console.ui.transcript.wording import clock
from console.wire.views import MessageView


def marks_of(message: MessageView) -> Iterator[tuple[str, str]]:
    """Glyph and words of each mark, in order."""
    if message.deleted_at is not None:
        theirs = message.direction is Direction.INBOUND
        words = _("Deleted by the customer {time}") if theirs else _("Deleted {time}")
        yield "deadLetterReason.discard", words.format(time=clock(message.deleted_at))
    if message.origin is Origin.EDIT:
        yield "pencil-simple", _("Edited")
    if message.edited_at is not None:
        words = _("Edited {time}: the new words stand below")
        yield "pencil-simple", words.format(time=clock(message.edited_at))
    if message.often_forwarded:
        yield "arrow-square-out", _("Forwarded many times")
    elif message.forwarded:
        yield "arrow-square-out", _("Forwarded")
