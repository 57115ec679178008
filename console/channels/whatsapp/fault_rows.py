"""What one row of the table of Meta's errors says, and the next steps many of them share."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from console.domain.texts import N_


class Class(StrEnum):
    """What may be done about a failure."""

    RETRY = "retry"  # not processed: the hub tries again by itself
    UNKNOWN = "unknown"  # may have gone: never again by itself
    NEVER = "never"  # would fail again
    ADMIN = "admin"  # this kind of message fails until an administrator acts; others go
    CHANNEL = "channel"  # the whole channel is out of order until an administrator acts
    TEMPLATE = "template"  # the care window is shut: a template may go


class Effect(StrEnum):
    """What follows beyond the message itself."""

    NONE = ""
    BLOCKED = "blocked"  # the business has blocked this customer
    OPTED_OUT = "opted_out"  # no offers to this customer until they want them again
    KEPT_BACK = "kept_back"  # no offers to this customer for a day or more
    HELD_OUT = "held_out"  # no offers to this customer until they write
    UNREACHABLE = "unreachable"  # nothing arrives at this customer
    TEMPLATES_HELD = "templates_held"  # no templates from this number for a while
    TEMPLATES_MOVED = "templates_moved"  # the account's templates are to be read again


@dataclass(frozen=True, slots=True)
class Row:
    """One error number.

    Attributes:
        why: what happened and why, for the rep.
        then: what next, for the rep.
        wait_s, most_s: the least and the longest wait of a retry.
    """

    kind: Class
    why: str
    then: str
    wait_s: float = 0.0
    most_s: float = 28_800.0
    effect: Effect = Effect.NONE

    @property
    def words(self) -> str:
        """Both, a line each, as `texts.kept` reads them."""
        return f"{self.why}\n{self.then}"


def rows(kind: Class, then: str, whys: Mapping[int, str]) -> dict[int, Row]:
    """Rows that share their class and their next step."""
    return {code: Row(kind, why, then) for code, why in whys.items()}


def waiting(whys: Mapping[int, str], wait_s: float, most_s: float) -> dict[int, Row]:
    """Rows that the hub tries again, with the least and the longest of their waits."""
    return {
        code: Row(Class.RETRY, why, BY_ITSELF, wait_s, most_s) for code, why in whys.items()
    }


def having(effect: Effect, table: Mapping[int, Row]) -> dict[int, Row]:
    """The rows with this effect."""
    return {code: replace(row, effect=effect) for code, row in table.items()}


BY_ITSELF = N_("The hub tries again by itself.")
AGAIN = N_("Send it again if it is still wanted.")
LATER = N_("Try again later.")
CHANGE = N_("Change it and send it again.")
WAIT_OR_AGAIN = N_("Wait for a receipt, or send it again if the customer didn’t get it.")
TOLD = N_("An administrator has been told; the message is kept.")
WHEN_WELL = N_("An administrator has been told. Send it again when the number works.")
FOR_ADMINISTRATORS = N_(
    "Only an administrator can change that, and finds it among the dead letters."
)
WRITE_ANEW = N_(
    "Write it anew. If that fails too, an administrator finds Meta’s words among the dead "
    "letters."
)
OTHER_TEMPLATE = N_("Choose another one.")
CHECK_VALUES = N_("Choose it again and check its values.")
OTHER_WAY = N_("Use another way to reach them.")

#: What is said of a failure that has no number.
PLAIN = {
    Class.RETRY: Row(Class.RETRY, N_("WhatsApp is busy."), BY_ITSELF),
    Class.UNKNOWN: Row(
        Class.UNKNOWN,
        N_("WhatsApp gave no clear answer, so this may already have arrived."),
        WAIT_OR_AGAIN,
    ),
    Class.NEVER: Row(Class.NEVER, N_("WhatsApp can’t send this in this form."), CHANGE),
    Class.CHANNEL: Row(Class.CHANNEL, N_("WhatsApp refuses this number at the moment."), TOLD),
}
