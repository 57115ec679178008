"""The character counter: what it says and how loudly."""

from __future__ import annotations

from console.domain.policy import CAPTION_LIMIT, TEXT_LIMIT, text_length
from console.domain.texts import number

_AMBER_SHARE = 3900 / TEXT_LIMIT


def limit_for(*, has_files: bool) -> int:
    """The most characters: a caption may have fewer than a message."""
    return CAPTION_LIMIT if has_files else TEXT_LIMIT


def counter_text(text: str, limit: int) -> str:
    """The counter, as the platform counts: "79 / 4,096"."""
    return f"{number(text_length(text))} / {number(limit)}"


def counter_tone(text: str, limit: int) -> str:
    """The label class: "tertiary", "warning" close to the limit, "danger" beyond it."""
    length = text_length(text)
    if length > limit:
        return "danger"
    return "warning" if length >= limit * _AMBER_SHARE else "tertiary"
