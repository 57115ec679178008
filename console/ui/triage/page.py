"""The page of dead letters: reasons, table and one letter, side by side as there is room."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from console.domain.texts import _, number
from console.ui.theme.icons import icon
from console.ui.tick import ClockService
from console.ui.triage import wording
from console.ui.triage.letter_list import LetterHeads, LetterList
from console.ui.triage.letter_panel import LetterPanel
from console.ui.triage.reason_list import FilterLine, ReasonList
from console.ui.widgets.chip import Chip
from console.ui.widgets.empty_state import EmptyState
from console.ui.widgets.menu import Menu
from console.ui.widgets.push_button import PushButton
from console.ui.widgets.room_page import RoomPage, pane
from console.ui.widgets.search_field import SearchField
from console.ui.widgets.text import PlainLabel
from console.wire.views import DeadLetterPage

_REASONS_W, _PANEL_W, _PANEL_LEAST_W = 236, 372, 320
_REASONS_FROM, _WIDE_FROM = 1120, 1000


class DeadLettersPage(RoomPage):
    """Everything on it comes from outside.

    Signals:
        more_wanted: the lines after the last.
    """

    more_wanted = Signal()

    def __init__(self, clock: ClockService, parent: QWidget | None = None) -> None:
        super().__init__(_("Dead letters"), parent)
        self._count = PlainLabel("", self, kind="secondary")
        self.search = SearchField(_("Search customer or text"), parent=self)
        self.search.setFixedWidth(260)
        self.reasons = ReasonList(self)
        self.letters = LetterList(clock.now, self)
        self.panel = LetterPanel(self)
        self._heads = LetterHeads(self)
        self._empty = EmptyState("navigation.deadLetters", _("No dead letters"), parent=self)
        self._tables = QStackedWidget(self)
        self._more = PushButton(_("Show more"), "ghost", self)
        self._more.clicked.connect(self.more_wanted)
        self._side = pane(self)
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
        self.head.addWidget(self._count)
        self.head.addWidget(self._filter)
        self.head.addStretch(1)
        self.head.addWidget(self.search)
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
        self.panes.addWidget(self._side)
        self.panes.addWidget(self._tables, 1)
        self.panes.addWidget(self.panel)
