"""Meters with their figures: capacity and limits."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from console.domain.texts import _, ngettext, number
from console.ui.paint.meters import (
    BAR_H,
    SEGMENT_H,
    draw_limit_bar,
    draw_segments,
    segments_width,
)
from console.ui.paint.text import FontKey, draw_line, text_width
from console.ui.theme.theme import current_theme
from console.ui.widgets.restyled import Restyled

_FONT: FontKey = ("caption", 400, True)
_GAP_PX = 6
_HEIGHT_PX = 20


class CapacityMeter(Restyled, QWidget):
    """How many places of the rep's capacity are taken: "7 / 8 sessions"."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._used = self._total = 0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_load(0, 0)

    def set_load(self, used: int, total: int) -> None:
        """Show these figures."""
        self._used, self._total = used, total
        self.setAccessibleName(
            ngettext("{used} of {total} session", "{used} of {total} sessions", total).format(
                used=used, total=total
            )
        )
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Segments and words."""
        width = segments_width(self._total) + _GAP_PX
        width += round(text_width(self._words(), _FONT, current_theme())) + 1
        return QSize(width, _HEIGHT_PX)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Segments, then figures."""
        theme = current_theme()
        with QPainter(self) as painter:
            top = (self.height() - SEGMENT_H) / 2
            draw_segments(painter, 0, top, self._used, self._total, theme)
            x = segments_width(self._total) + _GAP_PX
            box = QRectF(x, 0, self.width() - x, self.height())
            draw_line(painter, box, self._words(), _FONT, theme, "text.secondary")

    def _words(self) -> str:
        words = ngettext("{used} / {total} session", "{used} / {total} sessions", self._total)
        return words.format(used=self._used, total=self._total)


class LimitMeter(Restyled, QWidget):
    """A bar with its figures: "812 / 1,000"."""

    def __init__(self, name: str, bar_px: int = 84, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._bar_px = bar_px
        self._used, self._limit = 0, 1
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_used(0, 1)

    def set_used(self, used: int, limit: int) -> None:
        """Show how much of the limit is used."""
        self._used, self._limit = used, max(limit, 1)
        self.setAccessibleName(
            _("{name}: {used} of {limit}").format(
                name=self._name, used=number(used), limit=number(limit)
            )
        )
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Bar and figures."""
        width = text_width(self._words(), _FONT, current_theme())
        return QSize(self._bar_px + _GAP_PX + round(width) + 1, _HEIGHT_PX)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Bar, then figures."""
        theme = current_theme()
        with QPainter(self) as painter:
            bar = QRectF(0, (self.height() - BAR_H) / 2, self._bar_px, BAR_H)
            draw_limit_bar(painter, bar, self._used / self._limit, theme)
            x = self._bar_px + _GAP_PX
            box = QRectF(x, 0, self.width() - x, self.height())
            draw_line(painter, box, self._words(), _FONT, theme, "text.secondary")

    def _words(self) -> str:
        return f"{number(self._used)} / {number(self._limit)}"
