"""The transcript as one view that lays out and paints only what is in sight."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, Qt, QTimer, Signal
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
from console.domain.directions import Direction
from console.domain.texts import _
from console.ui.theme.theme import ThemeService
from console.ui.transcript.accessible import tell_focus, transcript_interface
from console.ui.transcript.flash import Flash
from console.ui.transcript.keyboard import Keyboard
from console.ui.transcript.new_pill import NewPill
from console.ui.transcript.pictures import PictureStore, in_the_open
from console.ui.transcript.place import Place
from console.ui.transcript.pointer import Pointer
from console.ui.transcript.seen import SeenWatch
from console.ui.transcript.speech import spoken
from console.ui.transcript.surface import FileSource, Placed, Surface
from console.ui.transcript.tools import MessageTools
from console.ui.transcript.view_painter import Scene, paint_view
from console.ui.widgets.overlay_scroll import OverlayScrollBar
from console.ui.widgets.speaking import speak_for
from console.ui.widgets.spoken import announce

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
        quote_wanted, unreact_wanted, picture_wanted, download_wanted, cancel_wanted,
            open_wanted: message id.
        original_wanted: a quoted message that isn't loaded.
        ask_wanted: a ready request for the composer.
        action_wanted: message id and "send_again", "cancel", "edit", "details", "why",
            "ledger" or "dead_letter".
        link_wanted: an http(s) address; ask before opening it.
        menu_wanted, react_wanted: message id and global position.
    """

    earlier_wanted = Signal()
    seen = Signal(str)
    quote_wanted = Signal(str)
    unreact_wanted = Signal(str)
    picture_wanted = Signal(str)
    download_wanted = Signal(str)
    cancel_wanted = Signal(str)
    open_wanted = Signal(str)
    original_wanted = Signal(str)
    ask_wanted = Signal(str)
    action_wanted = Signal(str, str)
    link_wanted = Signal(str)
    menu_wanted = Signal(str, QPoint)
    react_wanted = Signal(str, QPoint)

    def __init__(
        self,
        theme_service: ThemeService,
        now: Callable[[], datetime],
        parent: QWidget | None = None,
        *,
        files: FileSource | None = None,
    ) -> None:
        super().__init__(parent)
        self._now = now
        self._today = now().astimezone().date()
        self.surface = Surface(now, files)
        self.pictures = PictureStore(self, in_the_open if files is None else files.opened)
        self._earlier_asked = False
        self._set_up()
        self.place = Place(self, self.surface, self._after_move)
        self.pointer = Pointer(self, self.viewport())
        self.keyboard = Keyboard(self)
        self.tools = MessageTools(self)
        self.lit = Flash(self.repaint_message, self)
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
        self.place.go_to_end()

    def prepend(self, rows: Sequence[TranscriptRow], earlier: bool) -> None:
        """Put older rows on top; what is in sight stays where it is."""
        anchor = self.place.anchor()
        self.surface.earlier, self._earlier_asked = earlier, False
        self.surface.prepend(rows)
        self.place.restore(anchor)

    def upsert(self, rows: Iterable[TranscriptRow]) -> None:
        """Take new and changed rows."""
        anchor = self.place.anchor()
        for row in rows:
            index, new = self.surface.put(row)
            if new:
                self._on_new(row, index)
        self.place.restore(anchor)

    def remove(self, ids: Iterable[str]) -> None:
        """Take rows out."""
        anchor = self.place.anchor()
        for message_id in ids:
            self.surface.remove(message_id)
        self.place.restore(anchor)

    def update_files(self, media_ids: Iterable[str]) -> None:
        """Downloads, uploads or previews of these files moved on."""
        anchor = self.place.anchor()
        self.surface.forget_media(media_ids)
        self.place.restore(anchor)

    def flash(self, message_id: str) -> None:
        """Show a message and light it up; asks for it if it isn't loaded."""
        index = self.surface.thread.index(message_id)
        if index is None:
            self.original_wanted.emit(message_id)
            return
        self.place.center(index)
        self.lit.light(message_id)

    def scroll_to_end(self) -> None:
        """Show the newest message."""
        self.place.go_to_end()

    # what the pointer, the keyboard and speech ask of it

    def placed_rows(self) -> list[Placed]:
        """Rows in sight, from top to bottom."""
        return self.place.rows()

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
            "unreact": self.unreact_wanted,
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
        if index is not None:
            self.place.reveal(index)
        tell_focus(self, self)

    def say(self, words: str) -> None:
        """Let a listening screen reader say this."""
        announce(self, words)

    def turn_page(self, step: int) -> bool:
        """Scroll by a page, up for -1."""
        self.place.glide.by(step * round(self.place.page * 0.9))
        return True

    def spoken_row(self, index: int) -> str:
        """A row in words."""
        words = spoken(self.surface.entry(index), self.surface.customer, self._now())
        names = [hit.name for hit in self.surface.layout(index).hits if hit.is_said]
        return f"{words}. {', '.join(names)}" if names else words

    def current_id(self) -> str:
        """The message the keyboard stands on; empty for none."""
        return self.keyboard.message_id

    def _set_up(self) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(_("Conversation"))
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def _on_new(self, row: TranscriptRow, index: int) -> None:
        if row.local:
            self.place.at_end = True  # what one has just written is shown
        elif not self.place.at_end and row.message.direction is Direction.INBOUND:
            self._pill.add(1)
        if row.message.direction is Direction.INBOUND:
            self.say(self.spoken_row(index))

    def _after_move(self) -> None:
        if self.place.at_end:
            self._pill.clear()
        elif self._pill.isVisible():
            self._pill.stand(self.viewport())
        near = self.verticalScrollBar().value() < self.place.page
        if self.surface.earlier and near and not self._earlier_asked and self.isVisible():
            self._earlier_asked = True
            QTimer.singleShot(0, self, self.earlier_wanted.emit)
        self._seen.changed()

    def _newest_in_sight(self) -> tuple[int, str] | None:
        if not (self.isVisible() and self.isActiveWindow()):
            return None
        for placed in reversed(self.placed_rows()):
            message = self.surface.thread.rows[placed.index].message
            whole = placed.top_px + placed.layout.bubble.bottom() <= self.place.page
            if whole and message.direction is Direction.INBOUND:
                return message.order, message.message_id
        return None

    def _on_look_changed(self) -> None:
        anchor = self.place.anchor()
        self.surface.forget_all()
        self.place.restore(anchor)

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
            self.place.refit()

    def _scene(self) -> Scene:
        return Scene(
            rows=self.placed_rows(),
            pointer=self.pointer,
            keyboard=self.keyboard,
            lit=self.lit,
            pictures=self.pictures,
            dpr=self.devicePixelRatioF(),
            width_px=self.viewport().width(),
            has_focus=self.hasFocus(),
            earlier_at=-self.verticalScrollBar().value() if self.surface.earlier else None,
        )

    # Qt's own names from here on

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the rows that the event touches."""
        painter = QPainter(self.viewport())
        try:
            paint_view(self._scene(), painter, event.rect())
        finally:
            painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out for the new width; what is in sight stays."""
        super().resizeEvent(event)
        if event.oldSize().width() == event.size().width():
            self.place.resized(event.oldSize().height())
            return
        anchor = self.place.anchor()
        self.surface.forget_all()
        self.surface.width_px = self.viewport().width()
        self.place.restore(anchor)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Move the pixels, and lay out what comes into sight."""
        if self.place.fitting:
            return
        self.pointer.hover_nothing()
        if self.place.scrolled():
            self.viewport().scroll(dx, dy)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll smoothly."""
        self.place.glide.wheel(event)

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
        self.place.refit()

    def hideEvent(self, event: QEvent) -> None:
        """Sleep while out of sight."""
        self._spans.stop()
        self._seen.changed()
