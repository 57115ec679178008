"""Reactions of ours: to what one may react, and with what."""

from datetime import datetime, timedelta

from console.domain.directions import Direction
from console.domain.policy import ComposerMode, Verdict
from console.domain.texts import _

#: Source: WhatsApp, "Reaction messages": older ones are refused with error 131009.
REACHES_BACK = timedelta(days=30)
#: The ones that are offered first.
USUAL = ("👍", "❤️", "😂", "😮", "😢", "🙏")
_LONGEST_BYTES = 64  # a family with skin tones and joiners has 41
_ON_CALLS = frozenset({"call", "event"})


def why_not(
    direction: Direction, kind: str, at: datetime, now: datetime, verdict: Verdict
) -> str:
    """Why nobody can react to this message now, as a sentence; empty if one can."""
    if verdict.mode is ComposerMode.BLOCKED:
        return verdict.reason
    if direction is not Direction.INBOUND or kind in _ON_CALLS:
        return _("You can react only to what the customer wrote.")
    if now - at > REACHES_BACK:
        return _("WhatsApp takes reactions to messages of the last 30 days only.")
    if verdict.mode is not ComposerMode.FREE_FORM:
        return _("The 24-hour window has lapsed, so a reaction can’t be sent. Use a template.")
    return ""


def is_emoji(text: str) -> bool:
    """Whether a text can be a reaction; an empty one takes it back."""
    known = not any(mark.isspace() or mark.isalpha() for mark in text)
    return known and (not text or not text.isascii()) and len(text.encode()) <= _LONGEST_BYTES
