"""Scrolling of a painted list: its range, its steps, and bringing an entry into view."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QScrollBar, QWidget

from console.ui.inbox.geometry import Placed

_WHEEL_STEP_PX = 24


def set_up_area(area: QAbstractScrollArea) -> None:
    """Make the area ready for opaque painting with the mouse tracked."""
    # its own would be unknown to Python, and making them known takes a tenth of the start
    area.setViewport(QWidget())
    area.setVerticalScrollBar(QScrollBar(Qt.Orientation.Vertical))
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.verticalScrollBar().setSingleStep(_WHEEL_STEP_PX)
    area.viewport().setMouseTracking(True)
    area.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)


def fit_scroll_bar(area: QAbstractScrollArea, content_px: int) -> None:
    """Let the area scroll over so much content."""
    page = area.viewport().height()
    area.verticalScrollBar().setPageStep(page)
    area.verticalScrollBar().setRange(0, max(content_px - page, 0))


def scroll_to(area: QAbstractScrollArea, placed: Placed) -> None:
    """Scroll as little as shows the whole entry."""
    bar, page = area.verticalScrollBar(), area.viewport().height()
    bottom = placed.top_px + placed.height_px
    if placed.top_px < bar.value():
        bar.setValue(placed.top_px)
    elif bottom > bar.value() + page:
        bar.setValue(bottom - page)


def scrolled_by_pixels(area: QAbstractScrollArea, event: QWheelEvent) -> bool:
    """Scroll by the pixels a touch pad tells; False if it is a wheel that tells none."""
    pixels = event.pixelDelta().y()
    if not pixels:
        return False
    bar = area.verticalScrollBar()
    bar.setValue(bar.value() - pixels)
    event.accept()
    return True
