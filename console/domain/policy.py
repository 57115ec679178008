"""What the composer may send, asked by desk and hub alike; the hub has the last word."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from console.domain import cards, care_window, interactives, places
from console.domain.lengths import CAPTION_LIMIT, TEXT_LIMIT, text_length
from console.domain.messages import (
    Body,
    Contacts,
    Interactive,
    Location,
    Media,
    NoteText,
    TemplateMessage,
    Text,
)
from console.domain.sessions import OPEN, SessionStatus
from console.domain.texts import N_, _, ngettext, number

HELD = N_(
    "Another app is answering this customer. Take the conversation back to write, or wait "
    "until it is handed over."
)


class ComposerMode(StrEnum):
    """What may be written."""

    FREE_FORM = "free_form"
    TEMPLATE_ONLY = "template_only"
    BLOCKED = "blocked"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What may be sent now, and for `blocked` why not."""

    mode: ComposerMode
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Allowed:
    """The message may go."""


@dataclass(frozen=True, slots=True)
class Refused:
    """The message may not go; `code` is one of `domain.errors`."""

    code: str
    message: str


def composer(
    status: SessionStatus,
    *,
    expires_at: datetime | None,
    now: datetime,
    owned: bool,
    customer_blocked: bool = False,
    held_elsewhere: bool = False,
) -> Verdict:
    """What the composer of a session offers at `now`.

    `owned` is whether the asking desk holds the session; `held_elsewhere` whether another
    app on the number has the thread.
    """
    if customer_blocked:
        return Verdict(ComposerMode.BLOCKED, _("This customer is blocked. Unblock them first."))
    if held_elsewhere:
        return Verdict(ComposerMode.BLOCKED, _(HELD))
    if not owned:
        return Verdict(ComposerMode.BLOCKED, _("Read-only: somebody else has this session."))
    if status not in OPEN:
        return Verdict(ComposerMode.BLOCKED, _("This session has ended. Reopen it to write."))
    if care_window.is_open(expires_at, now):
        return Verdict(ComposerMode.FREE_FORM)
    return Verdict(ComposerMode.TEMPLATE_ONLY)


def may_send(body: Body, verdict: Verdict) -> Allowed | Refused:
    """Whether this message may go under the verdict."""
    if isinstance(body, NoteText):
        return Allowed()
    if verdict.mode is ComposerMode.BLOCKED:
        return Refused("refused", verdict.reason)
    problem = content_problem(body)
    if problem:
        return Refused("invalid_input", problem)
    if verdict.mode is ComposerMode.TEMPLATE_ONLY and not isinstance(body, TemplateMessage):
        return Refused(
            "window_lapsed",
            _(
                "Not sent: the 24-hour window has lapsed. Your text is kept – choose a "
                "template."
            ),
        )
    return Allowed()


def content_problem(body: Body) -> str:
    """What is wrong with a message's content, as a sentence; empty if nothing is."""
    match body:
        case Text():
            return _length_problem(body.text, TEXT_LIMIT)
        case Interactive():
            return interactives.problem(body)
        case Media():
            return _caption_problem(body.caption)
        case Location():
            return places.problem(body)
        case Contacts():
            return cards.problem(body)
        case TemplateMessage():
            return ""
        case _:
            return _("This kind of message can’t be sent.")


def _length_problem(text: str, limit: int) -> str:
    if not text.strip():
        return _("The message is empty.")
    over = text_length(text) - limit
    if over <= 0:
        return ""
    return ngettext(
        "The message is {count} character too long. Shorten or split it.",
        "The message is {count} characters too long. Shorten or split it.",
        over,
    ).format(count=number(over))


def _caption_problem(text: str) -> str:
    over = text_length(text) - CAPTION_LIMIT
    if over <= 0:
        return ""
    return ngettext(
        "The caption is {count} character too long. Shorten or split it.",
        "The caption is {count} characters too long. Shorten or split it.",
        over,
    ).format(count=number(over))
