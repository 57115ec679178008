"""A message and the closed set of what it can carry."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Literal

from console.domain.directions import MediaKind
from console.domain.ids import MediaId, TemplateId
from console.domain.texts import ENGLISH, N_, _, ngettext, number, spoken

_NAMED = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """Words, with WhatsApp's inline markup as it came."""

    kind: Literal["text"] = "text"
    text: str
    preview_url: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Media:
    """A file; its bytes are fetched by `media_id` from the hub.

    Attributes:
        media_id: the hub's id; empty while the platform has not handed it over.
        size_bytes: 0 while unknown.
        missing: in words, why the file can't be had; empty if it can.
        unshown: in words, why a picture has no preview; empty if it has or will have one.
    """

    kind: Literal["media"] = "media"
    media: MediaKind
    media_id: MediaId
    mime: str
    name: str = ""
    caption: str = ""
    size_bytes: int = 0
    width_px: int = 0
    height_px: int = 0
    duration_s: float = 0.0
    voice: bool = False
    animated: bool = False
    missing: str = ""
    unshown: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """A place; degrees, WGS 84."""

    kind: Literal["location"] = "location"
    latitude: float
    longitude: float
    name: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactCard:
    """One shared contact, flattened to what is shown.

    Attributes:
        role: title and department.
        birthday: as told, mostly "1987-03-14".
    """

    name: str
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    organisation: str = ""
    role: str = ""
    urls: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    birthday: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contacts:
    """Shared contact cards.

    Attributes:
        answers_request: the customer shared their own number because we asked.
    """

    kind: Literal["contacts"] = "contacts"
    cards: tuple[ContactCard, ...]
    answers_request: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A tapped button or list row."""

    kind: Literal["choice"] = "choice"
    title: str
    choice_id: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A flow or address answer, as readable lines of (label, value)."""

    kind: Literal["form"] = "form"
    title: str
    lines: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderLine:
    """One product of an order; price in the currency's main unit."""

    product: str
    quantity: int
    price: float
    currency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """A basket sent from the catalogue."""

    kind: Literal["order"] = "order"
    lines: tuple[OrderLine, ...]
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Interactive:
    """Text with reply buttons, list rows or one link button, sent by us.

    Attributes:
        options: (id, title) of each, or (address, title) of the link.
        descriptions: the second lines of list rows, in their order; fewer or empty for none.
        sections: the title of the section that begins at each row; fewer or empty for none.
        button: what opens the list.
        header_media, header_media_id: the file above the text and the hub's id of it.
        header_file: the name of that file.
    """

    kind: Literal["interactive"] = "interactive"
    style: Literal["buttons", "list", "link", "location_request", "contact_request"]
    text: str
    options: tuple[tuple[str, str], ...] = ()
    descriptions: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    button: str = ""
    header: str = ""
    footer: str = ""
    header_media: MediaKind | None = None
    header_media_id: MediaId | None = None
    header_file: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SentCard:
    """One card of a carousel, as filled in."""

    media: MediaKind
    media_id: MediaId | None = None
    text: str = ""
    buttons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateMessage:
    """A template as filled in.

    Attributes:
        values: {"header.1": "sofa", "body.first_name": "Ana", "button.0": "AF-1"}; the part
            after the dot is the number or the name of the variable.
        header_media_id: the hub's id of the picture, video or document in the header.
        header_media: which of them it is; None if the header holds none.
        text: the whole message as the customer reads it, for transcript and search.
        offer, offer_ends_at: the title of an offer, and until when it holds.
    """

    kind: Literal["template"] = "template"
    template_id: TemplateId
    name: str
    language: str
    title: str
    values: dict[str, str]
    header_media_id: MediaId | None = None
    header_media: MediaKind | None = None
    header_text: str = ""
    text: str = ""
    footer: str = ""
    buttons: tuple[str, ...] = ()
    cards: tuple[SentCard, ...] = ()
    offer: str = ""
    offer_ends_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A voice call from the customer; it opens the window, answered or not."""

    kind: Literal["call"] = "call"
    answered: bool = False
    duration_s: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsupported:
    """What can't be shown, and how to ask for it another way.

    Attributes:
        what: the platform's kind, such as "poll_creation".
        title: "sent a poll", to follow the customer's name.
        explanation: one sentence.
        request: a ready request for the composer; empty if asking makes no sense.
    """

    kind: Literal["unsupported"] = "unsupported"
    what: str
    title: str
    explanation: str
    request: str = ""


class EventKind(StrEnum):
    """What a system line in the transcript tells."""

    SESSION_OPENED = "session_opened"
    ACCEPTED = "accepted"
    TRANSFERRED = "transferred"
    TRANSFER_RETURNED = "transfer_returned"
    TAKEN_OVER = "taken_over"
    WINDOW_OPENED = "window_opened"
    WINDOW_LAPSED = "window_lapsed"
    NUDGED = "nudged"
    INACTIVE = "inactive"
    REACTIVATED = "reactivated"
    ENDED = "ended"
    REOPENED = "reopened"
    CALLED = "called"
    NUMBER_CHANGED = "number_changed"
    RETURNED_TO_QUEUE = "returned_to_queue"
    FLAGGED = "flagged"
    HANDED_OVER = "handed_over"  # to another app of the business
    HANDED_BACK = "handed_back"
    DELETED = "deleted"
    IDENTITY_CHANGED = "identity_changed"
    PAYMENT = "payment"
    BLOCKED = "blocked"  # or unblocked


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemEvent:
    """A centred line of the transcript; `actor` is shown in medium weight, then `text`.

    Both are kept in English, marked, with {names} where `values` belong; `told` tells them in
    the reader's language.
    """

    kind: Literal["event"] = "event"
    event: EventKind
    actor: str = ""
    text: str = ""
    values: Mapping[str, str] = field(default_factory=dict)

    def told(self) -> tuple[str, str]:
        """Actor and text as they are read."""
        return self._filled(_(self.actor)), self._filled(_(self.text))

    def _filled(self, words: str) -> str:
        """With the values in their places; other braces are somebody's own."""
        known = {name: _(v) if name == "reason" else v for name, v in self.values.items()}
        return _NAMED.sub(lambda found: known.get(found[1], found[0]), words)


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteText:
    """A note or whisper between colleagues; the customer never sees it."""

    kind: Literal["note"] = "note"
    text: str
    whisper: bool = False


Body = (
    Text
    | Media
    | Location
    | Contacts
    | Choice
    | Form
    | Order
    | Interactive
    | TemplateMessage
    | Call
    | Unsupported
    | SystemEvent
    | NoteText
)


def kind_of(body: Body) -> str:
    """The body's kind for glyphs: a media body counts as its kind of file."""
    if isinstance(body, Media):
        return "voice" if body.voice else body.media.value
    return body.kind


def preview(body: Body) -> str:
    """One line that stands for a body in lists, quotes and notifications."""
    match body:
        case Text() | NoteText() | Interactive():
            return body.text
        case Media():
            return body.caption or _media_preview(body)
        case Choice() | Form():
            return _(body.title) if body.title in _TITLES else body.title
        case SystemEvent():
            return " ".join(body.told()).strip()
        case _:
            return _described(body)


def _described(body: Location | Contacts | Order | TemplateMessage | Call | Unsupported) -> str:
    match body:
        case TemplateMessage():
            return body.text or body.title
        case Location():
            place = body.name or body.address or _("on the map")
            return _("Location · {place}").format(place=place)
        case Contacts():
            names = ", ".join(card.name for card in body.cards)
            return _("Contact · {names}").format(names=names)
        case Order():
            count = sum(line.quantity for line in body.lines)
            return ngettext("Order · {count} item", "Order · {count} items", count).format(
                count=number(count)
            )
        case Call():
            return _("Call") if body.answered else _("Missed call")
        case Unsupported():
            title = _(body.title)
            return title[:1].upper() + title[1:]


def _media_preview(body: Media) -> str:
    if body.voice:  # WhatsApp does not say how long one is; we do once we have heard it
        length = f" · {clock_length(body.duration_s)}" if body.duration_s else ""
        return _("Voice message") + length
    words = {
        MediaKind.IMAGE: _("Photo"),
        MediaKind.VIDEO: _("Video"),
        MediaKind.AUDIO: _("Audio"),
        MediaKind.STICKER: _("Sticker"),
    }
    return words.get(body.media) or body.name or _("File")


#: The titles that we give where the platform gives none.
_TITLES = {N_("Allowed calls"), N_("Declined calls"), N_("Address"), N_("Form"), N_("Answer")}
_KINDS = {"Photo", "Video", "Audio", "Sticker", "File", "Voice message", "Call", "Missed call"}


def kept_preview(body: Body) -> str:
    """The preview as a hub keeps it and sends it to everybody: in English."""
    with spoken(ENGLISH):
        return preview(body)


def retold(text: str) -> str:
    """A preview that a hub wrote in English, as its reader reads it; other texts stay."""
    head, _dot, rest = text.partition(" · ")
    if head in _KINDS:
        return f"{_(head)} · {rest}" if rest else _(head)
    if head == "Location":
        place = _(rest) if rest == "on the map" else rest
        return _("Location · {place}").format(place=place)
    if head == "Contact":
        return _("Contact · {names}").format(names=rest)
    count = rest.removesuffix(" items").removesuffix(" item")
    if head == "Order" and count.isdecimal():
        words = ngettext("Order · {count} item", "Order · {count} items", int(count))
        return words.format(count=count)
    return text


def rows_of(body: Interactive) -> list[str]:
    """Each option in words, a list row with the section that begins at it."""
    sections = [*body.sections, *[""] * len(body.options)]
    every = zip(sections, body.options, strict=False)
    return [f"{head}: {title}" if head else title for head, (_key, title) in every]


def clock_length(seconds: float) -> str:
    """A span as minutes and seconds: "0:42"."""
    whole = round(seconds)
    return f"{whole // 60}:{whole % 60:02}"
