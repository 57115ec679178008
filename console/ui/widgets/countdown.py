"""The countdown as a widget, ticking by the clock service."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QSize
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from console.domain.care_window import next_change, share_left, spoken_countdown, time_left
from console.domain.texts import _
from console.ui.calendar import clock, short_weekday
from console.ui.paint.pill import PillLayout, PillSize, draw_pill, lay_out_pill
from console.ui.theme.theme import current_theme
from console.ui.tick import ClockService
from console.ui.widgets.restyled import Restyled


class CountdownPill(Restyled, QWidget):
    """Counts down to the end of a window; hidden on channels that have none."""

    def __init__(
        self,
        clock: ClockService,
        size: PillSize = PillSize.HEADER,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._clock = clock
        self._size = size
        self._expires_at: datetime | None = None
        self._with_until = True
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_window(self, expires_at: datetime | None, *, has_window: bool = True) -> None:
        """Count down to this moment; None is a window that is not open."""
        self._expires_at = expires_at
        if self.parentWidget() is not None:
            # alone it would open a window of its own
            self.setVisible(has_window)
        self._on_tick()
        if self.isVisible():
            self._watch()

    def show_until(self, wanted: bool) -> None:
        """Show or drop "until 17:48", for narrow headers."""
        self._with_until = wanted
        self._on_tick()

    def sizeHint(self) -> QSize:
        """As large as the pill of this moment."""
        layout = self._layout()
        return QSize(layout.width, layout.height)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the pill of this moment."""
        share = share_left(time_left(self._expires_at, self._clock.now()))
        with QPainter(self) as painter:
            dpr = self.devicePixelRatioF()
            draw_pill(painter, 0, 0, self._layout(), share, current_theme(), dpr)

    def showEvent(self, event: QShowEvent) -> None:
        """Count down while in sight."""
        super().showEvent(event)
        self._watch()

    def hideEvent(self, event: QHideEvent) -> None:
        """Sleep while out of sight."""
        super().hideEvent(event)
        self._clock.unwatch(self)

    def _watch(self) -> None:
        self._clock.watch(self, self._next_change, self._on_tick)

    def _next_change(self, now: datetime) -> datetime | None:
        return next_change(self._expires_at, now)

    def _on_tick(self) -> None:
        left = time_left(self._expires_at, self._clock.now())
        self.setAccessibleName(spoken_countdown(left))
        self.updateGeometry()
        self.update()

    def _layout(self) -> PillLayout:
        until = ""
        if self._with_until and self._expires_at is not None:
            at, today = self._expires_at.astimezone(), self._clock.now().astimezone().date()
            time = clock(at) if at.date() == today else f"{short_weekday(at)} {clock(at)}"
            until = _("until {time}").format(time=time)
        left = time_left(self._expires_at, self._clock.now())
        return lay_out_pill(left, self._size, current_theme(), until)
