"""The inbox pane: header, search, chips, offers, and the list below them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from console.desk.inbox_row import InboxRow
from console.domain.texts import N_, _, number
from console.ui.inbox.filters import Chip as Chips
from console.ui.inbox.filters import Counts, Grouping, InboxFilter
from console.ui.inbox.offers import OfferStack
from console.ui.inbox.view import InboxView
from console.ui.paint.marks import channel_name
from console.ui.theme.style import set_kind
from console.ui.theme.theme import ThemeService, current_theme
from console.ui.tick import ClockService
from console.ui.widgets.chip import Chip
from console.ui.widgets.empty_state import EmptyState
from console.ui.widgets.icon_button import IconButton
from console.ui.widgets.search_field import SearchField
from console.ui.widgets.text import PlainLabel

if TYPE_CHECKING:
    from PySide6.QtGui import QAction

    from console.ui.inbox.filter_menu import ChannelMenu, FilterMenu
    from console.wire.views import OfferView  # shapes alone: slow to make

_SIDE_PX, _CHIP_GAP_PX = 12, 6
_CHIP_WORDS = {
    Chips.ALL: N_("All"),
    Chips.UNREAD: N_("Unread"),
    Chips.MINE: N_("Mine"),
    Chips.LAPSING: N_("Lapsing"),
}


class InboxPanel(QWidget):
    """Arranges the parts and narrows the list.

    Signals:
        opened: a session, to be shown in its tab.
        offer_accepted: work id.
        offer_declined: work id and reason.
    """

    opened = Signal(str)
    offer_accepted = Signal(str)
    offer_declined = Signal(str, str)

    def __init__(
        self, theme_service: ThemeService, clock: ClockService, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        set_kind(self, "pane")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._filter = InboxFilter()
        self._figures: Counts | None = None
        self.view = InboxView(theme_service, clock, self)
        self.search = SearchField(_("Search sessions"), "Ctrl+F", self)
        self.offers = OfferStack(clock, self)
        self._title = PlainLabel(_("Inbox"), self, step="title")
        self._count = PlainLabel("0", self, step="title", weight=400, kind="tertiary")
        self._sort = IconButton("common.filter", _("Sort and filter"), self)
        self._chips = {chip: Chip(_(words), self) for chip, words in _CHIP_WORDS.items()}
        self._chips[Chips.MINE].hide()
        self._channel = Chip(_("Channel"), self, opens_menu=True)
        self._arrange()
        self._connect()
        self._show_filter()
        self._show_figures(self.view.counts())

    def set_rows(self, rows: Iterable[InboxRow]) -> None:
        """Show these rows instead of all others."""
        self.view.set_rows(rows)

    def update_rows(self, changed: Iterable[InboxRow], removed: Iterable[str] = ()) -> None:
        """Take changes."""
        self.view.update_rows(changed, removed)

    def set_offers(self, offers: Iterable[OfferView]) -> None:
        """Show these offers above the sections."""
        self.offers.set_offers(offers)

    def show_everybody(self, everybody: bool) -> None:
        """Head the list for whoever sees all sessions: by queue, with their own as a chip.

        Otherwise it is the rep's own inbox, in sections.
        """
        self._title.setText(_("All sessions") if everybody else _("Inbox"))
        self._chips[Chips.UNREAD].setVisible(not everybody)
        self._chips[Chips.MINE].setVisible(everybody)
        self._fit_chips()
        grouping = Grouping.QUEUES if everybody else Grouping.SECTIONS
        if grouping is not self._filter.grouping:
            self.set_filter(self._filter._replace(grouping=grouping, chip=Chips.ALL))

    def set_filter(self, wanted: InboxFilter) -> None:
        """Narrow the list, and show that on the chips."""
        if wanted != self._filter:
            self._filter = wanted
            self._show_filter()
            self.view.set_filter(wanted)

    def wanted(self) -> InboxFilter:
        """What the list is narrowed to."""
        return self._filter

    def focus_search(self) -> None:
        """Put the caret into the search field, its text selected."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrow list has no room for the channel chip; the others are more use."""
        super().resizeEvent(event)
        self._fit_chips()

    def _fit_chips(self) -> None:
        chips = [chip for chip in self._chips.values() if not chip.isHidden()]
        wanted = [*chips, self._channel]
        needed = sum(chip.sizeHint().width() + _CHIP_GAP_PX for chip in wanted)
        fits = needed <= self.width() - 2 * _SIDE_PX + _CHIP_GAP_PX
        self._channel.setVisible(fits or bool(self._filter.channel))

    def _arrange(self) -> None:
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._header())
        field = QHBoxLayout()
        field.setContentsMargins(12, 0, 12, 0)
        field.addWidget(self.search)
        column.addLayout(field)
        column.addLayout(self._chip_row())
        column.addWidget(self.offers)
        column.addWidget(self.view, 1)
        self.setMinimumWidth(current_theme().px("layout.listMin"))

    def _header(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(16, 8, 8, 8)
        row.setSpacing(8)
        row.addWidget(self._title)
        row.addWidget(self._count)
        row.addStretch()
        row.addWidget(self._sort)
        return row

    def _chip_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(_SIDE_PX, 8, _SIDE_PX, 8)
        row.setSpacing(_CHIP_GAP_PX)
        for chip in (*self._chips.values(), self._channel):
            row.addWidget(chip)
        row.addStretch()
        return row

    @cached_property
    def _empty(self) -> EmptyState:
        made = EmptyState("navigation.inbox", _("No sessions"), parent=self)
        self._column.addWidget(made, 1)
        return made

    @cached_property
    def _filter_menu(self) -> FilterMenu:
        from console.ui.inbox.filter_menu import FilterMenu  # here and below: when it is wanted

        menu = FilterMenu(self)
        menu.aboutToShow.connect(self._on_filter_menu_opens)
        menu.triggered.connect(self._on_filter_chosen)
        return menu

    @cached_property
    def _channel_menu(self) -> ChannelMenu:
        from console.ui.inbox.filter_menu import ChannelMenu

        menu = ChannelMenu(self)
        menu.aboutToShow.connect(self._on_channel_menu_opens)
        menu.triggered.connect(self._on_channel_chosen)
        return menu

    def _connect(self) -> None:
        self.view.opened.connect(self.opened)
        self.view.counts_changed.connect(self._on_counts_changed)
        self.offers.accepted.connect(self.offer_accepted)
        self.offers.declined.connect(self.offer_declined)
        self.search.searched.connect(self._on_searched)
        self.search.left.connect(self._on_search_left)
        self._sort.clicked.connect(self._on_sort_clicked)
        self._channel.clicked.connect(self._on_channel_clicked)
        for chip in self._chips.values():
            chip.clicked.connect(self._on_chip_clicked)

    def _show_filter(self) -> None:
        for kind, chip in self._chips.items():
            chip.setChecked(kind is self._filter.chip)
        channel = self._filter.channel
        self._channel.setChecked(bool(channel))
        self._channel.set_text(channel_name(channel) if channel else _("Channel"))

    def _on_counts_changed(self) -> None:
        counts = self.view.counts()
        if counts != self._figures:
            self._figures = counts
            self._show_figures(counts)
        self._show_emptiness()

    def _show_figures(self, counts: Counts) -> None:
        figures = {
            Chips.ALL: counts.all,
            Chips.UNREAD: counts.unread,
            Chips.LAPSING: counts.lapsing,
            Chips.MINE: counts.mine,
        }
        for kind, chip in self._chips.items():
            chip.set_count(figures[kind])
        self._fit_chips()
        self._count.setText(number(counts.all))

    def _show_emptiness(self) -> None:
        empty = not self.view.content.order.groups()
        if not empty and not self.view.isHidden():
            return  # as nearly always
        self.view.setVisible(not empty)
        self._empty.setVisible(empty)
        if not empty:
            return
        if self.view.content.order.rows:
            self._empty.set_words(
                _("Nothing matches"), _("Clear the search or choose All to see every session.")
            )
        else:
            self._empty.set_words(
                _("No sessions yet"), _("What is routed to you appears here.")
            )

    def _on_chip_clicked(self) -> None:
        chosen = next(
            (kind for kind, chip in self._chips.items() if chip is self.sender()), Chips.ALL
        )
        kind = Chips.ALL if chosen is self._filter.chip else chosen
        self.set_filter(self._filter._replace(chip=kind))
        self._show_filter()

    def _on_searched(self, text: str) -> None:
        self.set_filter(self._filter._replace(search=text))

    def _on_search_left(self) -> None:
        self.view.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _on_sort_clicked(self) -> None:
        self._filter_menu.open_below(self._sort)

    def _on_channel_clicked(self) -> None:
        self._channel_menu.open_below(self._channel)

    def _on_filter_menu_opens(self) -> None:
        self._filter_menu.show_filter(self._filter)

    def _on_channel_menu_opens(self) -> None:
        kinds = {row.channel_kind for row in self.view.content.order.rows.values()}
        self._channel_menu.offer(sorted(kinds), self._filter.channel)

    def _on_filter_chosen(self, action: QAction) -> None:
        self.set_filter(self._filter_menu.chosen(action, self._filter))

    def _on_channel_chosen(self, action: QAction) -> None:
        self.set_filter(self._filter._replace(channel=str(action.data())))
