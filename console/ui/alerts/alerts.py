"""What deserves a pop-up while the console isn't in front: offers, news, what failed late."""

from __future__ import annotations

import logging
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QSystemTrayIcon

from console.domain.dead_letters import NEEDS_A_PERSON
from console.domain.directions import Direction
from console.domain.ids import SessionId
from console.domain.names import shown_name
from console.domain.people import Wanted
from console.domain.sessions import OPEN
from console.domain.texts import _, ngettext
from console.ui.alerts.front import come_forward, is_in_front
from console.ui.alerts.pop_up import PopUp
from console.ui.tasks import TaskScope
from console.ui.titles import one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from console.desk.changes import InboxChanged
    from console.desk.desk import Desk
    from console.desk.inbox_row import InboxRow
    from console.ui.acting import Acting
    from console.ui.alerts.pop_up import PopUps
    from console.ui.window import MainWindow
    from console.wire.views import OfferView

_log = logging.getLogger(__name__)
_NEWS_FOR = timedelta(hours=24)  # what arrives later than that calls nobody any more
_OFFER, _SESSION, _FAILED = "offer:", "session:", "failed:"


class Alerts(QObject):
    """Shows who waits, never what they wrote: screens are shared and locked.

    Attributes:
        pop_ups: the desktop's service; without one the tray or the window asks for attention.
        in_front: whether the rep sees the console anyway.
    """

    def __init__(
        self,
        desk: Desk,
        window: MainWindow,
        acting: Acting,
        open_session: Callable[[str], None],
        pop_ups: PopUps | None = None,
    ) -> None:
        super().__init__(window)
        self._desk, self._window, self._acting = desk, window, acting
        self._open_session = open_session
        self.pop_ups = pop_ups
        self.in_front: Callable[[], bool] = partial(is_in_front, window)
        self._scope = TaskScope(self, self._on_failed)
        self._to_do: dict[str, PopUp | None] = {}
        self._works = False
        self._tray: QSystemTrayIcon | None = None
        self._tray_key = ""
        self._offers = {offer.work_id for offer in desk.offers()}
        self._unread = {row.session_id: row.unread for row in desk.inbox()}
        self._failed = {row.session_id for row in desk.inbox() if _has_failed(row)}
        self._up: set[str] = set()
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.applicationStateChanged.connect(self._on_looked)

    def close(self) -> None:
        """Nothing more is shown."""
        self._scope.cancel()
        if self._tray is not None:
            self._tray.hide()

    def on_offers_changed(self, *_notice: object) -> None:
        """A new offer calls; one that is gone calls no longer."""
        offers = {offer.work_id: offer for offer in self._desk.offers()}
        for work_id in self._offers - offers.keys():
            self._want(_OFFER + work_id, None)
        for work_id in offers.keys() - self._offers:
            row = self._desk.row(offers[work_id].session_id)
            if row is not None:  # once it is taken, what it came with is no news
                self._unread[row.session_id] = row.unread
            if not self.in_front():
                self._want(_OFFER + work_id, self._of_offer(offers[work_id]))
                QApplication.alert(self._window)
        self._offers = set(offers)

    def on_inbox_changed(self, change: InboxChanged) -> None:
        """A customer's message in a session of mine calls until read; a failure of mine too."""
        if change.whole:
            in_inbox = {row.session_id for row in self._desk.inbox()}
            looked_at = in_inbox | self._unread.keys()
        else:
            looked_at = {*change.changed, *change.gone}
        offered = {offer.session_id for offer in self._desk.offers()}
        for session_id in looked_at:
            row = self._desk.row(session_id)
            if row is not None and not _is_in_inbox(row, offered):
                row = None
            self._look_for_failure(session_id, row)
            before = self._unread.pop(session_id, 0)
            unread = row.unread if row is not None else 0
            if unread:
                self._unread[session_id] = unread
            else:
                self._want(_SESSION + session_id, None)
            if row is not None and row.mine and unread > before and self._is_news(row):
                self._want(_SESSION + session_id, _of_messages(row))

    def _look_for_failure(self, session_id: SessionId, row: InboxRow | None) -> None:
        """What failed after it had seemed to go calls, until it is sent again or settled."""
        if row is None or not _has_failed(row):
            self._failed.discard(session_id)
            self._want(_FAILED + session_id, None)
        elif session_id not in self._failed:
            self._failed.add(session_id)
            if not self._is_silent(row):
                self._want(_FAILED + session_id, _of_failure(row))

    def take_all_back(self) -> None:
        """Whoever sits here now need not know of them."""
        for key in tuple(self._up):
            self._want(key, None)

    def _is_news(self, row: InboxRow) -> bool:
        return not self._is_silent(row) and row.direction is Direction.INBOUND

    def _is_silent(self, row: InboxRow) -> bool:
        me = self._desk.me
        fresh = row.at is not None and self._desk.now() - row.at < _NEWS_FOR
        return self.in_front() or me is None or me.wanted is Wanted.BUSY or not fresh

    def _of_offer(self, offer: OfferView) -> PopUp:
        left = (offer.expires_at - self._desk.now()).total_seconds()
        title = _("New conversation for you")
        if offer.from_name:
            title = _("{giver} hands this over to you").format(giver=one_line(offer.from_name))
        return PopUp(
            key=_OFFER + offer.work_id,
            title=title,
            text=_who(shown_name(offer.customer_name), offer.queue_name),
            choices=(("accept", _("Accept")), ("decline", _("Decline"))),
            rings=True,
            for_s=max(int(left), 1),
        )

    # showing

    def _want(self, key: str, pop_up: PopUp | None) -> None:
        """Shown or taken back next, one after the other; what was wanted before is not."""
        if pop_up is None and key not in self._up:
            return
        self._up.add(key) if pop_up is not None else self._up.discard(key)
        self._to_do.pop(key, None)
        self._to_do[key] = pop_up
        if not self._works:
            self._works = True
            self._scope.start("pop-ups", self._work())

    async def _work(self) -> None:
        try:
            while self._to_do:
                key = next(iter(self._to_do))
                await self._do(key, self._to_do.pop(key))
        finally:
            self._works = False

    async def _do(self, key: str, pop_up: PopUp | None) -> None:
        if pop_up is None:
            if self.pop_ups is not None:
                await self.pop_ups.take_back(key)
        elif self.pop_ups is None or not await self.pop_ups.show(pop_up, self._on_answered):
            self._ask_for_attention(pop_up)

    def _ask_for_attention(self, pop_up: PopUp) -> None:
        """Where no service is: the tray says it, or the window's own entry calls."""
        if self._tray is None and QSystemTrayIcon.isSystemTrayAvailable():
            self._tray = QSystemTrayIcon(QApplication.windowIcon(), self)
            self._tray.messageClicked.connect(self._on_tray_clicked)
            self._tray.activated.connect(self._on_tray_clicked)
        if self._tray is None:
            QApplication.alert(self._window)
            return
        self._tray_key = pop_up.key
        self._tray.show()
        self._tray.showMessage(pop_up.title, pop_up.text, QApplication.windowIcon())

    # what the rep does

    def _on_answered(self, key: str, choice: str) -> None:
        self._up.discard(key)
        work_id = key.removeprefix(_OFFER)
        offered = work_id in {offer.work_id for offer in self._desk.offers()}
        if choice == "decline" and offered:
            self._acting.decline(work_id, "")
            return
        come_forward()
        if choice == "accept" and offered:
            self._acting.accept(work_id)
        elif key.startswith((_SESSION, _FAILED)):
            self._open_session(SessionId(key.partition(":")[2]))

    def _on_tray_clicked(self, *_how: object) -> None:
        self._on_answered(self._tray_key, "")

    def _on_looked(self, *_state: object) -> None:
        """In front the offers' cards are seen, and the tray has nothing more to say."""
        if not self.in_front():
            return
        for key in [key for key in self._up if key.startswith(_OFFER)]:
            self._want(key, None)
        if self._tray is not None:
            self._tray.hide()

    def _on_failed(self, error: BaseException) -> None:
        _log.error("A pop-up failed", exc_info=error)


def _is_in_inbox(row: InboxRow, offered: Collection[str]) -> bool:
    return row.status in OPEN and (row.mine or row.session_id in offered)


def _has_failed(row: InboxRow) -> bool:
    return row.mine and row.direction is Direction.OUTBOUND and row.state in NEEDS_A_PERSON


def _of_failure(row: InboxRow) -> PopUp:
    return PopUp(
        key=_FAILED + row.session_id,
        title=_("Your message was not delivered"),
        text=_who(row.name, row.queue),
    )


def _of_messages(row: InboxRow) -> PopUp:
    title = ngettext("New message", "{count} new messages", row.unread)
    return PopUp(
        key=_SESSION + row.session_id,
        title=title.format(count=row.unread),
        text=_who(row.name, row.queue),
    )


def _who(name: str, queue: str) -> str:
    """The customer and the queue; a name of another script doesn't turn the line around."""
    return " · ".join(f"\u2068{one_line(each)}\u2069" for each in (name, queue) if each)
