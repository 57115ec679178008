"""What the words of the rules are called on the screen."""

from __future__ import annotations

from console.desk.inbox_row import UNASSIGNED, YOU
from console.domain.people import Wanted
from console.domain.sessions import SessionStatus
from console.domain.texts import N_, _

_PRESENCES = {
    Wanted.ONLINE: N_("Online"),
    Wanted.BUSY: N_("Busy"),
    Wanted.AWAY: N_("Away"),
    Wanted.OFFLINE: N_("Offline"),
}
_STATUSES = {
    SessionStatus.NEW: N_("New"),
    SessionStatus.WAITING: N_("Waiting"),
    SessionStatus.ACTIVE: N_("Active"),
    SessionStatus.INACTIVE: N_("Inactive"),
    SessionStatus.PAUSED: N_("Paused"),
    SessionStatus.CONSENT: N_("Consent"),
    SessionStatus.ENDED: N_("Ended"),
    SessionStatus.ERROR: N_("Error"),
}


def presence_name(wanted: Wanted) -> str:
    """A rep's status: "Away"."""
    return _(_PRESENCES[wanted])


def status_name(status: SessionStatus) -> str:
    """Where a session stands: "Active"."""
    return _(_STATUSES[status])


def owner_name(owner: str) -> str:
    """Who has a session: "You", a colleague's name, or "Unassigned"."""
    return _(owner) if owner in (YOU, UNASSIGNED) else owner
