"""Words, glyphs and tones of dead letters: pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from console.domain.dead_letters import Outcome, Reason
from console.domain.names import shown_name
from console.domain.texts import N_, _, ngettext
from console.wire.views import DeadLetterView


@dataclass(frozen=True, slots=True)
class Look:
    """How a reason is shown."""

    name: str
    glyph: str
    tone: str


REASONS = {
    Reason.NOT_ON_WHATSAPP: Look(
        N_("Not on WhatsApp"), "deadLetterReason.notOnWhatsApp", "danger.fg"
    ),
    Reason.WINDOW: Look(
        N_("Window lapsed first"), "deadLetterReason.windowLapsed", "icon.default"
    ),
    Reason.UNCONFIRMED: Look(N_("Not confirmed"), "consent.unknown", "warning.fg"),
    Reason.GAVE_UP: Look(N_("Gave up after retries"), "messageState.delayed", "warning.fg"),
    Reason.TEMPLATE: Look(
        N_("Template can’t be used"), "deadLetterReason.templatePaused", "warning.fg"
    ),
    Reason.FILE: Look(N_("File refused"), "deadLetterReason.fileTooLarge", "danger.fg"),
    Reason.HELD_BACK: Look(N_("Held back by WhatsApp"), "consent.notGranted", "warning.fg"),
    Reason.LIMIT: Look(N_("Limit reached"), "deadLetterReason.recipientLimit", "warning.fg"),
    Reason.TOO_OLD: Look(N_("Waited 24 hours"), "messageState.queued", "icon.default"),
    Reason.REFUSED: Look(N_("Refused by WhatsApp"), "messageState.failed", "danger.fg"),
    Reason.NOT_TAKEN_IN: Look(N_("Couldn’t be taken in"), "status.hubTrouble", "danger.fg"),
}
OUTCOMES = {
    Outcome.SENT_AGAIN: Look(N_("Sent again"), "deadLetterReason.sendAgain", "icon.default"),
    Outcome.ARRIVED: Look(N_("Arrived after all"), "messageState.delivered", "icon.default"),
    Outcome.REWRITTEN: Look(N_("Written anew"), "composer.template", "icon.default"),
    Outcome.DISCARDED: Look(N_("Discarded"), "deadLetterReason.discard", "icon.default"),
    Outcome.EXPIRED: Look(N_("Expired"), "messageState.queued", "icon.default"),
}
_KINDS = {
    "template": "composer.template",
    "image": "content.image",
    "video": "content.video",
    "audio": "content.audio",
    "voice": "content.voice",
    "document": "content.otherFile",
    "sticker": "content.sticker",
}


def look_of(letter: DeadLetterView) -> Look:
    """The reason; how it ended if it wasn't by expiring."""
    if letter.outcome is not None and letter.outcome is not Outcome.EXPIRED:
        return OUTCOMES[letter.outcome]
    return REASONS[letter.reason]


def kind_glyph(letter: DeadLetterView) -> str:
    """The glyph in front of what it says; empty for plain words."""
    return _KINDS.get(letter.kind, "")


def named(letter: DeadLetterView) -> str:
    """Whose it is."""
    return shown_name(letter.customer_name) or _("Unknown customer")


def said(letter: DeadLetterView) -> str:
    """What it says, or why that can't be shown."""
    if letter.outcome is Outcome.EXPIRED:
        return _("Text removed after 24 hours")
    if letter.incoming:
        return _("Something the customer sent")
    return letter.preview or _("Nothing but a file")


def left_of(letter: DeadLetterView, now: datetime) -> str:
    """How long it is kept: "3 h 12 m", "12 m"; how it ended once it has."""
    if letter.ended_at is not None:
        return _(OUTCOMES[letter.outcome or Outcome.EXPIRED].name)
    minutes = max(int((letter.expires_at - now).total_seconds()) // 60, 0)
    if minutes >= 60:
        return _("{hours} h {minutes} m").format(hours=minutes // 60, minutes=minutes % 60)
    return _("{minutes} m").format(minutes=minutes)


def is_urgent(letter: DeadLetterView, now: datetime) -> bool:
    """Whether less than an hour is left to do something."""
    return letter.ended_at is None and letter.expires_at - now < timedelta(hours=1)


def tries(count: int) -> str:
    """How often it was tried: "3 tries"."""
    return ngettext("{count} try", "{count} tries", count).format(count=count)


def waiting_words(count: int) -> str:
    """What the head of the page says."""
    if not count:
        return _("Everything has been sent or settled")
    return ngettext(
        "{count} message gave up being sent", "{count} messages gave up being sent", count
    ).format(count=count)
