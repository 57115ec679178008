"""The transcript as one view that lays out and paints only what is in sight."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from console.desk.rows import TranscriptRow
from console.domain.messages import Direction
from console.ui.paint.text import draw_line, text_width
from console.ui.theme.theme import ThemeService, current_theme
from console.ui.transcript.accessible import (
    announce,
    speak_for,
    tell_focus,
    transcript_interface,
)
from console.ui.transcript.flash import Flash
from console.ui.transcript.glide import Glide
from console.ui.transcript.keyboard import Keyboard
from console.ui.transcript.new_pill import NewPill
from console.ui.transcript.paint import Brushes, Looked, paint_row
from console.ui.transcript.pictures import PictureStore
from console.ui.transcript.pointer import Pointer
from console.ui.transcript.seen import SeenWatch
from console.ui.transcript.speech import spoken
from console.ui.transcript.surface import FileSource, Placed, Surface
from console.ui.widgets.overlay_scroll import OverlayScrollBar

_NEAR_BOTTOM_PX = 4
_SPANS_MS = 15_000
_KEYBOARD_FOCUS = {
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
}


class TranscriptView(QAbstractScrollArea):
    """A conversation from the oldest loaded message to the newest.

    Signals:
        earlier_wanted: the beginning is near; answer with `prepend`.
        seen: newest customer message that was really in sight for 300 ms.
        quote_wanted, picture_wanted, download_wanted, cancel_wanted, open_wanted: message id.
        original_wanted: a quoted message that isn't loaded.
        ask_wanted: a ready request for the composer.
        action_wanted: message id and "send_again", "cancel", "edit", "details", "why" or
            "dead_letter".
        link_wanted: an http(s) address; ask before opening it.
        menu_wanted: message id and global position.
    """

    earlier_wanted = Signal()
    seen = Signal(str)
    quote_wanted = Signal(str)
    picture_wanted = Signal(str)
    download_wanted = Signal(str)
    cancel_wanted = Signal(str)
    open_wanted = Signal(str)
    original_wanted = Signal(str)
    ask_wanted = Signal(str)
    action_wanted = Signal(str, str)
    link_wanted = Signal(str)
    menu_wanted = Signal(str, QPoint)

    def __init__(
        self,
        theme_service: ThemeService,
        now: Callable[[], datetime],
        parent: QWidget | None = None,
        *,
        files: FileSource | None = None,
        pictures: PictureStore | None = None,
    ) -> None:
        super().__init__(parent)
        self._now = now
        self._today = now().astimezone().date()
        self.surface = Surface(now, files)
        self.pictures = pictures or PictureStore(self)
        self._stick = True
        self._fitting = False
        self._earlier_asked = False
        self._set_up()
        self.pointer = Pointer(self)
        self.keyboard = Keyboard(self)
        self._flash = Flash(self.repaint_message, self)
        self._glide = Glide(self.verticalScrollBar())
        self._scroll_bar = OverlayScrollBar(self)
        self._pill = NewPill(self)
        self._seen = SeenWatch(self._newest_in_sight, self)
        self._spans = QTimer(self)
        self._spans.setInterval(_SPANS_MS)
        speak_for(TranscriptView)
        self.accessible = transcript_interface(self, self)
        theme_service.changed.connect(self._on_look_changed)
        self.pictures.ready.connect(self._on_picture_ready)
        self._pill.clicked.connect(self.scroll_to_end)
        self._seen.seen.connect(self.seen)
        self._spans.timeout.connect(self._on_time_passed)

    def set_thread(
        self,
        rows: Sequence[TranscriptRow],
        *,
        customer_name: str,
        earlier: bool,
        own_id: str = "",
    ) -> None:
        """Show this conversation from its end; `own_id` is the rep whose desk it is."""
        self.surface.customer, self.surface.own_id = customer_name, own_id
        self.surface.earlier, self._earlier_asked = earlier, False
        self.surface.reset(rows)
        self.keyboard.message_id = ""
        self.pointer.clear_selection()
        self._seen.reset()
        self._pill.clear()
        self._glide.stop()
        self._stick = True
        self._refit()

    def prepend(self, rows: Sequence[TranscriptRow], earlier: bool) -> None:
        """Put older rows on top; what is in sight stays where it is."""
        anchor = self._anchor()
        self.surface.earlier, self._earlier_asked = earlier, False
        self.surface.prepend(rows)
        self._restore(anchor)

    def upsert(self, rows: Iterable[TranscriptRow]) -> None:
        """Take new and changed rows."""
        anchor = self._anchor()
        for row in rows:
            index, new = self.surface.put(row)
            if new:
                self._on_new(row, index)
        self._restore(anchor)

    def remove(self, ids: Iterable[str]) -> None:
        """Take rows out."""
        anchor = self._anchor()
        for message_id in ids:
            self.surface.remove(message_id)
        self._restore(anchor)

    def update_files(self, media_ids: Iterable[str]) -> None:
        """Downloads, uploads or previews of these files moved on."""
        anchor = self._anchor()
        for index in self.surface.of_media(media_ids):
            self.surface.forget(index)
        self._restore(anchor)

    def flash(self, message_id: str) -> None:
        """Show a message and light it up; asks for it if it isn't loaded."""
        index = self.surface.thread.index(message_id)
        if index is None:
            self.original_wanted.emit(message_id)
            return
        self._stick = False
        self._glide.stop()
        self._scroll_to(self.surface.center(index, self._page()))
        self._flash.light(message_id)

    def scroll_to_end(self) -> None:
        """Show the newest message."""
        self._stick = True
        self._refit()

    # what the pointer, the keyboard and speech ask of it

    def placed_rows(self) -> list[Placed]:
        """Rows in sight, from top to bottom."""
        return list(self.surface.in_sight(self.verticalScrollBar().value(), self._page()))

    def placed(self, message_id: str) -> Placed | None:
        """A row, if it is in sight."""
        return next((row for row in self.placed_rows() if row.message_id == message_id), None)

    def placed_at(self, point: QPointF) -> Placed | None:
        """The row under a point of the viewport."""
        return next(
            (
                row
                for row in self.placed_rows()
                if row.top_px <= point.y() < row.top_px + row.layout.height_px
            ),
            None,
        )

    def repaint_message(self, message_id: str) -> None:
        """Paint a row again if it is in sight."""
        placed = self.placed(message_id)
        if placed is not None:
            rect = QRect(0, placed.top_px - 6, self.width(), placed.layout.height_px + 12)
            self.viewport().update(rect)

    def leave_keyboard(self) -> None:
        """The mouse is in use: no ring."""
        self.keyboard.hide()

    def activate(self, message_id: str, hit_index: int) -> None:
        """Do what a place to click says."""
        placed = self.placed(message_id)
        if placed is None or hit_index >= len(placed.layout.hits):
            return
        hit = placed.layout.hits[hit_index]
        if hit.action.startswith("act:"):
            for each in hit.value.split():
                self.action_wanted.emit(each, hit.action.removeprefix("act:"))
            return
        signals = {
            "picture": self.picture_wanted,
            "download": self.download_wanted,
            "cancel_file": self.cancel_wanted,
            "open": self.open_wanted,
            "ask": self.ask_wanted,
            "link": self.link_wanted,
        }
        if hit.action in signals:
            signals[hit.action].emit(hit.value)
        elif hit.action == "original":
            self.flash(hit.value)
        elif hit.action == "copy":
            QGuiApplication.clipboard().setText(hit.value)

    def bring_into_sight(self, message_id: str) -> None:
        """Scroll as little as needed to show a row whole."""
        index = self.surface.thread.index(message_id)
        if index is None:
            return
        bar, page = self.verticalScrollBar(), self._page()
        top, height = self.surface.top(index), self.surface.height(index)
        if top < bar.value() or height > page:
            self._stick = False
            self._scroll_to(top - 8)
        elif top + height > bar.value() + page:
            self._scroll_to(top + height + 8 - page)
        tell_focus(self, self)

    def turn_page(self, step: int) -> bool:
        """Scroll by a page, up for -1."""
        self._glide.by(step * round(self._page() * 0.9))
        return True

    def spoken_row(self, index: int) -> str:
        """A row in words."""
        return spoken(self.surface.entry(index), self.surface.customer, self._now())

    def current_id(self) -> str:
        """The message the keyboard stands on; empty for none."""
        return self.keyboard.message_id

    def _set_up(self) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("Conversation")
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def _page(self) -> int:
        return self.viewport().height()

    def _on_new(self, row: TranscriptRow, index: int) -> None:
        if row.local:
            self._stick = True  # what one has just written is shown
        elif not self._stick and row.message.direction is Direction.INBOUND:
            self._pill.add(1)
        if row.message.direction is Direction.INBOUND:
            announce(self, self.spoken_row(index))

    def _anchor(self) -> tuple[str, int] | None:
        """A row that has to stay where it is; None if the end has to stay in sight.

        Not the very first one: it loses its divider when older rows come.
        """
        rows = [] if self._stick else self.placed_rows()
        whole = [row for row in rows if row.top_px >= 0 and row.index] or rows
        return (whole[0].message_id, whole[0].top_px) if whole else None

    def _restore(self, anchor: tuple[str, int] | None) -> None:
        """Lay out again and put the anchor back."""
        index = self.surface.thread.index(anchor[0]) if anchor else None
        if anchor is None or index is None or self._stick:
            self._refit()
            return
        before = self.verticalScrollBar().value()
        for _ in range(3):
            self._scroll_to(self.surface.top(index) - anchor[1])
            if self.surface.top(index) - self.verticalScrollBar().value() == anchor[1]:
                break
        self._glide.moved(self.verticalScrollBar().value() - before)

    def _scroll_to(self, value: int) -> None:
        self._set_range(value)
        self._fitting = True
        self.verticalScrollBar().setValue(value)
        self._fitting = False
        self._stick = self._is_at_bottom()
        self._refit()

    def _refit(self) -> None:
        """Lay out what is in sight and keep it in place."""
        bar = self.verticalScrollBar()
        self.surface.width_px = self.viewport().width()
        value = self.surface.fit(bar.value(), self._page(), self._stick)
        self._fitting = True
        self._set_range(value)
        bar.setValue(value)
        self._fitting = False
        self.viewport().update()
        self._after_move()

    def _set_range(self, value: int) -> None:
        page = self._page()
        bar = self.verticalScrollBar()
        bar.setPageStep(page)
        bar.setSingleStep(24)
        self._fitting = True
        bar.setRange(0, max(self.surface.total() - page, 0, value))
        self._fitting = False

    def _is_at_bottom(self) -> bool:
        bar = self.verticalScrollBar()
        return bar.value() >= bar.maximum() - _NEAR_BOTTOM_PX

    def _after_move(self) -> None:
        if self._stick:
            self._pill.clear()
        elif self._pill.isVisible():
            self._pill.stand(self.viewport())
        near = self.verticalScrollBar().value() < self._page()
        if self.surface.earlier and near and not self._earlier_asked and self.isVisible():
            self._earlier_asked = True
            QTimer.singleShot(0, self, self.earlier_wanted.emit)
        self._seen.changed()

    def _newest_in_sight(self) -> tuple[int, str] | None:
        if not (self.isVisible() and self.isActiveWindow()):
            return None
        for placed in reversed(self.placed_rows()):
            message = self.surface.thread.rows[placed.index].message
            whole = placed.top_px + placed.layout.bubble.bottom() <= self._page()
            if whole and message.direction is Direction.INBOUND:
                return message.order, message.message_id
        return None

    def _on_look_changed(self) -> None:
        anchor = self._anchor()
        self.surface.forget_all()
        self._restore(anchor)

    def _on_picture_ready(self, _path: str) -> None:
        self.viewport().update()

    def _on_time_passed(self) -> None:
        today = self._now().astimezone().date()
        if today != self._today:
            self._today = today
            self.surface.forget_all()
        stale = [placed.index for placed in self.placed_rows() if placed.layout.changes]
        for index in stale:
            self.surface.forget(index)
        if stale:
            self._refit()

    def _looked(self, placed: Placed) -> Looked:
        name, pointer, keyboard = placed.message_id, self.pointer, self.keyboard
        selection = pointer.selection
        chosen = selection if selection and selection.message_id == name else None
        return Looked(
            hovered=pointer.hovered.hit if pointer.hovered.message_id == name else -1,
            pressed=pointer.pressed.hit if pointer.pressed.message_id == name else -1,
            chosen=keyboard.hit if keyboard.message_id == name else -1,
            focused=keyboard.shown and keyboard.message_id == name and self.hasFocus(),
            flash=self._flash.strength if self._flash.message_id == name else 0.0,
            selected=(chosen.piece, chosen.first, chosen.last) if chosen else None,
        )

    def _paint_earlier(self, painter: QPainter) -> None:
        y = self.surface.shift(self._page()) - self.verticalScrollBar().value()
        if not self.surface.earlier or y < -44:
            return
        words, theme = "Loading earlier messages…", current_theme()
        width = text_width(words, ("caption", None, False), theme)
        box = QRectF((self.width() - width) / 2, y + 16, width + 1, 16)
        draw_line(painter, box, words, ("caption", None, False), theme, "text.tertiary")

    # Qt's own names from here on

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the rows that the event touches."""
        theme, area = current_theme(), event.rect()
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(area, theme.color("bg.surface"))
        brushes = Brushes(painter, theme, self.pictures, self.devicePixelRatioF())
        self._paint_earlier(painter)
        for placed in self.placed_rows():
            bottom = placed.top_px + placed.layout.height_px
            if placed.top_px > area.bottom() + 20 or bottom < area.top() - 20:
                continue
            painter.translate(0, placed.top_px)
            paint_row(placed.layout, brushes, self._looked(placed))
            painter.translate(0, -placed.top_px)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out for the new width; what is in sight stays."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            anchor = self._anchor()
            self.surface.forget_all()
            self.surface.width_px = self.viewport().width()
            self._restore(anchor)
            return
        if not self._stick and event.oldSize().height() > 0:
            # the lower edge is where people read: a growing composer pushes up
            grown = event.oldSize().height() - event.size().height()
            self._scroll_to(self.verticalScrollBar().value() + grown)
        self._refit()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Move the pixels, and lay out what comes into sight."""
        if self._fitting:
            return
        self.pointer.hover_nothing()
        bar = self.verticalScrollBar()
        self._stick = self._is_at_bottom()
        before, total = bar.value(), self.surface.total()
        value = self.surface.fit(before, self._page(), self._stick)
        if value == before and total == self.surface.total():
            self.viewport().scroll(dx, dy)
            self._after_move()
            return
        self._refit()
        self._glide.moved(value - before)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll smoothly."""
        self._glide.wheel(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move between messages and act on one."""
        if not self.keyboard.press(event):
            event.ignore()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of the message under the pointer or the keyboard."""
        by_mouse = event.reason() == QContextMenuEvent.Reason.Mouse
        placed = self.placed_at(QPointF(event.pos())) if by_mouse else None
        message_id = placed.message_id if placed else self.keyboard.message_id
        if message_id:
            self.menu_wanted.emit(message_id, event.globalPos())

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Stand on a message when the keyboard brought the focus."""
        super().focusInEvent(event)
        rows = self.placed_rows()
        if event.reason() in _KEYBOARD_FOCUS and rows:
            known = self.placed(self.keyboard.message_id)
            self.keyboard.stand_on((known or rows[-1]).message_id)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the ring away."""
        super().focusOutEvent(event)
        self.repaint_message(self.keyboard.message_id)

    def changeEvent(self, event: QEvent) -> None:
        """The window came to the front, or left it."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange:
            self._seen.changed()

    def showEvent(self, event: QEvent) -> None:
        """Keep spans of time right while in sight."""
        self._spans.start()
        self._on_time_passed()
        self._refit()

    def hideEvent(self, event: QEvent) -> None:
        """Sleep while out of sight."""
        self._spans.stop()
        self._seen.changed()
