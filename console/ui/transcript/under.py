"""What is said below a bubble about its delivery, and what can be done about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from console.desk.rows import TranscriptRow
from console.domain.delivery import Delivery
from console.domain.messages import Text
from console.ui.transcript.entries import Entry
from console.ui.transcript.wording import clock, span_text


@dataclass(frozen=True, slots=True)
class Under:
    """One line below a bubble.

    Attributes:
        tone: a colour token.
        actions: (name, label) in order.
        inline: the actions stand behind the words and not below them.
        tip: more about it, for those who ask.
    """

    icon: str
    weight: str
    tone: str
    text: str
    actions: tuple[tuple[str, str], ...] = ()
    inline: bool = False
    tip: str = ""


_AGAIN = ("send_again", "Send again")
_EDIT = ("edit", "Edit")
_DETAILS = ("details", "Details")


def under(entry: Entry, now: datetime) -> Under | None:
    """The line below an entry's bubble; None while all is well."""
    row = entry.row
    if entry.waiting:
        return _waiting(len(entry.waiting))
    if row.waits_for_connection:
        return None
    match row.message.state:
        case Delivery.RETRYING:
            return _delayed(row, now)
        case Delivery.UNKNOWN:
            return _unknown(row)
        case Delivery.FAILED | Delivery.EXPIRED | Delivery.RETURNED:
            return _failed(row)
        case Delivery.DEAD:
            return _given_up(row)
        case Delivery.CANCELED:
            return Under("prohibit", "regular", "text.tertiary", "Canceled before it was sent")
    return None


def _waiting(count: int) -> Under:
    label = {1: "Cancel", 2: "Cancel both"}.get(count, f"Cancel all {count}")
    return Under(
        "clock",
        "bold",
        "warning.fg",
        "Waiting for the connection",
        (("cancel", label),),
        inline=True,
    )


def _delayed(row: TranscriptRow, now: datetime) -> Under:
    message = row.message
    words = "Delayed by Meta"
    if message.retry_at is not None:
        left_s = int((message.retry_at - now).total_seconds())
        words += f" – retrying in {span_text(left_s)}" if left_s > 0 else " – retrying now"
    actions = (("why", "Why?"),) if message.trouble else ()
    return Under(
        "clock-countdown",
        "bold",
        "warning.fg",
        words,
        actions,
        inline=True,
        tip=message.trouble,
    )


def _unknown(row: TranscriptRow) -> Under:
    return Under(
        "question",
        "regular",
        "warning.fg",
        "Meta didn’t confirm this, so it may already have arrived.",
        (_AGAIN, _DETAILS),
        tip=row.message.trouble,
    )


def _failed(row: TranscriptRow) -> Under:
    message = row.message
    words = {
        Delivery.EXPIRED: "Not sent within 24 hours, so it was given up. Write it again.",
        Delivery.RETURNED: "Not sent: the window lapsed first. "
        "Your text is kept – choose a template.",
    }
    again = _AGAIN if message.state is Delivery.FAILED else None
    edit = _EDIT if isinstance(message.body, Text) else None
    return Under(
        "warning-circle",
        "fill",
        "danger.fg",
        message.trouble or words.get(message.state or Delivery.FAILED, "Not delivered."),
        tuple(each for each in (again, edit, _DETAILS) if each),
        tip=f"Meta’s code: {message.trouble_code}" if message.trouble_code else "",
    )


def _given_up(row: TranscriptRow) -> Under:
    message = row.message
    tries = "1 try" if message.attempts == 1 else f"{message.attempts} tries"
    since = f" since {clock(message.state_at)}" if message.state_at else ""
    return Under(
        "mailbox",
        "bold",
        "danger.fg",
        f"Gave up after {tries} – in dead letters{since}.",
        (("dead_letter", "Open dead letter"),),
        tip=message.trouble,
    )
