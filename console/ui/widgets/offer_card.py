"""Work on offer: who, what, why, and how long there is to accept it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent, QPen, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from console.domain.names import shown_name
from console.domain.texts import _, ngettext
from console.domain.work import DECLINE_REASONS
from console.ui.paint.arcs import draw_offer_ring
from console.ui.paint.marks import channel_name, channel_pixmap
from console.ui.paint.pill import PillSize
from console.ui.theme.icons import icon_pixmap
from console.ui.theme.theme import current_theme
from console.ui.tick import ClockService
from console.ui.titles import hours_minutes
from console.ui.widgets.countdown import CountdownPill
from console.ui.widgets.menu import Menu
from console.ui.widgets.push_button import PushButton
from console.ui.widgets.restyled import Restyled
from console.ui.widgets.text import PlainLabel

if TYPE_CHECKING:
    from console.wire.views import OfferView  # shapes alone: slow to make

_RING_PX = 44


class OfferRing(Restyled, QWidget):
    """The seconds left to accept, in a ring that empties."""

    def __init__(self, clock: ClockService, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._ends_at = clock.now()
        self._whole = timedelta(seconds=1)
        self.setFixedSize(_RING_PX, _RING_PX)

    def count_down(self, ends_at: datetime, whole: timedelta) -> None:
        """Empty until `ends_at`; the ring was full `whole` before."""
        self._ends_at, self._whole = ends_at, whole
        self.setAccessibleName(
            ngettext("{count} second left", "{count} seconds left", self.seconds_left()).format(
                count=self.seconds_left()
            )
        )
        self.update()

    def seconds_left(self) -> int:
        """Whole seconds, rounded up."""
        left = self._ends_at - self._clock.now()
        return max(-(-left // timedelta(seconds=1)), 0)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Ring and seconds."""
        share = max((self._ends_at - self._clock.now()) / self._whole, 0.0)
        with QPainter(self) as painter:
            square = QRectF(self.rect())
            draw_offer_ring(painter, square, share, self.seconds_left(), current_theme())

    def showEvent(self, event: QShowEvent) -> None:
        """Count while in sight."""
        super().showEvent(event)
        self._clock.watch(self, self._next_second, self.update)

    def hideEvent(self, event: QHideEvent) -> None:
        """Sleep while out of sight."""
        super().hideEvent(event)
        self._clock.unwatch(self)

    def _next_second(self, now: datetime) -> datetime | None:
        left = self._ends_at - now
        if left <= timedelta(0):
            return None
        return now + (left % timedelta(seconds=1) or timedelta(seconds=1))


class OfferCard(Restyled, QWidget):
    """Stands above the sections; takes no focus and covers nothing.

    Signals:
        accepted: work id.
        declined: work id and reason.
    """

    accepted = Signal(str)
    declined = Signal(str, str)

    def __init__(
        self,
        offer: OfferView,
        clock: ClockService,
        parent: QWidget | None = None,
        *,
        accept_hint: str = "Ctrl+Shift+A",
    ) -> None:
        super().__init__(parent)
        self.offer = offer
        self._clock = clock
        self._ring = OfferRing(clock, self)
        self._ring.count_down(offer.expires_at, timedelta(seconds=max(offer.timeout_s, 1)))
        self._mark = PlainLabel(parent=self)
        self._why_icon = PlainLabel(parent=self)
        self._pill = CountdownPill(clock, PillSize.LIST, self)
        self._accept = PushButton(
            _("Accept"),
            "primary",
            self,
            icon_name="common.confirm",
            icon_weight="bold",
            hint=accept_hint,
        )
        self._decline = PushButton(_("Decline"), parent=self)
        self._menu = Menu(self)
        for reason in DECLINE_REASONS:
            self._menu.addAction(_(reason)).setData(reason)
        self._decline.open_menu(self._menu)
        self._arrange()
        self._accept.clicked.connect(self._on_accept)
        self._menu.triggered.connect(self._on_decline)
        self.setAccessibleName(self.spoken())
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.restyle()

    def spoken(self) -> str:
        """The offer in words, to be said once."""
        offer = self.offer
        return (
            f"{self._title()}: {shown_name(offer.customer_name)}, "
            f"{channel_name(offer.channel_kind)}, {offer.queue_name}: "
            f"{offer.preview}. {_(offer.why)}"
        )

    def restyle(self) -> None:
        """Take marks and icons of the theme in use."""
        dpr = self.devicePixelRatioF()
        self._mark.setPixmap(channel_pixmap(14, self.offer.channel_kind, dpr))
        self._why_icon.setPixmap(icon_pixmap("status.info", 14, "text.tertiary"))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The card with its accent outline."""
        theme = current_theme()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme.color("accent.fill"), 1.5))
            painter.setBrush(theme.color("bg.surface"))
            card = QRectF(self.rect()).adjusted(0.75, 0.75, -0.75, -0.75)
            painter.drawRoundedRect(card, theme.px("radius.lg"), theme.px("radius.lg"))

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(0)
        column.addLayout(self._head())
        column.addSpacing(8)
        column.addWidget(_Quote(self.offer.note or self.offer.preview, self))
        column.addSpacing(8)
        column.addLayout(self._facts())
        if self.offer.why:
            column.addSpacing(4)
            column.addLayout(self._why())
        column.addSpacing(10)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self._accept, 1)
        buttons.addWidget(self._decline)
        column.addLayout(buttons)

    def _head(self) -> QHBoxLayout:
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch()
        words.addWidget(
            PlainLabel(self._title(), self, step="caption", weight=600, kind="link")
        )
        name = PlainLabel(
            shown_name(self.offer.customer_name), self, step="title", elide="right"
        )
        words.addWidget(name)
        words.addStretch()
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self._ring)
        row.addLayout(words, 1)
        return row

    def _facts(self) -> QHBoxLayout:
        waited = self._clock.now() - self.offer.waiting_since
        words = _("{queue_name} · waiting {waited}").format(
            queue_name=self.offer.queue_name, waited=_clock_text(waited)
        )
        label = PlainLabel(words, self, step="caption", kind="secondary", elide="right")
        self._pill.set_window(
            self.offer.window_expires_at, has_window=self.offer.window_expires_at is not None
        )
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self._mark)
        row.addWidget(label, 1)
        row.addWidget(self._pill)
        return row

    def _why(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self._why_icon)
        label = PlainLabel(
            _(self.offer.why), self, step="caption", kind="tertiary", elide="right"
        )
        row.addWidget(label, 1)
        return row

    def _title(self) -> str:
        giver = self.offer.from_name
        return (
            _("{giver} hands this over to you").format(giver=giver)
            if giver
            else _("New conversation for you")
        )

    def _on_accept(self) -> None:
        self._accept.set_busy(_("Accepting…"))
        self.accepted.emit(self.offer.work_id)

    def _on_decline(self, action: object) -> None:
        chosen = next((a for a in self._menu.actions() if a is action), None)
        reason = str(chosen.data()) if chosen is not None else ""
        self.declined.emit(self.offer.work_id, reason)


class _Quote(Restyled, QWidget):
    """The customer's words on the ground of an incoming bubble, two lines at most."""

    def __init__(self, text: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._label = PlainLabel(text, self, wrap=True)
        self._label.setMaximumHeight(2 * current_theme().line("body"))
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 7, 10, 7)
        column.addWidget(self._label)

    def sizeHint(self) -> QSize:
        """Two lines and the air around them."""
        return QSize(200, 2 * current_theme().line("body") + 14)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The rounded ground."""
        theme = current_theme()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme.color("bubble.in"), 0))
            painter.setBrush(theme.color("bubble.in"))
            painter.drawRoundedRect(
                QRectF(self.rect()), theme.px("radius.md"), theme.px("radius.md")
            )


def _clock_text(span: timedelta) -> str:
    seconds = max(int(span.total_seconds()), 0)
    if seconds >= 3600:
        return hours_minutes(span)
    return f"{seconds // 60}:{seconds % 60:02}"
