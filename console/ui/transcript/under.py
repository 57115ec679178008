"""What is said below a bubble about its delivery, and what can be done about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from console.desk.rows import TranscriptRow
from console.domain.delivery import Delivery
from console.domain.messages import Text, Unsupported
from console.domain.texts import N_, _, kept, ngettext
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


_AGAIN = ("send_again", N_("Send again"))
_EDIT = ("edit", N_("Edit"))
_DETAILS = ("details", N_("Details"))


def under(entry: Entry, now: datetime) -> Under | None:
    """The line below an entry's bubble; None while all is well."""
    row = entry.row
    if entry.waiting:
        return _waiting(len(entry.waiting))
    if row.waits_for_connection:
        return None
    if row.message.reaction_trouble:
        return _not_reacted(row)
    return _by_state(row, now)


def _not_reacted(row: TranscriptRow) -> Under:
    return Under("warning-circle", "fill", "danger.fg", _(row.message.reaction_trouble))


def _by_state(row: TranscriptRow, now: datetime) -> Under | None:
    match row.message.state:
        case Delivery.RETRYING | Delivery.ACCEPTED_BY_HUB:
            return _delayed(row, now)
        case Delivery.UNKNOWN:
            return _unknown(row)
        case Delivery.FAILED | Delivery.EXPIRED | Delivery.RETURNED:
            return _failed(row)
        case Delivery.DEAD:
            return _given_up(row)
        case Delivery.CANCELED:
            return Under(
                "prohibit", "regular", "text.tertiary", _("Canceled before it was sent")
            )
    return None


def _waiting(count: int) -> Under:
    label = {1: _("Cancel"), 2: _("Cancel both")}.get(count, _("Cancel all {count}"))
    return Under(
        "clock",
        "bold",
        "warning.fg",
        _("Waiting for the connection"),
        (("cancel", label.format(count=count)),),
        inline=True,
    )


def _delayed(row: TranscriptRow, now: datetime) -> Under | None:
    message = row.message
    if message.state is Delivery.ACCEPTED_BY_HUB and not message.trouble:
        return None
    if message.retry_at is None and message.trouble:
        return _held_up(row)  # no try of its own is due
    words = _("Delayed by Meta")
    if message.retry_at is not None:
        left_s = int((message.retry_at - now).total_seconds())
        words = _("Delayed by Meta – retrying now")
        if left_s > 0:
            words = _("Delayed by Meta – retrying in {span}").format(span=span_text(left_s))
    actions = (("try_now", _("Try now")), ("cancel", _("Withdraw")))
    why = (("why", _("Why?")),) if message.trouble else ()
    return Under(
        "clock-countdown",
        "bold",
        "warning.fg",
        words,
        (*actions, *why),
        tip=kept(message.trouble, code=message.trouble_code),
    )


def _held_up(row: TranscriptRow) -> Under:
    """It waits for something else; the hub says for what."""
    return Under(
        "clock",
        "bold",
        "warning.fg",
        kept(row.message.trouble),
        (("cancel", _("Withdraw")),),
    )


def _unknown(row: TranscriptRow) -> Under:
    return Under(
        "question",
        "regular",
        "warning.fg",
        _("Meta didn’t confirm this, so it may already have arrived."),
        _named(_AGAIN, _DETAILS),
        tip=kept(row.message.trouble, code=row.message.trouble_code),
    )


def _failed(row: TranscriptRow) -> Under:
    message = row.message
    words = {
        Delivery.EXPIRED: _("Not sent within 24 hours, so it was given up. Write it again."),
        Delivery.RETURNED: _(
            "Not sent: the window lapsed first. Your text is kept – choose a template."
        ),
    }
    removed = isinstance(message.body, Unsupported)  # a day among the dead letters
    again = _AGAIN if message.state is Delivery.FAILED and not removed else None
    edit = _EDIT if isinstance(message.body, Text) else None
    return Under(
        "warning-circle",
        "fill",
        "danger.fg",
        kept(message.trouble, code=message.trouble_code)
        or words.get(message.state or Delivery.FAILED, _("Not delivered.")),
        _named(*(each for each in (again, edit, _DETAILS) if each)),
        tip=_("Meta’s code: {code}").format(code=message.trouble_code)
        if message.trouble_code
        else "",
    )


def _given_up(row: TranscriptRow) -> Under:
    message = row.message
    count = message.attempts
    words = ngettext(
        "Gave up after {count} try – in dead letters.",
        "Gave up after {count} tries – in dead letters.",
        count,
    )
    if message.state_at:
        words = ngettext(
            "Gave up after {count} try – in dead letters since {time}.",
            "Gave up after {count} tries – in dead letters since {time}.",
            count,
        )
    time = clock(message.state_at) if message.state_at else ""
    return Under(
        "mailbox",
        "bold",
        "danger.fg",
        words.format(count=count, time=time),
        (("dead_letter", _("Open dead letter")),),
        tip=kept(message.trouble, code=message.trouble_code),
    )


def _named(*actions: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple((name, _(label)) for name, label in actions)
