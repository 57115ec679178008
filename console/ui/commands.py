"""What keys, menus and buttons of the window do."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut

from console.desk.inbox_row import InboxRow
from console.domain.people import Wanted
from console.domain.sessions import OPEN
from console.domain.texts import _
from console.ui import own_password
from console.ui.acting import Acting
from console.ui.actions import ROOMS, ActionSet
from console.ui.composer.marking import LOOKS
from console.ui.conversation.reading import Reading
from console.ui.conversation.writing import Writing
from console.ui.dialogs.confirm import ConfirmDialog
from console.ui.dialogs.shortcuts import ShortcutsDialog
from console.ui.tasks import TaskScope, ask
from console.ui.theme.theme import ThemeService
from console.ui.window import MainWindow

if TYPE_CHECKING:
    from console.desk.desk import Desk

_MORE = ("quieten", "reopen", "note", "copy_number", "", "take_over")
_ON_SESSION = ("transfer", "end", "keep_open", "flag", "quieten", "reopen", "take_over", "note")


class Commands(QObject):
    """Every action of the table that the window carries out.

    Signals:
        open_wanted: go to this session.
        dead_letters_wanted: go to what could not be sent.
        room_wanted: go to the room of this name, if the rep may.
    """

    open_wanted = Signal(str)
    dead_letters_wanted = Signal()
    room_wanted = Signal(str)

    def __init__(
        self,
        desk: Desk,
        window: MainWindow,
        theme: ThemeService,
        scope: TaskScope,
        acting: Acting,
        reading: Reading,
        writing: Writing,
    ) -> None:
        super().__init__(window)
        self._desk, self._window, self._theme, self._scope = desk, window, theme, scope
        self._acting, self._reading, self._writing = acting, reading, writing
        self._column = window.complete(desk)
        self.actions = ActionSet(window, self._handlers())
        self._column.foot.composer.text.looks = [self.actions[name] for name in LOOKS]
        for place in range(9):
            shortcut = QShortcut(QKeySequence(f"Ctrl+{place + 1}"), window)
            shortcut.activated.connect(partial(window.tabs.go_to, place))

    def allow(self, row: InboxRow) -> None:
        """Grey what can't be done to this session."""
        me = self._desk.me
        here, is_open = row.here, row.status in OPEN
        self.actions.enable(
            {
                "transfer": here and is_open,
                "end": here and is_open,
                "keep_open": here and is_open,
                "quieten": here and is_open,
                "reopen": not is_open,
                "take_over": not row.mine and bool(me and me.role.leads),
            }
        )

    def _current(self) -> InboxRow | None:
        session_id = self._window.tabs.current_id()
        return self._desk.row(session_id) if session_id else None

    def _handlers(self) -> dict[str, Callable[[], None]]:
        window, composer = self._window, self._column.foot.composer
        handlers: dict[str, Callable[[], None]] = {
            "accept": self._accept_first,
            "decline": self._decline_first,
            "next": self._go_to_next,
            "copy_number": self._copy_number,
            "templates": self._writing.choose_template,
            "attach": self._writing.files.attach,
            "emoji": composer.open_emoji,
            "more": composer.ask_for_more,
            **{name: partial(composer.mark, name) for name in LOOKS},
            "reply_last": self._reading.quote_last,
            "clear_draft": composer.clear,
            "search": window.inbox.focus_search,
            "next_tab": lambda: window.tabs.step(1),
            "previous_tab": lambda: window.tabs.step(-1),
            "close_tab": window.tabs.close_current,
            "reopen_tab": self._reopen_tab,
            "next_pane": lambda: window.next_pane(1),
            "previous_pane": lambda: window.next_pane(-1),
            "details": window.toggle_details,
            "dead_letters": self.dead_letters_wanted.emit,
            **{name: partial(self.room_wanted.emit, name) for name in ROOMS},
            "shortcuts": self.show_shortcuts,
            "theme": self._switch_theme,
            "password": self._change_password,
            "sign_out": self._sign_out,
        }
        for wanted in (Wanted.ONLINE, Wanted.BUSY, Wanted.AWAY):
            handlers[wanted.value] = partial(self._acting.set_presence, wanted)
        for name in _ON_SESSION:
            handlers[name] = partial(self.do, name)
        return handlers

    def do(self, name: str) -> None:
        """Do the named action to the session on show."""
        row = self._current()
        if name == "try_now":
            self._desk.try_now()
        elif name == "details":
            self._window.toggle_details()
        elif row is not None:
            self._acting.on_session(name, row)
            self._column.header.show_row(row)

    def _accept_first(self) -> None:
        offers = self._desk.offers()
        if offers:
            self._acting.accept(offers[0].work_id)

    def _decline_first(self) -> None:
        offers = self._desk.offers()
        if offers:
            self._acting.decline(offers[0].work_id, "")

    def _go_to_next(self) -> None:
        current = self._window.tabs.current_id()
        waiting = [
            row
            for row in self._desk.inbox()
            if row.mine and row.customer_waits and row.session_id != current
        ]
        if waiting:
            first = min(waiting, key=lambda row: row.waiting_since or self._desk.now())
            self.open_wanted.emit(first.session_id)
        else:
            self._acting.take_next()

    def _copy_number(self) -> None:
        row = self._current()
        if row is not None:
            QGuiApplication.clipboard().setText(row.number)

    def _reopen_tab(self) -> None:
        session_id = self._window.tabs.reopen_closed()
        if session_id is not None:
            self.open_wanted.emit(session_id)

    def _switch_theme(self) -> None:
        self._theme.set("light" if self._theme.theme.is_dark else "dark")

    def show_shortcuts(self) -> None:
        """Show the sheet of all shortcuts."""
        self._scope.start("shortcuts", ask(ShortcutsDialog(self._window)), replace=True)

    def open_more_menu(self, point: QPoint) -> None:
        """Open the menu of the conversation at a global point."""
        self._popup(_MORE, point)

    def open_account_menu(self, point: QPoint) -> None:
        """Open the rep's own menu at a global point."""
        self._popup(("theme", "shortcuts", "", "password", "sign_out"), point)

    def _popup(self, names: tuple[str, ...], point: QPoint) -> None:
        menu = self.actions.menu(self._window, names)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(point)

    def _change_password(self) -> None:
        changing = own_password.change(self._desk, self._scope, self._window)
        self._scope.start("password", changing, replace=True)

    def _sign_out(self) -> None:
        self._scope.start("sign_out", self._ask_to_sign_out(), replace=True)

    async def _ask_to_sign_out(self) -> None:
        dialog = ConfirmDialog(
            _("Sign out?"),
            _(
                "Your open sessions stay yours until the hub offers them to others. Unsent "
                "text is kept on this computer."
            ),
            _("Sign out"),
            self._window,
        )
        if await ask(dialog) is not None:
            await self._desk.sign_out()
