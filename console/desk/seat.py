"""Who sits at the desk: the part of `Desk` that all others stand on."""

from datetime import datetime
from pathlib import Path

from console.desk.account import Account
from console.desk.changes import Changes
from console.desk.clock import DeskClock
from console.desk.rows import Link, LinkState
from console.domain.errors import NotFound, NotSignedIn
from console.domain.ids import SessionId
from console.domain.texts import _
from console.wire.views import RepView, SessionView


class Seat:
    """The present account, if anybody is signed in.

    Attributes:
        changes: what screens subscribe to.
        hub_url: of the present hub or the last one; empty before the first.
    """

    def __init__(self, clock: DeskClock, folder: Path) -> None:
        self.changes = Changes()
        self.hub_url = ""
        self._clock = clock
        self._folder = folder
        self._account: Account | None = None
        self._link_without_account = Link(state=LinkState.SIGNED_OUT)

    @property
    def link(self) -> Link:
        """How the desk stands with the hub."""
        return self._link_without_account if self._account is None else self._account.link

    @property
    def me(self) -> RepView | None:
        """Who is signed in, with the three presence facts."""
        return None if self._account is None else self._account.model.me

    @property
    def hub_name(self) -> str:
        """The hub's own name for itself; empty while nobody is signed in."""
        return "" if self._account is None else self._account.model.hub_name

    def now(self) -> datetime:
        """The hub's clock, carried on by the desk's own between two words from the hub."""
        return self._clock.now() if self._account is None else self._account.hub_time.now()

    def _seated(self) -> Account:
        if self._account is None:
            raise NotSignedIn(_("Nobody is signed in at this desk. Sign in first."))
        return self._account

    def _session(self, session_id: SessionId) -> SessionView:
        found = self._seated().model.sessions.get(session_id)
        if found is None:
            raise NotFound(_("This session isn’t yours to see any more. Choose another one."))
        return found
