"""The page of dead letters: reasons, table and one letter, side by side as there is room."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from console.domain.texts import _, number
from console.ui.theme.icons import icon
from console.ui.theme.style import set_kind
from console.ui.tick import ClockService
from console.ui.triage import wording
from console.ui.triage.letter_list import LetterHeads, LetterList
from console.ui.triage.letter_panel import LetterPanel
from console.ui.triage.reason_list import FilterLine, ReasonList
from console.ui.widgets.banner import Banner
from console.ui.widgets.chip import Chip
from console.ui.widgets.empty_state import EmptyState
from console.ui.widgets.menu import Menu
from console.ui.widgets.push_button import PushButton
from console.ui.widgets.search_field import SearchField
from console.ui.widgets.text import PlainLabel
from console.wire.views import DeadLetterPage

_HEAD_H, _REASONS_W, _PANEL_W, _PANEL_LEAST_W = 56, 236, 372, 320
_REASONS_FROM, _WIDE_FROM = 1120, 1000


class DeadLettersPage(QWidget):
    """Everything on it comes from outside.

    Signals:
        more_wanted: the lines after the last.
        left: Escape.
    """

    more_wanted = Signal()
    left = Signal()

    def __init__(self, clock: ClockService, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_kind(self, "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._count = PlainLabel("", self, kind="secondary")
        self.search = SearchField(_("Search customer or text"), parent=self)
        self.search.setFixedWidth(260)
        self.reasons = ReasonList(self)
        self.letters = LetterList(clock.now, self)
        self.panel = LetterPanel(self)
        self.trouble = Banner(self)
        self._heads = LetterHeads(self)
        self._empty = EmptyState("navigation.deadLetters", _("No dead letters"), parent=self)
        self._tables = QStackedWidget(self)
        self._more = PushButton(_("Show more"), "ghost", self)
        self._more.clicked.connect(self.more_wanted)
        self._side = QWidget(self)
        self._filter = Chip(_("All reasons"), self, opens_menu=True)  # where no list fits
        self._filter.clicked.connect(self._open_filter)
        self.reasons.chosen.connect(self._name_filter)
        self._arrange()
        self.search.left.connect(self.letters.setFocus)

    def show_page(self, page: DeadLetterPage, *, searched: bool) -> None:
        """Show these letters with the counts of all."""
        self.reasons.show_page(page)
        self._count.setText(wording.waiting_words(sum(page.counts.values())))
        self.letters.show_letters(page.letters)
        self._more.setVisible(page.next is not None)
        self._tables.setCurrentIndex(0 if page.letters else 1)
        self.panel.setVisible(bool(page.letters))
        if searched:
            self._empty.set_words(
                _("Nothing found"), _("No dead letter here has these words in it.")
            )
        else:
            self._empty.set_words(
                _("No dead letters"),
                _(
                    "A message that can’t be sent lands here with its reason, and stays for "
                    "24 hours."
                ),
            )

    def complain(self, problem: str) -> None:
        """Say above the table what went wrong; empty takes it away."""
        self.trouble.hide()
        if problem:
            self.trouble.say("warning", problem, icon_name="status.warning")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape goes back to work."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The reasons give way first, then the panel becomes narrower."""
        super().resizeEvent(event)
        width = self.width()
        self._side.setVisible(width >= _REASONS_FROM)
        self._filter.setVisible(width < _REASONS_FROM)
        self.panel.setFixedWidth(_PANEL_W if width >= _WIDE_FROM else _PANEL_LEAST_W)

    def _name_filter(self, line: FilterLine) -> None:
        self._filter.set_text(line.name)
        self._filter.setChecked(line.reason is not None or line.outcome is not None)

    def _open_filter(self) -> None:
        menu = Menu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for place, line in enumerate(self.reasons.lines()):
            if line.able:
                entry = menu.addAction(icon(line.glyph), f"{line.name}  {number(line.count)}")
                entry.triggered.connect(partial(self.reasons.choose, place))
            elif place:
                menu.addSeparator()
        menu.open_below(self._filter)

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(20, 0, 16, 0)
        head.setSpacing(12)
        head.addWidget(PlainLabel(_("Dead letters"), self, step="title"))
        head.addWidget(self._count)
        head.addWidget(self._filter)
        head.addStretch(1)
        head.addWidget(self.search)
        top = QWidget(self)
        top.setFixedHeight(_HEAD_H)
        top.setLayout(head)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(top)
        column.addWidget(_line(self))
        column.addWidget(self.trouble)
        column.addLayout(self._panes(), 1)

    def _panes(self) -> QHBoxLayout:
        set_kind(self._side, "pane")
        self._side.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._side.setFixedWidth(_REASONS_W)
        side = QHBoxLayout(self._side)
        side.setContentsMargins(0, 4, 0, 0)
        side.addWidget(self.reasons)
        table = QWidget(self)
        lines = QVBoxLayout(table)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(0)
        lines.addWidget(self._heads)
        lines.addWidget(self.letters, 1)
        lines.addWidget(self._more)
        self._tables.addWidget(table)
        self._tables.addWidget(self._empty)
        panes = QHBoxLayout()
        panes.setSpacing(0)
        panes.addWidget(self._side)
        panes.addWidget(self._tables, 1)
        panes.addWidget(self.panel)
        return panes


def _line(parent: QWidget) -> QFrame:
    line = QFrame(parent)
    set_kind(line, "line")
    return line
