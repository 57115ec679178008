"""A row in words, for a screen reader."""

from __future__ import annotations

from datetime import datetime

from console.domain.directions import Direction
from console.domain.messages import Contacts, Form, Interactive, NoteText, Order, preview
from console.ui.paint.ticks import TICKS
from console.ui.transcript.entries import Entry
from console.ui.transcript.lines import is_notice, notice_words
from console.ui.transcript.markup import parse
from console.ui.transcript.under import under
from console.ui.transcript.wording import clock, day_title


def spoken(entry: Entry, customer: str, now: datetime) -> str:
    """The row in one breath: who, what, when, how far it got."""
    message = entry.row.message
    if message.direction is Direction.EVENT:
        return f"{preview(message.body)}, {_when(entry, now)}"
    parts = [f"{_who(entry, customer)}: {_what(entry, customer)}"]
    if message.quote is not None:
        author = message.quote.author or customer
        parts.append(f"in answer to {author}: {message.quote.text or 'an older message'}")
    parts.append(_when(entry, now))
    if message.late:
        parts.append("arrived late")
    below = under(entry, now)
    if below is not None:
        parts.append(below.text)
    elif message.state is not None:
        parts.append(TICKS[message.state].spoken)
    parts += [
        f"{each.emoji} from {customer if each.by_customer else 'us'}"
        for each in message.reactions
    ]
    return ", ".join(parts)


def _who(entry: Entry, customer: str) -> str:
    message = entry.row.message
    if isinstance(message.body, NoteText):
        return f"{'Whisper' if message.body.whisper else 'Note'} from {message.author}"
    if message.direction is Direction.INBOUND:
        return customer
    return "You" if entry.row.local else message.author or "You"


def _what(entry: Entry, customer: str) -> str:
    if is_notice(entry):
        _, title, line, _ = notice_words(entry, customer)
        return f"{title}. {line}"
    body = entry.row.message.body
    match body:
        case Interactive():
            titles = ", ".join(title for _, title in body.options)
            return f"{body.text} Buttons: {titles or body.button}"
        case Form():
            return f"{body.title}: " + ", ".join(
                f"{name} {value}" for name, value in body.lines
            )
        case Order():
            lines = ", ".join(f"{line.quantity} {line.product}" for line in body.lines)
            return f"{preview(body)}: {lines}"
        case Contacts():
            phones = ", ".join(phone for card in body.cards for phone in card.phones)
            return f"{preview(body)} {phones}".strip()
    return parse(preview(body)).text


def _when(entry: Entry, now: datetime) -> str:
    at = entry.row.message.at
    day = day_title(at.astimezone().date(), now.astimezone().date())
    return clock(at) if day == "Today" else f"{day} at {clock(at)}"
