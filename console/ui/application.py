"""The Qt application around the window: look, first picture, and what is on show."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSettings, Qt, Signal
from PySide6.QtWidgets import QApplication, QWidget

from console.desk.inbox_row import InboxRow
from console.domain.texts import _
from console.ui.garbage import GuiThreadGarbage
from console.ui.theme.theme import Theme, ThemeService
from console.ui.theme.wanted import KEY, wanted_theme
from console.ui.tick import ClockService
from console.ui.titles import APP_NAME
from console.ui.widgets.empty_state import EmptyState
from console.ui.window import MainWindow

if TYPE_CHECKING:
    from console.desk.changes import InboxChanged
    from console.desk.desk import Desk
    from console.ui.alerts.pop_up import PopUps
    from console.ui.connections import Connections
    from console.ui.viewer.viewer import ImageViewer
    from console.ui.welcome.welcoming import Welcoming

_log = logging.getLogger(__name__)


class Application(QObject):
    """One window: first the picture of last time, then the desk.

    Attributes:
        pictured: the inbox shows what was known last time.
        pop_ups: the desktop's service for them, if it is to be used.

    Signals:
        demo_wanted: the rep wants the demo instead.
    """

    demo_wanted = Signal()

    def __init__(self, app: QApplication, settings: QSettings, desk_name: str) -> None:
        super().__init__(app)
        self._settings, self._desk_name = settings, desk_name
        self._desk: Desk | None = None
        self._welcoming: Welcoming | None = None
        self.connections: Connections | None = None
        self._viewer: ImageViewer | None = None
        self._linked = ""
        self.pictured = False
        self.pop_ups: PopUps | None = None
        app.setApplicationName(APP_NAME)
        app.setApplicationDisplayName("")
        app.setQuitOnLastWindowClosed(False)
        sys.excepthook = _log_uncaught
        self._garbage = GuiThreadGarbage(self)
        self.theme = ThemeService(Theme.load(wanted_theme(settings)), self)
        self._theme_name = self.theme.theme.name
        self.theme.apply(app)
        self.clock = ClockService(_wall_time, self)
        self.window = MainWindow(self.theme, self.clock, settings)
        self.theme.changed.connect(self._keep_theme)
        app.styleHints().colorSchemeChanged.connect(self._on_system_scheme)

    def show_picture(self, rows: Iterable[InboxRow]) -> None:
        """Show the window with these rows, before anything else is loaded."""
        self.fill_picture(rows)
        self.window.status.show_rep(None)
        self.window.status.say_link(_("Starting…"))
        self.window.empty.set_words(
            _("Starting"), _("Your sessions are as they were last time.")
        )
        self.window.show()

    def fill_picture(self, rows: Iterable[InboxRow]) -> None:
        """Show these rows in the window, as they were last time."""
        mine = [row for row in rows if row.mine]
        self.pictured = bool(mine)
        if mine:  # without a picture nobody knows yet who waits
            self.window.inbox.set_rows(mine)

    def show_trouble(self, title: str, words: str, way_out: QWidget) -> None:
        """Say instead of the picture why there is nothing to go on with."""
        self.window.status.say_link(_("Not connected"))
        trouble = EmptyState("status.hubTrouble", title, words, self.window)
        trouble.setObjectName("trouble")
        trouble.add_button(way_out)
        self.window.show_page(trouble)

    def take_desk(self, desk: Desk, *, signed_in: bool, trouble: str = "") -> None:
        """Go on with the desk: the inbox if somebody is signed in, else the welcome page."""
        from console.ui.welcome.logo import logo_icon  # the first paint doesn't need it

        QApplication.setWindowIcon(logo_icon())
        self._desk = desk
        self.clock.now = desk.now
        if signed_in:
            self._show_work()
        else:
            self._show_welcome(trouble)
        self._garbage.settle()

    def show_session(self, session_id: str) -> None:
        """Go to the session that a link names, as soon as somebody is signed in."""
        self._linked = session_id
        self._follow_link()

    def close(self) -> None:
        """End what runs, before the desk is closed."""
        if self.connections is not None:
            self.connections.close()
            self.clock.now = _wall_time
        if self._welcoming is not None:
            self._welcoming.cancel()
        self._garbage.release()

    def _show_work(self) -> None:
        if self._desk is None:
            return
        if self.connections is None:
            from console.ui.connections import Connections  # as above

            made = Connections(self._desk, self.window, self.theme, self.clock, self.pop_ups)
            made.signed_out.connect(self._on_signed_out)
            made.picture_wanted.connect(self._show_picture_large)
            made.bridge.inbox_changed.connect(self._on_inbox_changed)
            self.connections = made
        self.window.show_page(None)
        self._follow_link()
        self._say_what_was_lost(self._desk.loss, self.connections)

    def _say_what_was_lost(self, loss: str, connections: Connections) -> None:
        if loss:
            from console.ui.dialogs.confirm import NoticeDialog  # as above
            from console.ui.tasks import ask

            notice = NoticeDialog(_("Drafts could not be opened"), loss, self.window)
            connections.scope.start("loss", ask(notice))

    def _follow_link(self) -> None:
        from console.desk.rows import LinkState  # as above

        desk, connections = self._desk, self.connections
        signed_in = desk is not None and desk.link.state is not LinkState.SIGNED_OUT
        if self._linked and connections is not None and signed_in:
            linked, self._linked = self._linked, ""
            connections.follow_link(linked)

    def _show_welcome(self, trouble: str) -> None:
        desk = self._desk
        if desk is None:
            return
        if self._welcoming is None:
            from console.ui.welcome.welcoming import Welcoming  # as above

            kept = str(self._settings.value("desk/name", ""))
            self._welcoming = Welcoming(desk, kept or self._desk_name)
            self._welcoming.desk_named.connect(self._keep_desk_name)
            self._welcoming.signed_in.connect(self._show_work)
            self._welcoming.demo_wanted.connect(self.demo_wanted)
        self.window.show_page(self._welcoming.pages)
        if desk.hub_url:
            self._welcoming.show_sign_in(desk.hub_url, desk.hub_name)
            if trouble:
                self._welcoming.show_trouble(trouble)
        else:
            self._welcoming.show_first()

    def _keep_desk_name(self, name: str) -> None:
        self._settings.setValue("desk/name", name)

    def _on_inbox_changed(self, change: InboxChanged) -> None:
        if change.whole:
            self._garbage.settle()

    def _on_signed_out(self) -> None:
        self.window.tabs.close_all()
        self._show_welcome(self._desk.link.trouble if self._desk else "")

    def _show_picture_large(self, message_id: str) -> None:
        connections = self.connections
        row = connections.current() if connections else None
        if connections is None or row is None:
            return
        if self._viewer is None:
            from console.ui.viewer.viewer import ImageViewer  # as above

            column = connections.column
            pictures = column.transcript.pictures
            self._viewer = ImageViewer(pictures, self.window.page(), files=self._desk)
            self._viewer.quote_wanted.connect(connections.reading.quote)
            self._viewer.download_wanted.connect(self._download)
            connections.bridge.files_changed.connect(self._on_files_changed)
        self._viewer.open_at(connections.reading.rows(), message_id, row.name, row.customer_id)

    def _download(self, message_id: str) -> None:
        """Over the viewer nothing else shows how far it is, so the card does."""
        if self.connections is not None:
            self.connections.reading.download(message_id)
            self.connections.downloads.open()

    def _on_files_changed(self, change: object) -> None:
        media_ids = getattr(change, "media_ids", ())
        if self._viewer is not None:
            self._viewer.update_files(media_ids)

    def _keep_theme(self) -> None:
        name = self.theme.theme.name
        if name != self._theme_name:  # a narrow window's density is nobody's choice of a theme
            self._theme_name = name
            self._settings.setValue(KEY, name)

    def _on_system_scheme(self, scheme: Qt.ColorScheme) -> None:
        if not self._settings.value(KEY, ""):
            self.theme.set("dark" if scheme == Qt.ColorScheme.Dark else "light")
            # following the system is not a choice of the rep's
            self._settings.remove(KEY)


def _wall_time() -> datetime:
    return datetime.now(UTC)


def _log_uncaught(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    """Keep the program going after a slot failed; the log says where."""
    if issubclass(kind, KeyboardInterrupt):
        QApplication.closeAllWindows()
        return
    _log.error("A slot failed", exc_info=(kind, error, trace))
