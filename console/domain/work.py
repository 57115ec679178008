"""Work: one offer of one session to one rep, then that rep's stint."""

from enum import StrEnum

from console.domain.texts import N_


class WorkStatus(StrEnum):
    """Where a piece of work stands."""

    ASSIGNED = "assigned"  # on offer; already charged to the rep's capacity
    OPENED = "opened"
    CLOSED = "closed"
    DECLINED = "declined"
    DECLINED_ON_TIMEOUT = "declined_on_timeout"
    UNAVAILABLE = "unavailable"
    TRANSFERRED = "transferred"
    CANCELED = "canceled"


LIVE = frozenset({WorkStatus.ASSIGNED, WorkStatus.OPENED})

_FROM_ASSIGNED = frozenset(
    {
        WorkStatus.OPENED,
        WorkStatus.DECLINED,
        WorkStatus.DECLINED_ON_TIMEOUT,
        WorkStatus.UNAVAILABLE,
        WorkStatus.CANCELED,
    }
)
_FROM_OPENED = frozenset(
    {
        WorkStatus.CLOSED,
        WorkStatus.TRANSFERRED,
        WorkStatus.UNAVAILABLE,
        WorkStatus.CANCELED,
    }
)

DECLINE_REASONS = (
    N_("Busy with another customer"),
    N_("Not my subject"),
    N_("Language"),
    N_("On my way out"),
)


def may_become(current: WorkStatus, wanted: WorkStatus) -> bool:
    """Whether work may go from one status to the other; a finished one never changes."""
    if current is WorkStatus.ASSIGNED:
        return wanted in _FROM_ASSIGNED
    return current is WorkStatus.OPENED and wanted in _FROM_OPENED
