"""A desk and the window, connected: what changed is shown, what is wanted is done."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut

from console.desk.changes import DraftChanged, InboxChanged, OutboxChanged, Refusal
from console.desk.rows import InboxRow, LinkState
from console.domain.care_window import next_change, time_left
from console.domain.errors import RuleBroken
from console.domain.ids import SessionId
from console.domain.people import Wanted
from console.domain.sessions import OPEN
from console.ui.acting import Acting
from console.ui.actions import ActionSet
from console.ui.bridge import Bridge
from console.ui.conversation.reading import Reading
from console.ui.conversation.writing import Writing
from console.ui.details_filling import DetailsFilling
from console.ui.dialogs.confirm import ConfirmDialog
from console.ui.dialogs.shortcuts import ShortcutsDialog
from console.ui.header.banner_words import banner_for
from console.ui.status.words import room_words
from console.ui.tabs.faces import face_of
from console.ui.tasks import TaskScope, ask
from console.ui.theme.theme import ThemeService
from console.ui.tick import ClockService
from console.ui.titles import counted, minutes_seconds, window_title
from console.ui.widgets.push_button import PushButton
from console.ui.window import MainWindow

if TYPE_CHECKING:
    from console.desk.desk import Desk

_log = logging.getLogger(__name__)
_MORE = ("quieten", "reopen", "note", "copy_number", "", "take_over")


class Connections(QObject):
    """Lives as long as the rep is signed in.

    Signals:
        signed_out: the rep wants to leave; the sign-in page should be shown.
        picture_wanted: message id of a picture to show large.
    """

    signed_out = Signal()
    picture_wanted = Signal(str)

    def __init__(
        self, desk: Desk, window: MainWindow, theme: ThemeService, clock: ClockService
    ) -> None:
        super().__init__(window)
        self._desk, self._window, self._theme, self._clock = desk, window, theme, clock
        self.scope = TaskScope(self, self._on_failed)
        self.column = window.complete(desk)
        self.acting = Acting(desk, self.scope, window, self.open_session)
        self.reading = Reading(desk, self.column.transcript, self.scope)
        self.writing = Writing(desk, clock, self.column.foot, self.scope)
        self._details = DetailsFilling(desk, window.details, self.scope)
        self.bridge = Bridge(desk.changes, self)
        self.actions = ActionSet(window, self._handlers())
        self._offer_next_button()
        self._connect_desk()
        self._connect_window()
        self._show_everything()

    def open_session(self, session_id: str) -> None:
        """Go to the session's one tab, wherever it was asked for."""
        row = self._desk.row(SessionId(session_id))
        if row is not None:
            self._window.tabs.open(face_of(row))
            self._window.show_conversation(True)

    def close(self) -> None:
        """Stop listening and end what runs."""
        self.bridge.close()
        self.scope.cancel()

    def current(self) -> InboxRow | None:
        """The session on show."""
        session_id = self._window.tabs.current_id()
        return self._desk.row(session_id) if session_id else None

    # what changed

    def _connect_desk(self) -> None:
        bridge = self.bridge
        bridge.inbox_changed.connect(self._on_inbox_changed)
        bridge.thread_changed.connect(self.reading.on_thread_changed)
        bridge.files_changed.connect(self.reading.on_files_changed)
        bridge.offers_changed.connect(self._show_offers)
        bridge.directory_changed.connect(self._show_rep)
        bridge.customer_changed.connect(self._details.on_customer_changed)
        bridge.outbox_changed.connect(self._on_outbox_changed)
        bridge.draft_changed.connect(self._on_draft_changed)
        bridge.link_changed.connect(self._show_link)
        bridge.refused.connect(self._on_refused)

    def _show_everything(self) -> None:
        self._window.inbox.set_rows(self._rows())
        self._show_offers()
        self._show_rep()
        self._show_unread()
        self._window.status.show_outbox(self._desk.waiting_to_send())
        self._show_link()
        self._on_chosen(self._window.tabs.current_id())

    def _rows(self) -> list[InboxRow]:
        me = self._desk.me
        return self._desk.all_sessions() if me and me.role.sees_all else self._desk.inbox()

    def _on_inbox_changed(self, change: InboxChanged) -> None:
        if change.whole:
            rows = self._rows()
            self._window.inbox.set_rows(rows)
        else:
            shown = {row.session_id: row for row in self._rows()}
            rows = [shown[key] for key in change.changed if key in shown]
            gone = change.gone | {key for key in change.changed if key not in shown}
            self._window.inbox.update_rows(rows, gone)
        open_rows = [self._desk.row(key) for key in self._window.tabs.open_ids()]
        self._window.tabs.update_faces(face_of(row) for row in open_rows if row)
        self._show_unread()
        self._show_rep()
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

    def _show_offers(self, *_: object) -> None:
        self._window.inbox.set_offers(self._desk.offers())

    def _show_rep(self, *_: object) -> None:
        me = self._desk.me
        self._window.rail.show_rep(me)
        self._window.status.show_rep(me)
        waiting = [queue for queue in self._desk.queues() if queue.waiting]
        oldest = [q.oldest_waiting_at for q in waiting if q.oldest_waiting_at is not None]
        words = ""
        if waiting:
            count = sum(queue.waiting for queue in waiting)
            words = f"{counted(count, 'customer')} {'is' if count == 1 else 'are'} waiting"
            if oldest:
                span = minutes_seconds(self._clock.now() - min(oldest))
                words += f", the longest for {span}"
            words += "."
        room = me.capacity - me.loaded if me else 0
        self._window.empty.set_words("Nothing is open", room_words(room), words)

    def _show_unread(self) -> None:
        unread = sum(row.unread > 0 for row in self._desk.inbox())
        self._window.rail.inbox.set_count(unread)

    def _show_link(self, *_: object) -> None:
        now, link = self._clock.now(), self._desk.link
        self._window.status.show_link(link, self._desk.hub_name, now)
        if link.state is LinkState.SIGNED_OUT:
            self.signed_out.emit()
            return
        offline = link.state is LinkState.OFFLINE
        second = timedelta(seconds=1)
        self._clock.watch("link", lambda at: at + second if offline else None, self._show_link)
        self._refresh()

    # what is on show

    def _on_chosen(self, session_id: str) -> None:
        row = self._desk.row(SessionId(session_id)) if session_id else None
        self._window.show_conversation(row is not None)
        self._window.inbox.view.select(session_id)
        if row is None:
            self._show_title()
            return
        self.column.header.show_row(row)
        self.reading.show(row)
        self.writing.show(row.session_id)
        self._details.show(row)
        self._refresh()
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
                may_take_over=bool(me and me.role.sees_all),
            )
        )
        self.writing.refresh()
        self._details.refresh(row)
        self._allow(row)

    def _allow(self, row: InboxRow) -> None:
        me = self._desk.me
        here, is_open = row.here, row.status in OPEN
        self.actions.enable(
            {
                "transfer": here and is_open,
                "end": here and is_open,
                "keep_open": here and is_open,
                "quieten": here and is_open,
                "reopen": not is_open,
                "take_over": not row.mine and bool(me and me.role.sees_all),
            }
        )

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
        window.inbox.offer_accepted.connect(self.acting.accept)
        window.inbox.offer_declined.connect(self.acting.decline)
        window.tabs.chosen.connect(self._on_chosen)
        window.status.presence_wanted.connect(self.acting.set_presence)
        window.rail.help_wanted.connect(self._show_shortcuts)
        window.rail.inbox_wanted.connect(window.inbox.view.setFocus)
        window.rail.account_wanted.connect(self._open_account_menu)
        column.header.wanted.connect(self._on_wanted)
        column.header.more_wanted.connect(self._open_more_menu)
        column.banner.wanted.connect(self._on_wanted)
        column.foot.inactivity.pressed.connect(lambda: self._on_wanted("keep_open"))
        column.foot.read_only.note_wanted.connect(lambda: self._on_wanted("note"))
        self.reading.shown.connect(self._on_shown)
        self.reading.quote_wanted.connect(self.writing.reply_to)
        self.reading.refused.connect(self.writing.complain)
        self.reading.picture_wanted.connect(self.picture_wanted)
        column.transcript.ask_wanted.connect(self.writing.put)
        self.writing.left.connect(window.inbox.view.setFocus)
        for place in range(9):
            keys = QKeySequence(f"Ctrl+{place + 1}")
            shortcut = QShortcut(keys, window)
            shortcut.activated.connect(partial(window.tabs.go_to, place))

    def _handlers(self) -> dict[str, Callable[[], None]]:
        window, composer = self._window, self.column.foot.composer
        handlers: dict[str, Callable[[], None]] = {
            "accept": self._accept_first,
            "decline": self._decline_first,
            "next": self._go_to_next,
            "copy_number": self._copy_number,
            "templates": self.writing.choose_template,
            "attach": self.writing.attach,
            "emoji": composer.open_emoji,
            "reply_last": self.reading.quote_last,
            "clear_draft": composer.clear,
            "search": window.inbox.focus_search,
            "next_tab": lambda: window.tabs.step(1),
            "previous_tab": lambda: window.tabs.step(-1),
            "close_tab": window.tabs.close_current,
            "reopen_tab": self._reopen_tab,
            "next_pane": lambda: window.next_pane(1),
            "previous_pane": lambda: window.next_pane(-1),
            "details": window.toggle_details,
            "shortcuts": self._show_shortcuts,
            "theme": self._switch_theme,
            "sign_out": self._sign_out,
        }
        for wanted in (Wanted.ONLINE, Wanted.BUSY, Wanted.AWAY):
            handlers[wanted.value] = partial(self.acting.set_presence, wanted)
        for name in (
            "transfer", "end", "keep_open", "flag", "quieten", "reopen", "take_over", "note"
        ):  # fmt: skip
            handlers[name] = partial(self._on_wanted, name)
        return handlers

    def _on_wanted(self, name: str) -> None:
        row = self.current()
        if name == "details":
            self._window.toggle_details()
        elif row is not None:
            self.acting.on_session(name, row)
            self.column.header.show_row(row)

    def _accept_first(self) -> None:
        offers = self._desk.offers()
        if offers:
            self.acting.accept(offers[0].work_id)

    def _decline_first(self) -> None:
        offers = self._desk.offers()
        if offers:
            self.acting.decline(offers[0].work_id, "")

    def _go_to_next(self) -> None:
        current = self._window.tabs.current_id()
        waiting = [
            row
            for row in self._desk.inbox()
            if row.mine and row.customer_waits and row.session_id != current
        ]
        if waiting:
            first = min(waiting, key=lambda row: row.waiting_since or self._clock.now())
            self.open_session(first.session_id)
        else:
            self.acting.take_next()

    def _copy_number(self) -> None:
        row = self.current()
        if row is not None:
            QGuiApplication.clipboard().setText(row.number)

    def _reopen_tab(self) -> None:
        session_id = self._window.tabs.reopen_closed()
        if session_id is not None:
            self.open_session(session_id)

    def _switch_theme(self) -> None:
        self._theme.set("light" if self._theme.theme.is_dark else "dark")

    def _show_shortcuts(self) -> None:
        self.scope.start("shortcuts", ask(ShortcutsDialog(self._window)), replace=True)

    def _open_more_menu(self, point: QPoint) -> None:
        self._popup(_MORE, point)

    def _open_account_menu(self, point: QPoint) -> None:
        self._popup(("theme", "shortcuts", "", "sign_out"), point)

    def _popup(self, names: tuple[str, ...], point: QPoint) -> None:
        menu = self.actions.menu(self._window, names)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(point)

    def _sign_out(self) -> None:
        self.scope.start("sign_out", self._ask_to_sign_out(), replace=True)

    async def _ask_to_sign_out(self) -> None:
        dialog = ConfirmDialog(
            "Sign out?",
            "Your open sessions stay yours until the hub offers them to others. "
            "Unsent text is kept on this computer.",
            "Sign out",
            self._window,
        )
        if await ask(dialog) is not None:
            await self._desk.sign_out()

    def _offer_next_button(self) -> None:
        button = PushButton(
            "Take the next one from the queue",
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
            self.writing.complain("That didn’t work. Try again; the log has the details.")
