"""A row in words, for a screen reader."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from console.domain.directions import Direction
from console.domain.messages import (
    Body,
    Choice,
    ContactCard,
    Contacts,
    Form,
    Interactive,
    Location,
    Media,
    NoteText,
    Order,
    TemplateMessage,
    preview,
    rows_of,
)
from console.domain.texts import _
from console.ui.paint.ticks import TICKS
from console.ui.transcript.cards import contact_card, contact_lines
from console.ui.transcript.entries import Entry
from console.ui.transcript.lines import is_notice, notice_words
from console.ui.transcript.markup import parse
from console.ui.transcript.revisions import marks_of
from console.ui.transcript.under import under
from console.ui.transcript.wording import clock, day_title, heading_words, offer_words


def spoken(entry: Entry, customer: str, now: datetime) -> str:
    """The row in one breath: who, what, when, how far it got."""
    message = entry.row.message
    if message.direction is Direction.EVENT:
        return f"{preview(message.body)}, {_when(entry, now)}"
    parts = [f"{_who(entry, customer)}: {_what(entry, customer)}"]
    parts += [words for _icon, words in marks_of(message)]
    if message.quote is not None:
        author = message.quote.author or customer
        parts.append(
            _("in answer to {author}: {text}").format(
                author=author, text=message.quote.text or _("an older message")
            )
        )
    parts.append(_when(entry, now))
    if message.late:
        parts.append(_("arrived late"))
    below = under(entry, now)
    if below is not None:
        parts.append(below.text)
    elif message.state is not None:
        parts.append(_(TICKS[message.state].spoken))
    for each in message.reactions:
        by = customer if each.by_customer else _("us")
        parts.append(_("{emoji} from {by}").format(emoji=each.emoji, by=by))
    return ", ".join(parts)


def _who(entry: Entry, customer: str) -> str:
    message = entry.row.message
    if isinstance(message.body, NoteText):
        words = _("Whisper from {author}") if message.body.whisper else _("Note from {author}")
        return words.format(author=message.author)
    if message.direction is Direction.INBOUND:
        return customer
    return _("You") if entry.row.local else message.author or _("You")


def _what(entry: Entry, customer: str) -> str:
    if is_notice(entry):
        _icon, title, line, _request = notice_words(entry, customer)
        return f"{title}. {line}"
    body = entry.row.message.body
    match body:
        case Interactive():
            titles = ", ".join(rows_of(body)) or body.button
            said = _("{text} Buttons: {titles}").format(text=body.text, titles=titles)
            heading = heading_words(body)
            return f"{heading}. {said}" if heading else said
        case TemplateMessage() if body.cards or body.offer:
            cards = [
                _("Card {number}: {text}").format(
                    number=place, text=", ".join(filter(None, (card.text, *card.buttons)))
                )
                for place, card in enumerate(body.cards, 1)
            ]
            offer = offer_words(body.offer, body.offer_ends_at)
            return ". ".join(filter(None, (offer, preview(body), *cards)))
        case Form():
            return f"{body.title}: " + ", ".join(
                f"{name} {value}" for name, value in body.lines
            )
        case Order():
            lines = ", ".join(f"{line.quantity} {line.product}" for line in body.lines)
            return f"{preview(body)}: {lines}" + (f". {body.text}" if body.text else "")
        case Contacts():
            shared = [_("Shared their number")] if body.answers_request else []
            cards = [
                ", ".join([f"{card.name} {contact_card(card).line}", *_lines_of(card)])
                for card in body.cards
            ]
            return ". ".join([*shared, _("Contact · {names}").format(names="; ".join(cards))])
    return _said(body)


def _lines_of(card: ContactCard) -> list[str]:
    return [f"{label} {value}" for label, value in contact_lines(card)]


def _said(body: Body) -> str:
    """A body of a few words, with what its preview leaves out."""
    match body:
        case Choice():
            return ", ".join(filter(None, (_("Chose"), preview(body), body.description)))
        case Location():
            return ", ".join(filter(None, (preview(body), body.name and body.address)))
        case Media() if body.caption:
            file = preview(replace(body, caption=""))
            return f"{file}. {parse(body.caption).text}"
    return parse(preview(body)).text


def _when(entry: Entry, now: datetime) -> str:
    at = entry.row.message.at
    day, today = at.astimezone().date(), now.astimezone().date()
    if day == today:
        return clock(at)
    return _("{day} at {time}").format(day=day_title(day, today), time=clock(at))
