"""The main window: places rail, list, tabs, conversation, details and status bar."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QSettings, Qt, Signal
from PySide6.QtGui import QCloseEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from console.domain.texts import _
from console.ui.inbox.panel import InboxPanel
from console.ui.rail import Rail
from console.ui.splitter import Splitter
from console.ui.status.bar import StatusBar
from console.ui.theme.style import set_kind
from console.ui.theme.theme import ThemeService, current_theme
from console.ui.theme.wanted import wanted_density
from console.ui.tick import ClockService
from console.ui.titles import APP_NAME
from console.ui.widgets.empty_state import EmptyState
from console.ui.widgets.focus import FocusRing

if TYPE_CHECKING:
    from console.ui.conversation.column import ConversationColumn
    from console.ui.details.panel import DetailsPanel
    from console.ui.tabs.strip import TabStrip
    from console.ui.transcript.surface import FileSource
    from console.ui.widgets.banner import Banner

_FIRST_SIZE = (1440, 868)


class MainWindow(QMainWindow):
    """Stands before there is a desk: `complete` adds what needs one.

    Attributes:
        tabs, details, column: of the open conversations; there once it is complete.

    Signals:
        closing: the window is about to go.
    """

    closing = Signal()

    def __init__(
        self, theme_service: ThemeService, clock: ClockService, settings: QSettings
    ) -> None:
        super().__init__()
        self._theme_service, self._clock, self._settings = theme_service, clock, settings
        self._details_wanted = True
        self._overlay_wanted = False
        self._fresh = True
        self.tabs: TabStrip
        self.details: DetailsPanel
        self.column: ConversationColumn | None = None
        # each in the widget that holds it: whoever gets another parent later is styled anew
        # with all that is in it, which the start would feel
        self._root = QStackedWidget(self)
        self._central = QWidget(self._root)
        self.rail = Rail(self._central)
        self._rooms = QStackedWidget(self._central)
        self._panes = Splitter(self._rooms)
        self.inbox = InboxPanel(theme_service, clock, self._panes)
        self._pages = QStackedWidget(self._panes)
        self.empty = EmptyState("navigation.inbox", _("Nothing is open"), parent=self._pages)
        self._work = QWidget(self._pages)
        self._split = Splitter(self._work)
        self.status = StatusBar(self._central)
        self._lay_out()
        self._ring = FocusRing(self)
        self.setMinimumSize(900, 600)
        self.setWindowTitle(APP_NAME)
        self._restore_geometry()
        self._panes.reset_wanted.connect(self._reset_panes)
        self._split.reset_wanted.connect(self._reset_panes)

    @cached_property
    def notice(self) -> Banner:
        """What concerns every page, above all of them."""
        from console.ui.widgets.banner import Banner  # the first paint has none

        made = Banner(self._central)
        self._below.insertWidget(0, made)
        return made

    def complete(self, files: FileSource) -> ConversationColumn:
        """Add tabs, conversation and details; `files` is someone who knows files."""
        if self.column is None:
            # here: half of the program hangs on it, and the first paint does without
            from console.ui.conversation.column import ConversationColumn
            from console.ui.details.panel import DetailsPanel
            from console.ui.tabs.strip import TabStrip

            self.rail.complete()
            self.tabs = TabStrip(self._clock, self)
            self.details = DetailsPanel(files.opened, self)
            self.details.closed.connect(self.toggle_details)
            self.column = ConversationColumn(self._theme_service, self._clock, files, self)
            self._above.insertWidget(0, self.tabs)
            self._split.insertWidget(0, self.column)
            self._split.setStretchFactor(0, 1)
            self._fit()
            self._reset_split()
        return self.column

    def show_page(self, page: QWidget | None) -> None:
        """Show a page over everything else; None goes back to work."""
        if page is not None and self._root.indexOf(page) < 0:
            self._root.addWidget(page)
        self._root.setCurrentWidget(page or self._central)

    def show_room(self, room: QWidget | None) -> None:
        """Show a page between rail and status bar; None goes back to the conversations."""
        if room is not None and self._rooms.indexOf(room) < 0:
            self._rooms.addWidget(room)
        self._rooms.setCurrentWidget(room or self._panes)

    def room(self) -> QWidget | None:
        """The page between rail and status bar; None for the conversations."""
        shown = self._rooms.currentWidget()
        return None if shown is self._panes else shown

    def page(self) -> QWidget:
        """What lies below layers that cover the whole window."""
        return self._root

    def show_conversation(self, shown: bool) -> None:
        """Show the open tabs, or the empty state."""
        self._pages.setCurrentWidget(self._work if shown else self.empty)

    def toggle_details(self) -> None:
        """Show or hide the details panel."""
        if self._details_float():
            self._overlay_wanted = self.details.isHidden()
        else:
            self._details_wanted = self.details.isHidden()
        self._fit()

    def next_pane(self, step: int) -> None:
        """Move the focus to the next pane that takes it, or the previous for -1."""
        panes = [pane for pane in self._focus_panes() if pane.isVisible()]
        focused: QWidget | None = self.focusWidget()
        here = next((i for i, pane in enumerate(panes) if _holds(pane, focused)), -step)
        for offset in range(1, len(panes) + 1):
            pane = panes[(here + step * offset) % len(panes)]
            if _focus_into(pane):
                return

    def showEvent(self, event: QShowEvent) -> None:
        """Give the panes their widths the first time, unless the rep has."""
        super().showEvent(event)
        if self._fresh:
            self._fresh = False
            self._reset_panes()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Narrow windows close the details, and shrink the list and its rows."""
        super().resizeEvent(event)
        density = wanted_density(self._settings, narrow=self._details_float())
        if density != current_theme().density:
            self._theme_service.set(density=density)
        self._fit()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep the geometry."""
        self._settings.setValue("window/geometry", self.saveGeometry())
        self._settings.setValue("window/panes", self._panes.saveState())
        self._settings.setValue("window/split", self._split.saveState())
        self._settings.setValue("window/details", self._details_wanted)
        self.closing.emit()
        super().closeEvent(event)

    def _focus_panes(self) -> list[QWidget]:
        panes: list[QWidget] = [self.rail, self.inbox.view]
        room = self.room()
        if room is not None:
            panes = [self.rail, room]
        elif self.column is not None:
            panes += [self.tabs, self.column.header, self.column.transcript]
            panes += [self.column.foot, self.details]
        return [*panes, self.status]

    def _details_float(self) -> bool:
        return self.width() < current_theme().px("layout.collapseDetailsBelow")

    def _fit(self) -> None:
        """Place the details beside the conversation, or over it in a narrow window."""
        if self.column is None:
            return
        if self._details_float():
            if self.details.parentWidget() is not self._work:
                self.details.setParent(self._work)
                self._overlay_wanted = False
                self._reset_panes()
            strip = self.tabs.height()
            width = current_theme().px("layout.details")
            self.details.setGeometry(
                self._work.width() - width, strip, width, self._work.height() - strip
            )
            self.details.setVisible(self._overlay_wanted)
            self.details.raise_()
        elif self._split.indexOf(self.details) < 0:
            self._split.addWidget(self.details)
            self._reset_panes()
            self.details.setVisible(self._details_wanted)
        else:
            self.details.setVisible(self._details_wanted)
        self.column.header.details.setChecked(not self.details.isHidden())

    def _reset_panes(self) -> None:
        theme = current_theme()
        narrow = self._details_float()
        width = theme.px("layout.listCompact" if narrow else "layout.list")
        self._panes.setSizes([width, max(self.width() - width - 57, 400)])
        self._reset_split()

    def _reset_split(self) -> None:
        width = current_theme().px("layout.details")
        room = max(self._work.width() - width - 1, 400)
        self._split.setSizes([room, width] if self._split.count() > 1 else [room])

    def _restore_geometry(self) -> None:
        self.resize(*_FIRST_SIZE)
        for key, restore in (
            ("window/geometry", self.restoreGeometry),
            ("window/panes", self._panes.restoreState),
            ("window/split", self._split.restoreState),
        ):
            kept = self._settings.value(key)
            if isinstance(kept, QByteArray):
                restore(kept)
        self._fresh = self._settings.value("window/panes") is None
        self._details_wanted = self._settings.value("window/details", True) in (True, "true")

    def _lay_out(self) -> None:
        set_kind(self._work, "surface")
        set_kind(self.empty, "surface")
        self.empty.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._above = QVBoxLayout(self._work)
        self._above.setContentsMargins(0, 0, 0, 0)
        self._above.setSpacing(0)
        self._above.addWidget(self._split, 1)
        self._pages.addWidget(self.empty)
        self._pages.addWidget(self._work)
        self._panes.addWidget(self.inbox)
        self._panes.addWidget(self._pages)
        self._panes.setStretchFactor(1, 1)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self.rail)
        self._rooms.addWidget(self._panes)
        self._below = below = QVBoxLayout()
        below.setSpacing(0)
        below.addWidget(self._rooms, 1)
        row.addLayout(below, 1)
        column = QVBoxLayout(self._central)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row, 1)
        column.addWidget(self.status)
        self._root.addWidget(self._central)
        self.setCentralWidget(self._root)


def _holds(pane: QWidget, widget: QWidget | None) -> bool:
    return widget is not None and (pane is widget or pane.isAncestorOf(widget))


def _focus_into(pane: QWidget) -> bool:
    """Whether the pane or something in it took the focus."""
    reason = Qt.FocusReason.ShortcutFocusReason
    if pane.focusPolicy() != Qt.FocusPolicy.NoFocus:
        pane.setFocus(reason)
        return True
    for child in pane.findChildren(QWidget):
        if (
            child.isVisible()
            and child.isEnabled()
            and child.focusPolicy() & Qt.FocusPolicy.TabFocus
        ):
            child.setFocus(reason)
            return True
    return False
