"""Splitting: a text too long for one message as several, where a reader would pause."""

import re
import unicodedata

from console.domain.lengths import TEXT_LIMIT, text_length

#: Where to break, the best first: paragraphs, lines, sentences, words.
_PAUSES = tuple(
    re.compile(pattern) for pattern in (r"\n[ \t]*\n", r"\n", r"(?<=[.!?…。！？])\s", r"\s")
)
#: A part is not made shorter than this share of the limit for a better place to break.
_LEAST_SHARE = 0.5
_JOINER = "\u200d"


def split(text: str, limit: int = TEXT_LIMIT) -> tuple[str, ...]:
    """The text as messages of at most `limit` UTF-16 units; nothing but white space is lost."""
    parts, rest = [], text.strip()
    while text_length(rest) > limit:
        cut = _place(rest, limit)
        parts.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return tuple(part for part in (*parts, rest) if part)


def _place(text: str, limit: int) -> int:
    """Where to cut a text that is too long, counted in characters."""
    most = _fitting(text, limit)
    least = int(most * _LEAST_SHARE)
    for pause in _PAUSES:
        ends = [found.start() for found in pause.finditer(text, 0, most + 1)]
        if ends and ends[-1] > least:
            return ends[-1]
    return _between_letters(text, most)


def _fitting(text: str, limit: int) -> int:
    """How many characters fit into so many UTF-16 units."""
    used = 0
    for index, mark in enumerate(text):
        used += 2 if ord(mark) > 0xFFFF else 1
        if used > limit:
            return index
    return len(text)


def _between_letters(text: str, at: int) -> int:
    """The last place up to `at` that parts no letter from its accents, no emoji in two."""
    place = at
    while place > 1 and (_clings(text[place]) or text[place - 1] == _JOINER):
        place -= 1
    return place if place > 1 else max(at, 1)


def _clings(mark: str) -> bool:
    skin_tone = "\U0001f3fb" <= mark <= "\U0001f3ff"
    return unicodedata.category(mark) in {"Mn", "Me", "Mc"} or mark == _JOINER or skin_tone
