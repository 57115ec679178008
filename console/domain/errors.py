"""What can be refused, in plain words.

RuleBroken
├─ NotSignedIn · NotAllowed · NotFound · InvalidInput
├─ NotOwner            another desk or rep holds the session; names them
├─ WindowLapsed        free-form message after the care window
├─ TemplateUnusable · RecipientBlocked · NoCredits · AlreadyDecided
├─ NotStarted          the customer can't be written to first now
├─ MayHaveArrived      sending it once more wants to be confirmed
└─ TooMany · Unavailable
"""

from console.domain.texts import N_


class RuleBroken(Exception):  # noqa: N818 - the words of the tree read as what happened
    """A request that the rules refuse.

    Attributes:
        code: stable, for programs.
        title: a few words.
        message: what happened, why, and what to do next, for the person at the desk.
        status: the HTTP status that carries it.
        facts: what the screen needs besides the words, such as the owner's name.
    """

    code = "refused"
    title = N_("That isn’t possible")
    status = 422

    def __init__(self, message: str, **facts: str | int | None) -> None:
        super().__init__(message)
        self.message = message
        self.facts = facts


class NotSignedIn(RuleBroken):
    """No valid token."""

    code, title, status = "not_signed_in", N_("Sign in again"), 401


class NotAllowed(RuleBroken):
    """The role or the object's audience forbids it."""

    code, title, status = "not_allowed", N_("You can’t do that"), 403


class NotFound(RuleBroken):
    """Not there, or not for this person."""

    code, title, status = "not_found", N_("Not found"), 404


class InvalidInput(RuleBroken):
    """A field is wrong; the message names it."""

    code, title, status = "invalid_input", N_("Something needs correcting"), 422


class NotOwner(RuleBroken):
    """A write with an old fencing number; facts: owner, owner_id, desk, fence."""

    code, title, status = "not_owner", N_("Somebody else has this session"), 409


class WindowLapsed(RuleBroken):
    """Free-form message after the care window; facts: lapsed_at."""

    code, title, status = "window_lapsed", N_("The window lapsed"), 409


class TemplateUnusable(RuleBroken):
    """The template can't be sent as filled in."""

    code, title, status = "template_unusable", N_("This template can’t be sent"), 409


class RecipientBlocked(RuleBroken):
    """The customer can't or mustn't be written to."""

    code, title, status = "recipient_blocked", N_("This customer can’t be written to"), 409


class NoCredits(RuleBroken):
    """The wallet is empty; the words say who can top it up."""

    code, title, status = "no_credits", N_("No message credits are left"), 409


class AlreadyDecided(RuleBroken):
    """The offer, transfer or session has moved on meanwhile."""

    code, title, status = "already_decided", N_("That has moved on"), 409


class NotStarted(RuleBroken):
    """What speaks against writing to a customer first, all of it."""

    code, title, status = "not_started", N_("Not sent"), 409


class MayHaveArrived(RuleBroken):
    """The customer may have it already, so nobody sends it again without saying so."""

    code, title, status = "may_have_arrived", N_("It may have arrived already"), 409


class TooMany(RuleBroken):
    """A limit is reached; facts: retry_after_s."""

    code, title, status = "too_many", N_("Too many attempts"), 429


class TooLarge(RuleBroken):
    """A body over its limit."""

    code, title, status = "too_large", N_("Too large"), 413


class Unavailable(RuleBroken):
    """The hub can't do it now and says when to try again."""

    code, title, status = "unavailable", N_("Not available right now"), 503


ALL: tuple[type[RuleBroken], ...] = (
    RuleBroken,
    NotSignedIn,
    NotAllowed,
    NotFound,
    InvalidInput,
    NotOwner,
    WindowLapsed,
    TemplateUnusable,
    RecipientBlocked,
    NoCredits,
    AlreadyDecided,
    NotStarted,
    MayHaveArrived,
    TooMany,
    TooLarge,
    Unavailable,
)
