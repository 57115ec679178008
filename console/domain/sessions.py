"""A session: one routed stint of a conversation, its statuses and how they may change."""

from enum import StrEnum

from console.domain.texts import N_


class SessionStatus(StrEnum):
    """Where a session stands."""

    NEW = "new"  # business-initiated, unanswered
    WAITING = "waiting"  # for a rep: in a queue or on offer
    ACTIVE = "active"
    INACTIVE = "inactive"
    PAUSED = "paused"
    CONSENT = "consent"
    ENDED = "ended"
    ERROR = "error"


class Outcome(StrEnum):
    """How a session ended, in the words shown."""

    ENDED = N_("Ended")  # by a person
    NO_ANSWER = N_("No answer")  # by itself, after the customer had gone quiet


OPEN = frozenset(SessionStatus) - {SessionStatus.ENDED, SessionStatus.ERROR}
OWNED = frozenset({SessionStatus.ACTIVE, SessionStatus.INACTIVE, SessionStatus.PAUSED})
TAKES_CAPACITY = frozenset({SessionStatus.ACTIVE, SessionStatus.PAUSED})

_MAY_BECOME: dict[SessionStatus, frozenset[SessionStatus]] = {
    SessionStatus.NEW: frozenset({SessionStatus.WAITING, SessionStatus.ACTIVE}),
    SessionStatus.WAITING: frozenset({SessionStatus.ACTIVE}),
    SessionStatus.ACTIVE: frozenset(
        {SessionStatus.WAITING, SessionStatus.INACTIVE, SessionStatus.PAUSED}
    ),
    SessionStatus.INACTIVE: frozenset({SessionStatus.ACTIVE, SessionStatus.WAITING}),
    SessionStatus.PAUSED: frozenset({SessionStatus.ACTIVE, SessionStatus.WAITING}),
    SessionStatus.CONSENT: frozenset({SessionStatus.WAITING, SessionStatus.ACTIVE}),
    SessionStatus.ENDED: frozenset({SessionStatus.ACTIVE, SessionStatus.WAITING}),
    SessionStatus.ERROR: frozenset({SessionStatus.WAITING}),
}


def may_become(current: SessionStatus, wanted: SessionStatus) -> bool:
    """Whether a session may go from one status to the other; every open one may end."""
    if wanted in {SessionStatus.ENDED, SessionStatus.ERROR}:
        return current in OPEN
    return wanted in _MAY_BECOME[current]


class Section(StrEnum):
    """The inbox sections, in the order shown."""

    WAITING_FOR_ME = "waiting_for_me"
    ACTIVE = "active"
    QUIET = "quiet"
    LAPSED = "lapsed"


def section_of(status: SessionStatus, *, window_open: bool, customer_waits: bool) -> Section:
    """The inbox section of an owned session.

    Lapsed wins, then Quiet (inactive), then who is to speak next.
    """
    if not window_open:
        return Section.LAPSED
    if status is SessionStatus.INACTIVE:
        return Section.QUIET
    return Section.WAITING_FOR_ME if customer_waits else Section.ACTIVE
