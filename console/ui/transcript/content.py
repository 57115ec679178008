"""What stands in a bubble, kind by kind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from console.domain.deletions import told
from console.domain.directions import Direction, MediaKind
from console.domain.messages import (
    Choice,
    Contacts,
    Form,
    Interactive,
    Location,
    Media,
    NoteText,
    Order,
    OrderLine,
    TemplateMessage,
    Text,
    preview,
    retold,
    rows_of,
)
from console.domain.texts import _, ngettext, number
from console.ui.amounts import money
from console.ui.paint.text import FontKey
from console.ui.transcript.cards import (
    card_part,
    contact_card,
    contact_lines,
    file_card,
    is_sound,
    location_card,
    sound_card,
)
from console.ui.transcript.carousel import carousel_parts
from console.ui.transcript.entries import Entry
from console.ui.transcript.markup import Marked, parse
from console.ui.transcript.parts import (
    NO_INSET,
    Ink,
    Inset,
    Part,
    bar_part,
    label_part,
    pair_part,
    quote_part,
    words_part,
)
from console.ui.transcript.pictures_part import heading_picture_part, picture_part, sticker_part
from console.ui.transcript.revisions import marks_of
from console.ui.transcript.setting import Setting
from console.ui.transcript.sound_part import sound_part
from console.ui.transcript.typeset import CAPTION_FONT
from console.ui.transcript.wording import HEADING_FILES, heading_words, offer_words

CARD_PX = 388
_CONTACT_INSET = Inset(8, 4, 8, 0)
_HEADER_FONT: FontKey = ("message", 600, False)
INK_IN = Ink("bubble.inText", "bubble.inMeta", "bubble.inQuote")
INK_OUT = Ink("bubble.outText", "bubble.outMeta", "bubble.outQuote")
INK_NOTE = Ink("text.primary", "text.secondary", "bg.pressed")
INK_WHISPER = Ink("text.primary", "whisper.fg", "bg.pressed")


@dataclass(frozen=True, slots=True)
class CustomerButton:
    """A button as the customer sees it; `url` if it is a link."""

    icon: str
    label: str
    url: str = ""
    tip: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """The parts of a bubble from top to bottom.

    Attributes:
        inset: padding inside the bubble.
        time: "beside" the last line if it fits, on a line "below", or on the "picture".
        bare: no bubble is drawn around it.
    """

    parts: tuple[Part, ...]
    inset: Inset
    fixed_px: float = 0
    time: str = "beside"
    bare: bool = False
    buttons: tuple[CustomerButton, ...] = ()


def ink_of(entry: Entry) -> Ink:
    """The colours of the side a message stands on."""
    message = entry.row.message
    if isinstance(message.body, NoteText):
        return INK_WHISPER if message.body.whisper else INK_NOTE
    return INK_IN if message.direction is Direction.INBOUND else INK_OUT


def content_of(entry: Entry, setting: Setting) -> Content:
    """What stands in the bubble of an entry."""
    body = entry.row.message.body
    make = _MAKERS.get(type(body), _plain)
    return make(body, entry, setting, ink_of(entry))


def _text_inset(setting: Setting) -> Inset:
    pad = setting.theme.px("density.bubblePadV")
    return Inset(12, pad, 12, pad)


def _room(setting: Setting) -> float:
    return setting.bubble_max - 24


def _plain(body: object, entry: Entry, setting: Setting, ink: Ink) -> Content:
    text = body.text if isinstance(body, Text | NoteText) else preview(entry.row.message.body)
    return _stack(
        [words_part(text, _room(setting), setting.theme, ink.text)], entry, setting, ink
    )


def _stack(
    parts: list[Part],
    entry: Entry,
    setting: Setting,
    ink: Ink,
    buttons: tuple[CustomerButton, ...] = (),
) -> Content:
    parts = _above(entry, setting, ink, Inset(-4, 1, -4, 5), NO_INSET) + parts
    return Content(parts=tuple(parts), inset=_text_inset(setting), buttons=buttons)


def _above(
    entry: Entry, setting: Setting, ink: Ink, quote_inset: Inset, label_inset: Inset
) -> list[Part]:
    """What may stand above any content: that it was forwarded, and what it answers."""
    message = entry.row.message
    parts = [
        label_part(icon, words, setting.theme, ink.meta, label_inset)
        for icon, words in marks_of(message)
    ]
    quote = message.quote
    if quote is not None:
        known = bool(quote.message_id)
        said = retold(quote.text) if quote.media_id else told(quote.text)
        line = said or _("Older than our history")
        icon = "content.image" if quote.media_id and quote.text.startswith("Photo") else ""
        author = quote.author or setting.customer
        parts.append(
            quote_part(
                author,
                " ".join(parse(line).text.split()),
                icon,
                entry.quoted_picture,
                ink,
                setting.theme,
                quote_inset,
                quote.message_id if known else "",
            )
        )
    return parts


def _media(body: Media, entry: Entry, setting: Setting, ink: Ink) -> Content:
    if body.unshown:
        return _file(body, entry, setting, ink)
    if body.media is MediaKind.STICKER:
        return Content(
            parts=(sticker_part(entry.row, body),), inset=NO_INSET, time="below", bare=True
        )
    if body.media is MediaKind.IMAGE:
        return _picture(body, entry, setting, ink)
    return _file(body, entry, setting, ink)


def _picture(body: Media, entry: Entry, setting: Setting, ink: Ink) -> Content:
    theme, row = setting.theme, entry.row
    picture = picture_part(row, body, setting.bubble_max - 8)
    above = _above(entry, setting, ink, Inset(0, 0, 0, 4), Inset(8, 3, 8, 1))
    caption: list[Part] = []
    if body.caption:
        inset = Inset(8, 5, 8, 3)
        caption = [words_part(body.caption, picture.width, theme, ink.text, inset=inset)]
    return Content(
        parts=(*above, picture, *caption),
        inset=Inset(4, 4, 4, 4),
        fixed_px=picture.width + 8,
        time="beside" if caption else "picture",
    )


def _file(body: Media, entry: Entry, setting: Setting, ink: Ink) -> Content:
    theme, row = setting.theme, entry.row
    width = min(CARD_PX, setting.bubble_max)
    parts = _above(entry, setting, ink, Inset(0, 0, 0, 6), Inset(6, 2, 6, 2))
    card = file_card(row, body)
    if entry.can_play and is_sound(row, body):
        card = sound_card(card, row.message.message_id, entry.heard)
    parts.append(card_part(card, width - 12, theme, row.message.message_id))
    if card.share is not None and not card.moving:
        parts.append(bar_part(card.share))
    elif entry.heard is not None:
        parts.append(sound_part(entry.heard, row.message.message_id))
    if body.caption:
        inset = Inset(6, 5, 6, 0)
        parts.append(words_part(body.caption, width - 12, theme, ink.text, inset=inset))
    return _carded(parts, width)


def _carded(parts: list[Part], width: float) -> Content:
    return Content(parts=tuple(parts), inset=Inset(6, 6, 6, 6), fixed_px=width, time="below")


def _location(body: Location, entry: Entry, setting: Setting, ink: Ink) -> Content:
    width = min(CARD_PX, setting.bubble_max)
    card = card_part(
        location_card(body), width - 12, setting.theme, entry.row.message.message_id
    )
    return _carded([*_above(entry, setting, ink, Inset(0, 0, 0, 6), Inset(6, 2)), card], width)


def _contacts(body: Contacts, entry: Entry, setting: Setting, ink: Ink) -> Content:
    width, message_id = min(CARD_PX, setting.bubble_max), entry.row.message.message_id
    parts = _above(entry, setting, ink, Inset(0, 0, 0, 6), Inset(6, 2))
    if body.answers_request:
        inset = Inset(6, 2, 6, 2)
        parts.append(
            label_part("phone", _("Shared their number"), setting.theme, ink.meta, inset)
        )
    for card in body.cards:
        parts.append(card_part(contact_card(card), width - 12, setting.theme, message_id))
        parts += [
            pair_part(label, parse(value), width - 28, setting.theme, ink, _CONTACT_INSET)
            for label, value in contact_lines(card)
        ]
    return _carded(parts, width)


def _choice(body: Choice, entry: Entry, setting: Setting, ink: Ink) -> Content:
    theme, room = setting.theme, _room(setting)
    parts = [
        label_part("check-circle", _("Chose"), theme, ink.meta),
        words_part(Marked(body.title), room, theme, ink.text),
    ]
    if body.description:
        parts.append(words_part(Marked(body.description), room, theme, ink.meta, CAPTION_FONT))
    return _stack(parts, entry, setting, ink)


def _form(body: Form, entry: Entry, setting: Setting, ink: Ink) -> Content:
    theme, room = setting.theme, _room(setting)
    parts = [
        label_part("textbox", _("Form"), theme, ink.meta),
        words_part(Marked(preview(body)), room, theme, ink.text, _HEADER_FONT),
        *(pair_part(label, value, room, theme, ink) for label, value in body.lines),
    ]
    return _stack(parts, entry, setting, ink)


def _order(body: Order, entry: Entry, setting: Setting, ink: Ink) -> Content:
    theme, room = setting.theme, _room(setting)
    count = sum(line.quantity for line in body.lines)
    title = ngettext("Order · {count} item", "Order · {count} items", count)
    parts = [label_part("shopping-cart", title.format(count=number(count)), theme, ink.meta)]
    for line in body.lines:
        price = money(line.price * line.quantity, line.currency)
        label = f"{line.quantity} × {line.product}"
        parts.append(pair_part(label, price, room, theme, ink))
    if total := _total(body.lines):
        parts.append(pair_part(_("Total"), total, room, theme, ink))
    if body.text:
        parts.append(words_part(body.text, room, theme, ink.text))
    return _stack(parts, entry, setting, ink)


def _total(lines: tuple[OrderLine, ...]) -> str:
    """The sum; empty if there is one line only or the currencies differ."""
    currencies = {line.currency for line in lines}
    if len(lines) < 2 or len(currencies) != 1:
        return ""
    return money(sum(line.price * line.quantity for line in lines), lines[0].currency)


def _template(body: TemplateMessage, entry: Entry, setting: Setting, ink: Ink) -> Content:
    theme, room = setting.theme, _room(setting)
    parts = [
        label_part("textbox", _("Template · {title}").format(title=body.title), theme, ink.meta)
    ]
    parts += _heading_file(body, entry, setting, ink)
    if body.offer:
        words = offer_words(body.offer, body.offer_ends_at)
        parts.append(words_part(Marked(words), room, theme, ink.text, _HEADER_FONT))
    if body.header_text:
        parts.append(words_part(Marked(body.header_text), room, theme, ink.text, _HEADER_FONT))
    text = (
        body.text.removeprefix(body.header_text).lstrip("\n") if body.header_text else body.text
    )
    parts.append(words_part(text or body.title, room, theme, ink.text))
    if body.footer:
        inset = Inset(0, 4)
        footer = Marked(body.footer)
        parts.append(words_part(footer, room, theme, ink.meta, CAPTION_FONT, inset))
    parts += carousel_parts(body.cards, entry.row.card_paths, room, theme, ink)
    buttons = tuple(CustomerButton("", label) for label in body.buttons)
    return _stack(parts, entry, setting, ink, buttons)


def _heading_file(
    body: TemplateMessage | Interactive, entry: Entry, setting: Setting, ink: Ink
) -> list[Part]:
    if body.header_media is None:
        return []
    if body.header_media is MediaKind.IMAGE:
        return [heading_picture_part(entry.row.picture_path, _room(setting))]
    glyph = HEADING_FILES[body.header_media][0]
    return [label_part(glyph, heading_words(body), setting.theme, ink.meta)]


def _interactive(body: Interactive, entry: Entry, setting: Setting, ink: Ink) -> Content:
    theme, room = setting.theme, _room(setting)
    parts = _heading_file(body, entry, setting, ink)
    if body.header:
        parts.append(words_part(Marked(body.header), room, theme, ink.text, _HEADER_FONT))
    parts.append(words_part(body.text, room, theme, ink.text))
    if body.footer:
        inset = Inset(0, 4)
        footer = Marked(body.footer)
        parts.append(words_part(footer, room, theme, ink.meta, CAPTION_FONT, inset))
    return _stack(parts, entry, setting, ink, _buttons(body))


def _buttons(body: Interactive) -> tuple[CustomerButton, ...]:
    reply = "composer.reply"
    match body.style:
        case "buttons":
            return tuple(CustomerButton(reply, title) for _, title in body.options)
        case "link":
            return tuple(
                CustomerButton("arrow-square-out", title, url, url)
                for url, title in body.options
            )
        case "list":
            titles = "\n".join(rows_of(body))
            return (CustomerButton("list", body.button or _("Choose"), tip=titles),)
        case "location_request":
            return (CustomerButton("map-pin", body.button or _("Send location")),)
    return (CustomerButton("phone", body.button or _("Share number")),)


_MAKERS: dict[type, Callable[..., Content]] = {
    Media: _media,
    Location: _location,
    Contacts: _contacts,
    Choice: _choice,
    Form: _form,
    Order: _order,
    TemplateMessage: _template,
    Interactive: _interactive,
}
