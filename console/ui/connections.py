"""A desk and the window, connected: what changed is shown, what is wanted is done."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from console.desk.changes import DraftChanged, InboxChanged, OutboxChanged, Refusal
from console.desk.inbox_row import InboxRow
from console.desk.rows import LinkState
from console.domain.care_window import next_change, time_left
from console.domain.errors import RuleBroken
from console.domain.ids import SessionId
from console.domain.people import Wanted
from console.domain.texts import _
from console.ui.acting import Acting
from console.ui.alerts.alerts import Alerts
from console.ui.bridge import Bridge
from console.ui.commands import Commands
from console.ui.consent_filling import ConsentWords
from console.ui.conversation.adding import Adding
from console.ui.conversation.ledgers import Ledgers
from console.ui.conversation.message_menu import MessageMenu
from console.ui.conversation.reading import Reading
from console.ui.conversation.recording import Recording
from console.ui.conversation.writing import Writing
from console.ui.costs_filling import Costs
from console.ui.dead_letters import DeadLetters
from console.ui.details_filling import DetailsFilling
from console.ui.dialogs.confirm import NoticeDialog
from console.ui.downloads import Downloads
from console.ui.header.banner_words import banner_for
from console.ui.inbox_filling import InboxFilling
from console.ui.number_notice import NumberNotice
from console.ui.numbers_filling import Numbers
from console.ui.old_sends import OldSends
from console.ui.parked import ParkedDrafts
from console.ui.starting_filling import Starting
from console.ui.status.words import room_words, waiting_words
from console.ui.tabs.faces import face_of
from console.ui.tasks import TaskScope, ask
from console.ui.templates_filling import Templates
from console.ui.theme.theme import ThemeService
from console.ui.tick import ClockService
from console.ui.titles import window_title
from console.ui.widgets.push_button import PushButton
from console.ui.window import MainWindow

if TYPE_CHECKING:
    from console.desk.desk import Desk
    from console.ui.alerts.pop_up import PopUps

_log = logging.getLogger(__name__)


class Connections(QObject):
    """Lives as long as the rep is signed in.

    Signals:
        signed_out: the rep wants to leave; the sign-in page should be shown.
        picture_wanted: message id of a picture to show large.
    """

    signed_out = Signal()
    picture_wanted = Signal(str)

    def __init__(
        self,
        desk: Desk,
        window: MainWindow,
        theme: ThemeService,
        clock: ClockService,
        pop_ups: PopUps | None = None,
    ) -> None:
        super().__init__(window)
        self._desk, self._window, self._theme, self._clock = desk, window, theme, clock
        self._number_notice = NumberNotice(desk, window)
        self.scope = TaskScope(self, self._on_failed)
        self.column = window.complete(desk)
        self.acting = Acting(desk, self.scope, window, self.open_session)
        self.alerts = Alerts(desk, window, self.acting, self.open_session, pop_ups)
        self.reading = Reading(desk, self.column.transcript, self.scope)
        self.menu = MessageMenu(desk, self.column.transcript, self.reading, self.scope)
        self.ledgers = Ledgers(desk, self.column.transcript, self.reading, self.scope)
        self.menu.ledger_wanted.connect(self.ledgers.open)
        self.writing = Writing(desk, clock, self.column.foot, self.scope)
        self.adding = Adding(desk, self.column.foot, self.scope, self.writing)
        self.recording = Recording(desk, self.column.foot, self.scope, self.writing)
        self._inbox = InboxFilling(desk, window)
        self._parked = ParkedDrafts(desk, self.scope, window)
        self._old_sends = OldSends(desk, self.scope, window)
        self.dead_letters = DeadLetters(desk, clock, self.scope, window)
        self.numbers = Numbers(desk, self.scope, window)
        self.templates = Templates(desk, clock, self.scope, window)
        self.starting = Starting(desk, self.scope, window)
        self.costs = Costs(desk, self.scope, window)
        self.consents = ConsentWords(desk, self.scope, window)
        self.rooms = (self.starting, self.numbers, self.templates, self.consents, self.costs)
        self.downloads = Downloads(desk, window)
        self.downloads.refused.connect(self.writing.complain)
        self._details = DetailsFilling(desk, window.details, self.scope)
        self.bridge = Bridge(desk.changes, self)
        self.commands = Commands(
            desk, window, theme, self.scope, self.acting, self.reading, self.writing
        )
        self.actions = self.commands.actions
        self._offer_next_button()
        self._connect_desk()
        self._connect_window()
        self._show_everything()
        desk.look_at_parked()

    def open_session(self, session_id: str) -> None:
        """Go to the session's one tab, wherever it was asked for."""
        row = self._desk.row(SessionId(session_id))
        if row is not None:
            self.dead_letters.leave()
            self._window.tabs.open(face_of(row))
            self._window.show_conversation(True)

    def follow_link(self, session_id: str) -> None:
        """Go to the session that somebody's link names, or say why that can't be."""
        if self._desk.row(SessionId(session_id)) is not None:
            self.open_session(session_id)
            return
        notice = NoticeDialog(
            _("This session is not here"),
            _(
                "The link leads to a session that is not in your inbox: it is a colleague’s, "
                "it has ended, or the link is of another hub. Ask whoever gave you the link."
            ),
            self._window,
        )
        self.scope.start("link", ask(notice), replace=True)

    def close(self) -> None:
        """Stop listening and end what runs."""
        self.bridge.close()
        self.reading.leave()
        self.writing.leave()
        self.downloads.close()
        self.alerts.close()
        self.dead_letters.close()
        for room in self.rooms:
            room.close()
        self._clock.unwatch("link")
        self._clock.unwatch("title")
        self._clock.unwatch("queues")
        self.scope.cancel()

    def current(self) -> InboxRow | None:
        """The session on show."""
        session_id = self._window.tabs.current_id()
        return self._desk.row(session_id) if session_id else None

    # what changed

    def _connect_desk(self) -> None:
        bridge = self.bridge
        bridge.inbox_changed.connect(self._on_inbox_changed)
        bridge.inbox_changed.connect(self.alerts.on_inbox_changed)
        bridge.thread_changed.connect(self.reading.on_thread_changed)
        bridge.thread_changed.connect(self.ledgers.on_thread_changed)
        bridge.files_changed.connect(self.reading.on_files_changed)
        bridge.files_changed.connect(self._details.on_files_changed)
        bridge.files_changed.connect(self.downloads.refresh)
        bridge.offers_changed.connect(self._show_offers)
        bridge.offers_changed.connect(self.alerts.on_offers_changed)
        bridge.dead_letters_changed.connect(self.dead_letters.refresh)
        bridge.directory_changed.connect(self._show_rep)
        bridge.directory_changed.connect(self._show_channels)
        for room in self.rooms:
            bridge.directory_changed.connect(room.refresh)
        bridge.directory_changed.connect(self.writing.follow_templates)
        bridge.customer_changed.connect(self._details.on_customer_changed)
        bridge.parked_waits.connect(self._parked.on_waits)
        bridge.old_sends_wait.connect(self._old_sends.on_waiting)
        bridge.outbox_changed.connect(self._on_outbox_changed)
        bridge.draft_changed.connect(self._on_draft_changed)
        bridge.link_changed.connect(self._show_link)
        bridge.refused.connect(self._on_refused)

    def _show_everything(self) -> None:
        self._inbox.show_all()
        self._show_offers()
        self._show_rep()
        self._show_channels()
        self._window.status.show_outbox(self._desk.waiting_to_send())
        self._show_link()
        self.dead_letters.refresh()
        for room in self.rooms:
            room.refresh()
        self._on_chosen(self._window.tabs.current_id())

    def _on_inbox_changed(self, change: InboxChanged) -> None:
        waited = self._inbox.somebody_waits
        self._inbox.take(change)
        open_rows = [self._desk.row(key) for key in self._window.tabs.open_ids()]
        self._window.tabs.update_faces(face_of(row) for row in open_rows if row)
        for key in self._window.tabs.open_ids():
            if self._desk.row(key) is None:
                self._window.tabs.close_session(key)
        if change.whole or self._inbox.somebody_waits != waited:
            self._show_emptiness()
        current = self.current()
        if current and (change.whole or current.session_id in change.changed):
            self._refresh()

    def _on_outbox_changed(self, change: OutboxChanged) -> None:
        self._window.status.show_outbox(change.waiting)
        self._refresh()

    def _on_draft_changed(self, change: DraftChanged) -> None:
        if change.session_id == self._window.tabs.current_id():
            self.writing.restore()

    def _on_refused(self, refusal: Refusal) -> None:
        if refusal.session_id in (None, self._window.tabs.current_id()):
            self.writing.complain(refusal.problem.message)

    def _show_offers(self, *_args: object) -> None:
        self._window.inbox.set_offers(self._desk.offers())

    def _show_rep(self, *_args: object) -> None:
        me = self._desk.me
        self._window.rail.show_rep(me)
        self._window.status.show_rep(me)
        self._show_emptiness()

    def _show_emptiness(self) -> None:
        me = self._desk.me
        waiting = [queue for queue in self._desk.queues() if queue.waiting]
        oldest = [q.oldest_waiting_at for q in waiting if q.oldest_waiting_at is not None]
        words = ""
        if waiting:
            since = self._clock.now() - min(oldest) if oldest else None
            words = waiting_words(sum(queue.waiting for queue in waiting), since)
        room = me.capacity - me.loaded if me else 0
        online = me is not None and me.wanted is Wanted.ONLINE
        waits = self._inbox.somebody_waits
        title = _("Nothing is open") if waits else _("Nothing is waiting for you")
        self._window.empty.set_words(title, room_words(room, online=online), words)
        second = timedelta(seconds=1)
        self._clock.watch(
            "queues", lambda at: at + second if oldest else None, self._show_emptiness
        )

    def _show_channels(self, *_args: object) -> None:
        """How far messages reach, and what is wrong with numbers."""
        self._window.status.show_reach(self._desk.channels())
        self._number_notice.show()

    def _show_link(self, *_: object) -> None:
        now, link = self._clock.now(), self._desk.link
        self._window.status.show_link(link, self._desk.hub_name, now)
        if link.state is LinkState.SIGNED_OUT:
            self.downloads.refresh()
            self.alerts.take_all_back()
            self.signed_out.emit()
            return
        offline = link.state is LinkState.OFFLINE
        self._show_channels()
        second = timedelta(seconds=1)
        self._clock.watch("link", lambda at: at + second if offline else None, self._show_link)
        self._refresh()

    # what is on show

    def _on_chosen(self, session_id: str) -> None:
        row = self._desk.row(SessionId(session_id)) if session_id else None
        self._window.show_conversation(row is not None)
        self._window.inbox.view.select(session_id)
        if row is None:
            self.reading.leave()
            self.writing.leave()
            self._details.leave()
            self._show_title()
            return
        self.column.header.show_row(row)
        self.reading.show(row)
        self.writing.show(row.session_id)
        self._details.show(row)
        self._refresh()
        if not self._window.tabs.bar.hasFocus():
            self.column.foot.take_focus()

    def _refresh(self) -> None:
        row = self.current()
        self._show_title()
        if row is None:
            return
        me = self._desk.me
        session = self._desk.session(row.session_id)
        self.column.header.show_row(row)
        self.column.banner.show_text(
            banner_for(
                self._desk.link,
                row,
                session,
                waiting=self._desk.waiting_to_send(row.session_id),
                now=self._clock.now(),
                may_take_over=bool(me and me.role.leads),
            )
        )
        self.writing.refresh()
        self._details.refresh(row)
        self.commands.allow(row)

    def _show_title(self) -> None:
        row = self.current()
        if row is None:
            self._window.setWindowTitle(window_title("", None))
            return
        left = time_left(row.expires_at, self._clock.now()) if row.has_window else None
        self._window.setWindowTitle(window_title(row.name, left, read_only=not row.here))

        def due(now: datetime) -> datetime | None:
            return next_change(row.expires_at, now) if row.has_window else None

        self._clock.watch("title", due, self._show_title)

    def _on_shown(self) -> None:
        self.writing.know_inbound(*self.reading.last_inbound())
        draft = self._desk.draft(self._window.tabs.current_id())
        quoted = self.reading.describe(draft.reply_to) if draft.reply_to else None
        if draft.reply_to and quoted:
            self.column.foot.composer.show_quote(draft.reply_to, *quoted)

    # what is wanted

    def _connect_window(self) -> None:
        window, column = self._window, self.column
        window.inbox.opened.connect(self.open_session)
        self.commands.open_wanted.connect(self.open_session)
        self.commands.dead_letters_wanted.connect(self.dead_letters.open)
        self.commands.room_wanted.connect(self._open_room)
        self.starting.open_wanted.connect(self.open_session)
        window.status.reach_clicked.connect(self.starting.open)
        self.dead_letters.session_wanted.connect(self.open_session)
        self.dead_letters.template_wanted.connect(self.writing.take_along)
        self.reading.dead_letter_wanted.connect(self.dead_letters.open)
        self.ledgers.letter_wanted.connect(self.dead_letters.open)
        window.inbox.offer_accepted.connect(self.acting.accept)
        window.inbox.offer_declined.connect(self.acting.decline)
        window.tabs.chosen.connect(self._on_chosen)
        window.status.presence_wanted.connect(self.acting.set_presence)
        window.rail.help_wanted.connect(self.commands.show_shortcuts)
        window.rail.inbox_wanted.connect(self.dead_letters.leave)
        for room in self.rooms:
            window.rail.inbox_wanted.connect(room.leave)
        window.rail.inbox_wanted.connect(window.inbox.view.setFocus)
        window.rail.account_wanted.connect(self.commands.open_account_menu)
        column.header.wanted.connect(self.commands.do)
        column.header.more_wanted.connect(self.commands.open_more_menu)
        column.banner.wanted.connect(self.commands.do)
        column.foot.inactivity.pressed.connect(lambda: self.commands.do("keep_open"))
        column.foot.read_only.note_wanted.connect(lambda: self.commands.do("note"))
        self.reading.shown.connect(self._on_shown)
        self.reading.quote_wanted.connect(self.writing.reply_to)
        self.reading.refused.connect(self.writing.complain)
        self.menu.refused.connect(self.writing.complain)
        self.ledgers.refused.connect(self.writing.complain)
        self.reading.picture_wanted.connect(self.picture_wanted)
        column.transcript.ask_wanted.connect(self.writing.put)
        window.details.file_wanted.connect(column.transcript.flash)
        self._details.consent_known.connect(self.writing.know_consent)
        self._details.costs_known.connect(self.column.foot.show_quotes)
        self._window.status.credits_clicked.connect(self.costs.open)
        self.writing.left.connect(window.inbox.view.setFocus)

    def _open_room(self, name: str) -> None:
        for room in self.rooms:
            if name == room.NAME:
                room.open()

    def _offer_next_button(self) -> None:
        button = PushButton(
            _("Take the next one from the queue"),
            "primary",
            icon_name="session.takeFromQueue",
            hint="Ctrl+J",
        )
        button.clicked.connect(self.acting.take_next)
        self._window.empty.add_button(button)

    def _on_failed(self, error: BaseException) -> None:
        if isinstance(error, RuleBroken):
            self.writing.complain(error.message)
        else:
            _log.error("A screen's task failed", exc_info=error)
            self.writing.complain(_("That didn’t work. Try again; the log has the details."))
