"""Quick replies: which fit what is typed, and filling in what is known of the customer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from console.domain.templates import VARIABLE
from console.wire.views import QuickReply


def matching(replies: Iterable[QuickReply], typed: str) -> list[QuickReply]:
    """Replies for "/wo": those whose shortcut begins so first, then those with the word."""
    word = typed.removeprefix("/").casefold()
    begins, holds = [], []
    for reply in replies:
        if reply.shortcut.removeprefix("/").casefold().startswith(word):
            begins.append(reply)
        elif word in reply.title.casefold() or word in reply.text.casefold():
            holds.append(reply)
    return begins + holds


def filled(text: str, known: Mapping[str, str]) -> str:
    """The text with its known variables filled in; unknown ones stay as {{name}}."""
    return VARIABLE.sub(lambda found: known.get(found[1]) or found[0], text)


def first_blank(text: str) -> str:
    """The first variable that is still to be filled, as it stands; empty if there is none."""
    found = VARIABLE.search(text)
    return found[0] if found else ""
