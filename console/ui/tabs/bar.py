"""A tab bar that paints itself: mark, name, countdown, unread dot, close."""

from __future__ import annotations

from datetime import datetime
from html import escape

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QTabBar, QToolTip, QWidget

from console.domain.care_window import Stage
from console.domain.ids import SessionId
from console.domain.texts import _
from console.ui.paint.marks import channel_pixmap
from console.ui.paint.pill import tab_text_color
from console.ui.paint.text import draw_line, text_width
from console.ui.tabs.faces import TAB_H, TAB_MIN_W, TAB_W, TabFace, TabLayout, lay_out_tab
from console.ui.theme.icons import icon_pixmap
from console.ui.theme.theme import Theme, current_theme
from console.ui.tick import ClockService

_GAP = 2


class SessionTabBar(QTabBar):
    """One tab a session.

    Signals:
        close_wanted: the cross, or a middle click.
    """

    close_wanted = Signal(str)

    def __init__(self, clock: ClockService, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._faces: dict[str, TabFace] = {}
        self._dragged = -1
        self._pressed_close = -1
        self._hovered = -1
        self.setAccessibleName(_("Open sessions"))
        self.setExpanding(False)
        self.setDrawBase(False)
        self.setUsesScrollButtons(False)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def session_at(self, index: int) -> SessionId:
        """The session of a tab; empty if there is none."""
        return SessionId(str(self.tabData(index) or ""))

    def index_of(self, session_id: str) -> int:
        """The tab of a session; -1 if it has none."""
        return next((i for i in range(self.count()) if self.tabData(i) == session_id), -1)

    def show_face(self, face: TabFace) -> int:
        """Add or update the tab of a session; its place."""
        self._faces[face.session_id] = face
        index = self.index_of(face.session_id)
        if index < 0:
            index = self.addTab("")
            self.setTabData(index, face.session_id)
        self.setTabText(index, face.spoken(self._clock.now()).replace("&", "&&"))
        self.update()
        return index

    def face(self, session_id: str) -> TabFace | None:
        """What the tab of a session shows."""
        return self._faces.get(session_id)

    def tabSizeHint(self, index: int) -> QSize:
        """206 px and a small gap, or an equal share of what there is, 96 px at least."""
        shown = sum(self.isTabVisible(i) for i in range(self.count())) or 1
        strip = self.parentWidget() or self
        room = strip.width()
        share = (room - 60) // shown
        return QSize(max(min(TAB_W + _GAP, share), TAB_MIN_W), TAB_H + 6)

    def minimumTabSizeHint(self, index: int) -> QSize:
        """As the strip wants it: it hides what doesn't fit."""
        return self.tabSizeHint(index)

    def paintEvent(self, event: QPaintEvent) -> None:
        """All visible tabs, the current one last."""
        painter = QPainter(self)
        theme = current_theme()
        for index in range(self.count()):
            if self.isTabVisible(index):
                self._paint_tab(painter, index, theme)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Select, or get ready to close or drag."""
        index = self.tabAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.MiddleButton and index >= 0:
            self.close_wanted.emit(self.session_at(index))
            return
        if event.button() != Qt.MouseButton.LeftButton:
            return
        self._pressed_close = index if self._over_close(index, event.position()) else -1
        if self._pressed_close < 0:
            self._dragged = index
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag a tab past its neighbours' middles; light up what is under the pointer."""
        point = event.position().toPoint()
        if event.buttons() & Qt.MouseButton.LeftButton and self._dragged >= 0:
            self._drag_to(point)
            return
        self._set_hovered(self.tabAt(point))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Close if the press began on the same cross."""
        self._dragged = -1
        index = self.tabAt(event.position().toPoint())
        closing = index >= 0 and index == self._pressed_close
        self._pressed_close = -1
        if closing and self._over_close(index, event.position()):
            self.close_wanted.emit(self.session_at(index))
        else:
            super().mouseReleaseEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is under the pointer."""
        self._set_hovered(-1)

    def event(self, event: QEvent) -> bool:
        """The whole name as a plain tooltip."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            face = self._faces.get(self.session_at(self.tabAt(event.pos())))
            text = f"<span>{escape(face.name)}</span>" if face else ""
            QToolTip.showText(event.globalPos(), text, self)
            return True
        return super().event(event)

    def tabRemoved(self, index: int) -> None:
        """Forget what tabs without a place showed."""
        left = {self.session_at(i) for i in range(self.count())}
        self._faces = {key: face for key, face in self._faces.items() if key in left}

    def _set_hovered(self, index: int) -> None:
        if index != self._hovered:
            self._hovered = index
            self.update()

    def _drag_to(self, point: QPoint) -> None:
        over = self.tabAt(point)
        start = QApplication.startDragDistance()
        if over < 0 or over == self._dragged or start < 0:
            return
        middle = self.tabRect(over).center().x()
        if (over > self._dragged) == (point.x() > middle):
            self.moveTab(self._dragged, over)
            self._dragged = over

    def _over_close(self, index: int, point: QPointF) -> bool:
        return index >= 0 and self._layout(index).close.contains(point)

    def _rect(self, index: int) -> QRectF:
        rect = QRect(self.tabRect(index))
        return QRectF(rect.x(), self.height() - TAB_H, rect.width() - _GAP, TAB_H)

    def _layout(self, index: int) -> TabLayout:
        face, now, theme = (
            self._faces[self.session_at(index)],
            self._clock.now(),
            current_theme(),
        )
        text = face.countdown(now)
        return lay_out_tab(
            self._rect(index),
            countdown_w=text_width(text, _countdown_font(face, now), theme) if text else 0,
            lapsed=face.stage(now) is Stage.LAPSED,
            unread=face.unread and index != self.currentIndex(),
            closable=index in (self.currentIndex(), self._hovered),
        )

    def _paint_tab(self, painter: QPainter, index: int, theme: Theme) -> None:
        face = self._faces.get(self.session_at(index))
        if face is None:
            return
        rect, layout = self._rect(index), self._layout(index)
        current = index == self.currentIndex()
        self._paint_ground(
            painter, rect, theme, current=current, hovered=index == self._hovered
        )
        dpr = self.devicePixelRatioF()
        mark = (
            icon_pixmap("session.readOnly", 14, "icon.muted", dpr=dpr)
            if face.read_only
            else channel_pixmap(14, face.channel_kind, dpr)
        )
        painter.drawPixmap(layout.mark.topLeft(), mark)
        color = "text.primary" if current else "text.secondary"
        weight = 500 if current else 400
        draw_line(painter, layout.name, face.name, ("body", weight, False), theme, color)
        self._paint_countdown(painter, face, layout, theme)
        self._paint_ends(painter, layout, theme)

    def _paint_ground(
        self, painter: QPainter, rect: QRectF, theme: Theme, *, current: bool, hovered: bool
    ) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not current and not hovered:
            return
        painter.setBrush(theme.color("bg.surface" if current else "bg.hover"))
        painter.setPen(QPen(theme.color("border.default"), 1) if current else Qt.PenStyle.NoPen)
        # the lower corners lie under the edge of the bar
        painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, 10), 8, 8)
        if self.hasFocus() and current:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.color("border.focus"), 2))
            painter.drawRoundedRect(rect.adjusted(3, 3, -3, -3), 6, 6)

    def _paint_countdown(
        self, painter: QPainter, face: TabFace, layout: TabLayout, theme: Theme
    ) -> None:
        now = self._clock.now()
        stage = face.stage(now)
        if stage is Stage.LAPSED:
            box = layout.countdown
            lock = icon_pixmap(
                "session.windowLapsed", 12, "icon.muted", "fill", self.devicePixelRatioF()
            )
            painter.drawPixmap(QPointF(box.x(), box.center().y() - 6), lock)
        elif stage is not None:
            step, weight, tabular = _countdown_font(face, now)
            painter.setFont(theme.font(step, weight, tabular))
            painter.setPen(tab_text_color(stage, theme))
            painter.drawText(
                layout.countdown.adjusted(0, 0, 2, 0),
                Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft,
                face.countdown(now),
            )

    def _paint_ends(self, painter: QPainter, layout: TabLayout, theme: Theme) -> None:
        if layout.dot.width():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("accent.fill"))
            painter.drawEllipse(layout.dot)
        if layout.close.width():
            cross = icon_pixmap(
                "common.close", 12, "icon.muted", "bold", self.devicePixelRatioF()
            )
            painter.drawPixmap(layout.close.center() - QPointF(6, 6), cross)


def _countdown_font(face: TabFace, now: datetime) -> tuple[str, int, bool]:
    return ("caption", 600 if face.stage(now) is Stage.URGENT else 500, True)
