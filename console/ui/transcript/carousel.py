"""The cards of a carousel below its text, one after the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from console.domain.directions import MediaKind
from console.domain.messages import SentCard
from console.domain.texts import _
from console.ui.theme.theme import Theme
from console.ui.transcript.parts import Ink, Inset, Part, label_part, words_part
from console.ui.transcript.pictures_part import heading_picture_part
from console.ui.transcript.typeset import CAPTION_FONT
from console.ui.transcript.wording import HEADING_FILES

_ABOVE = Inset(0, 10)


def carousel_parts(
    cards: Sequence[SentCard], paths: Sequence[str], room: float, theme: Theme, ink: Ink
) -> list[Part]:
    """Each card with its number, file, words and buttons."""
    shown = zip_longest(cards, paths[: len(cards)], fillvalue="")
    return [
        part
        for number, (card, path) in enumerate(shown, 1)
        if isinstance(card, SentCard)
        for part in _card(number, card, path, room, theme, ink)
    ]


def _card(
    number: int, card: SentCard, path: str | SentCard, room: float, theme: Theme, ink: Ink
) -> Iterator[Part]:
    title = _("Card {number}").format(number=number)
    yield label_part("composer.template", title, theme, ink.meta, _ABOVE)
    if card.media is MediaKind.IMAGE:
        yield heading_picture_part(str(path), room)
    else:
        glyph, words = HEADING_FILES[card.media]
        yield label_part(glyph, _(words), theme, ink.meta)
    if card.text:
        yield words_part(card.text, room, theme, ink.text)
    if card.buttons:
        yield words_part(" · ".join(card.buttons), room, theme, ink.meta, CAPTION_FONT)
