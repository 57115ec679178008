"""The status bar below everything: presence and load left, outbox and connection right."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from console.domain.people import Wanted
from console.domain.texts import _
from console.ui.names import presence_name
from console.ui.paint.marks import draw_presence
from console.ui.theme.icons import device_pixel_ratio, icon_pixmap
from console.ui.theme.style import set_kind, set_style_property
from console.ui.theme.theme import current_theme
from console.ui.widgets.meters import CapacityMeter
from console.ui.widgets.restyled import Tinted
from console.ui.widgets.status_item import StatusItem
from console.ui.widgets.text import plain_tip

if TYPE_CHECKING:
    from PySide6.QtGui import QAction

    from console.desk.rows import Link
    from console.ui.widgets.menu import Menu
    from console.wire.money import WalletView
    from console.wire.views import ChannelView, RepView  # shapes alone: slow to make

_WORD_X, _CARET_GAP = 28, 6  # padding, dot and its gap come before the word
_CHOICES = (Wanted.ONLINE, Wanted.BUSY, Wanted.AWAY, Wanted.OFFLINE)


class PresenceButton(Tinted, QToolButton):
    """The rep's own presence: dot, word, caret; opens the menu upwards.

    Signals:
        wanted: the chosen presence.
    """

    wanted = Signal(Wanted)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown = Wanted.OFFLINE
        set_kind(self, "status")
        set_style_property(self, "tone", "strong")
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setIconSize(QSize(16, 12))
        self.clicked.connect(self.open_menu)
        self.show_presence(Wanted.OFFLINE)

    @cached_property
    def _menu(self) -> Menu:
        from console.ui.widgets.menu import Menu  # here and below: when it is wanted

        menu = Menu(self)
        for choice in _CHOICES:
            menu.addAction(presence_name(choice)).setData(choice.value)
        menu.triggered.connect(self._on_chosen)
        return menu

    def show_presence(self, wanted: Wanted) -> None:
        """Show this presence."""
        self._shown = wanted
        name = presence_name(wanted)
        self.setText(name)
        self.setAccessibleName(_("Presence: {presence}").format(presence=name))
        plain_tip(self, _("Your presence. Work is offered only while you are online."))
        self.restyle()

    def open_menu(self) -> None:
        """Let the rep choose."""
        for action in self._menu.actions():
            action.setIcon(_dot(str(action.data())))
        height = self._menu.sizeHint().height()
        self._menu.popup(self.mapToGlobal(QPoint(0, -height - 4)))

    def restyle(self) -> None:
        """Draw dot and caret for the theme in use."""
        if self.isVisible():
            self.setIcon(_dot(self._shown.value))

    def sizeHint(self) -> QSize:
        """Room for the caret."""
        return super().sizeHint() + QSize(14, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The button, then the caret."""
        super().paintEvent(event)
        with QPainter(self) as painter:
            caret = icon_pixmap("common.menuUp", 10, "icon.default", "bold")
            left = _WORD_X + self.fontMetrics().horizontalAdvance(self.text()) + _CARET_GAP
            painter.drawPixmap(left, (self.height() - 10) // 2, caret)

    def _on_chosen(self, action: QAction) -> None:
        self.wanted.emit(Wanted(str(action.data())))


class StatusBar(QWidget):
    """Only items with something real to say.

    Signals:
        presence_wanted: what the rep chose.
        outbox_clicked, reach_clicked, credits_clicked, link_clicked: show the detail.
    """

    presence_wanted = Signal(Wanted)
    outbox_clicked = Signal()
    reach_clicked = Signal()
    credits_clicked = Signal()
    link_clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(current_theme().px("layout.statusbar"))
        self.presence = PresenceButton(self)
        self._capacity = CapacityMeter(self)
        self._outbox = StatusItem("status.outbox", _("Outbox empty"), self)
        self._reach = StatusItem("people.recipients", "", self)
        self._reach.hide()
        self.credits = StatusItem("status.credits", "", self)
        self.credits.hide()  # until there is a wallet
        self.credits.clicked.connect(self.credits_clicked)
        self.link = StatusItem("status.connected", "", self)
        self.presence.wanted.connect(self.presence_wanted)
        self._outbox.clicked.connect(self.outbox_clicked)
        self._reach.clicked.connect(self.reach_clicked)
        self.link.clicked.connect(self.link_clicked)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 1, 4, 0)
        row.setSpacing(12)
        row.addWidget(self.presence)
        row.addWidget(self._capacity)
        row.addStretch(1)
        row.addWidget(self._outbox)
        row.addWidget(self._reach)
        row.addWidget(self.credits)
        row.addWidget(self.link)

    def show_rep(self, me: RepView | None) -> None:
        """Show presence and load of the rep who is signed in."""
        self.presence.setVisible(me is not None)
        self._capacity.setVisible(me is not None)
        if me is not None:
            self.presence.show_presence(me.wanted)
            self._capacity.set_load(me.loaded, me.capacity)

    def show_outbox(self, waiting: int) -> None:
        """Show how many messages wait at this desk."""
        from console.ui.status.words import outbox_words

        words, tone = outbox_words(waiting)
        self._outbox.say(words, tone, _("Messages that wait at this desk for the hub"))

    def show_reach(self, channels: Iterable[ChannelView]) -> None:
        """Show how many customers were written to first, where the platform limits them."""
        from console.ui.status.words import reach_words

        words, tone = reach_words(channels)
        self._reach.setVisible(bool(words))
        self._reach.say(words, tone, _("Customers written to first in the last 24 hours"))

    def show_wallet(self, wallet: WalletView | None) -> None:
        """Show how many message credits are left; nothing without a wallet."""
        self.credits.setVisible(wallet is not None)
        if wallet is not None:
            from console.ui.status.words import wallet_words

            self.credits.say(*wallet_words(wallet))

    def show_link(self, link: Link, hub_name: str, now: datetime) -> None:
        """Show the connection."""
        from console.ui.status.words import link_detail, link_words

        words, tone, glyph = link_words(link, now)
        self.link.say(words, tone, link_detail(link, hub_name, now), glyph)

    def say_link(self, words: str) -> None:
        """Say something else in the connection's place, before there is a desk."""
        self.link.say(words, "", "", "status.hubTrouble")

    def paintEvent(self, event: QPaintEvent) -> None:
        """The ground and the line above it."""
        theme = current_theme()
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), theme.color("bg.window"))
            painter.fillRect(0, 0, self.width(), 1, theme.color("border.default"))


def _dot(wanted: str) -> QPixmap:
    dpr = device_pixel_ratio()
    pixmap = QPixmap(round(16 * dpr), round(12 * dpr))
    pixmap.setDevicePixelRatio(dpr)
    pixmap.fill(Qt.GlobalColor.transparent)
    theme = current_theme()
    with QPainter(pixmap) as painter:
        dot = QRectF(1, 1, 10, 10)
        draw_presence(painter, dot, wanted, theme, theme.color("bg.window"))
    return pixmap
