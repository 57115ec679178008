"""What comes back to the composer by the feed: lapsed messages, drafts handed over."""

import logging
from sqlite3 import Error as SQLiteError

from console.desk.changes import Refusal
from console.desk.clock import HubTime
from console.desk.drafts import Drafts
from console.desk.model import Model
from console.desk.outgoing import text_of
from console.desk.rows import Draft
from console.desk.store import Store
from console.desk.tally import Tally
from console.domain.delivery import Delivery
from console.domain.errors import WindowLapsed
from console.domain.ids import DeskId, SessionId
from console.domain.sessions import OPEN
from console.domain.texts import _, kept
from console.wire.views import MessageView, SessionView

_log = logging.getLogger(__name__)


class Comebacks:
    """Puts each of them into the draft once, however often the feed tells of it."""

    def __init__(
        self, model: Model, store: Store, drafts: Drafts, desk_id: DeskId, hub_time: HubTime
    ) -> None:
        self._model, self._store, self._drafts = model, store, drafts
        self._desk_id, self._hub_time = desk_id, hub_time

    def is_here(self, session: SessionView | None) -> bool:
        """Whether this person holds the session at this very desk."""
        me = self._model.me
        return (
            session is not None
            and me is not None
            and session.owner_id == me.rep_id
            and session.owner_desk_id == self._desk_id
        )

    def on_message(self, message: MessageView, tally: Tally) -> None:
        """A message that the hub gave back because the window lapsed is in the draft."""
        me, session_id = self._model.me, message.session_id
        if message.state is not Delivery.RETURNED or me is None or session_id is None:
            return
        here = self.is_here(self._model.sessions.get(session_id))
        if not here or message.author_id != me.rep_id or not text_of(message.body):
            return
        texts, now = [text_of(message.body)], self._hub_time.now()
        draft = self._drafts.returned(session_id, texts, [], now)
        if self._keep(
            f"returned {message.message_id}",
            session_id,
            draft,
            tally,
        ):
            words = kept(message.trouble, code=message.trouble_code) or (
                _(
                    "The 24-hour window lapsed before your message could go. Your text is "
                    "kept – choose a template."
                )
            )
            tally.refusals.append(Refusal(session_id, WindowLapsed(words)))

    def on_session(self, after: SessionView, tally: Tally) -> None:
        """A draft that came with a session is in its composer, unless one's own is there."""
        if not after.passed_draft or after.status not in OPEN or not self.is_here(after):
            return
        if self._drafts.has(after.session_id):
            return
        handed_by = self._model.handed_by.get(after.session_id, "")
        draft = Draft(
            text=after.passed_draft,
            passed_by=after.passed_by or handed_by or _("a colleague"),
            saved_at=self._hub_time.now(),
        )
        what = f"passed {after.session_id} {after.fence}"
        self._keep(what, after.session_id, draft, tally)

    def _keep(self, what: str, session_id: SessionId, draft: Draft, tally: Tally) -> bool:
        try:
            if not self._store.take(what, {session_id: draft}):
                return False
            self._drafts.keep(session_id, draft)
        except SQLiteError as error:
            _log.warning("What came back can't be written yet: %s", error)
            self._drafts.keep(session_id, draft)
            self._drafts.write_again(session_id)
        tally.drafts.add(session_id)
        tally.session(session_id)
        return True
