"""The character counter: what it says and how loudly, and what to do about too long a text."""

from __future__ import annotations

from console.domain.attachments import takes_caption
from console.domain.charges import Quote
from console.domain.lengths import CAPTION_LIMIT, TEXT_LIMIT, text_length
from console.domain.splitting import split
from console.domain.texts import _, ngettext, number
from console.ui.amounts import price

_AMBER_SHARE = 3900 / TEXT_LIMIT


def limit_for(files: tuple[str, ...]) -> int:
    """The most characters: a caption may have fewer than a message."""
    return CAPTION_LIMIT if files and takes_caption(files[0]) else TEXT_LIMIT


def counter_text(text: str, limit: int) -> str:
    """The counter, as the platform counts: "79 / 4,096"."""
    return f"{number(text_length(text))} / {number(limit)}"


def counter_tone(text: str, limit: int) -> str:
    """The label class: "tertiary", "warning" close to the limit, "danger" beyond it."""
    length = text_length(text)
    if length > limit:
        return "danger"
    return "warning" if length >= limit * _AMBER_SHARE else "tertiary"


def too_long(text: str, files: tuple[str, ...], answer: Quote | None = None) -> tuple[str, str]:
    """How far a text is over its limit, and the button that sends it nevertheless, uncut.

    `answer`: what one message costs, so that the words can tell what several do.
    """
    limit = limit_for(files)
    over = text_length(text.strip()) - limit
    if over <= 0:
        return "", ""
    if limit == CAPTION_LIMIT:
        words = ngettext(
            "{count} character too long for a caption, which may have {limit}.",
            "{count} characters too long for a caption, which may have {limit}.",
            over,
        )
    else:
        words = ngettext(
            "{count} character too long for one message, which may have {limit}.",
            "{count} characters too long for one message, which may have {limit}.",
            over,
        )
    parts = len(split(text)) + len(files)
    button = _("Send as {count} messages").format(count=number(parts))
    words = words.format(count=number(over), limit=number(limit))
    return " ".join(filter(None, (words, _cost(parts, answer)))), button


def _cost(parts: int, answer: Quote | None) -> str:
    if answer is None or answer.free is not None or not answer.price:
        return ""
    words = _("{count} messages cost about {amount}, one costs {one}.")
    return words.format(
        count=number(parts),
        amount=price(answer.price * parts, answer.currency),
        one=price(answer.price, answer.currency),
    )
