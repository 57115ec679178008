"""The cards of a filled-in carousel, as they are sent and shown."""

from collections.abc import Mapping, Sequence
from itertools import zip_longest

from console.domain.directions import MediaKind
from console.domain.ids import MediaId
from console.domain.messages import SentCard
from console.domain.templates import Template, card_of, fill, header_media, values_of_card


def sent_cards(
    template: Template, values: Mapping[str, str], files: Sequence[MediaId | None] = ()
) -> tuple[SentCard, ...]:
    """Each card as the customer will read it, with the hub's id of its file."""
    places = zip_longest(range(len(template.cards)), files[: len(template.cards)])
    return tuple(_sent(template, values, place, file) for place, file in places)


def _sent(
    template: Template, values: Mapping[str, str], place: int, file: MediaId | None
) -> SentCard:
    card = card_of(template, place)
    return SentCard(
        media=header_media(card) or MediaKind.IMAGE,
        media_id=file,
        text=fill(card.body, "body", values_of_card(values, place)),
        buttons=tuple(button.text for button in card.buttons),
    )
