"""The session list as one view that paints only what is in sight."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from console.desk.inbox_row import InboxRow
from console.domain.texts import _
from console.ui.inbox.content import InboxContent
from console.ui.inbox.cursor import ListCursor
from console.ui.inbox.filters import Counts, InboxFilter
from console.ui.inbox.geometry import Entry, Placed
from console.ui.inbox.keys import step_of
from console.ui.inbox.list_painter import ListPainter, Picture
from console.ui.inbox.moving import Moves
from console.ui.inbox.pointer import Pointer
from console.ui.inbox.scrolling import (
    fit_scroll_bar,
    scroll_to,
    scrolled_by_pixels,
    set_up_area,
)
from console.ui.inbox.ticking import next_picture
from console.ui.inbox.wording import spoken_heading, spoken_row
from console.ui.theme.theme import ThemeService, current_theme
from console.ui.tick import ClockService
from console.ui.widgets.overlay_scroll import OverlayScrollBar
from console.ui.widgets.speaking import speak_for

if TYPE_CHECKING:
    from PySide6.QtGui import QAccessibleInterface

_KEYBOARD_FOCUS = {
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
}


class InboxView(QAbstractScrollArea):
    """Sections of session rows.

    The *selected* row is the session whose tab is open; the *cursor* is where the
    keyboard stands, and shows a ring when the keyboard was used last.

    Signals:
        opened: the rep wants this session: a click, or Enter.
        selection_changed: the cursor stands on another session.
        menu_requested: session and global position.
        counts_changed: rows or figures on the chips may have changed.
    """

    opened = Signal(str)
    selection_changed = Signal(str)
    menu_requested = Signal(str, QPoint)
    counts_changed = Signal()

    def __init__(
        self, theme_service: ThemeService, clock: ClockService, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._clock = clock
        self.content = InboxContent(clock.now(), self)
        self._painter = ListPainter(self.content.order)
        self._pointer = Pointer()
        self._cursor = ListCursor()
        self.selected_id = ""
        self._keyboard = False
        self._moves = Moves()
        set_up_area(self)
        self._scroll_bar = OverlayScrollBar(self)
        speak_for(InboxView)
        self.setAccessibleName(_("Sessions"))
        theme_service.changed.connect(self._on_theme_changed)
        self.content.about_to_move.connect(self._remember_places)
        self.content.moved.connect(self._on_moved)
        self.content.row_changed.connect(self._repaint_id)

    @cached_property
    def accessible(self) -> QAccessibleInterface:
        """What a screen reader is given; kept, for Qt remembers it by address."""
        from console.ui.inbox.accessible import list_interface  # here and below: when asked

        return list_interface(self, self)

    @property
    def cursor_entry(self) -> Entry | None:
        """Where the keyboard stands."""
        return self._cursor.entry

    def set_rows(self, rows: Iterable[InboxRow]) -> None:
        """Show these rows instead of all others."""
        self._moves.forget()
        self.content.set_rows(rows, self._clock.now())
        self.counts_changed.emit()

    def update_rows(self, changed: Iterable[InboxRow], removed: Iterable[str] = ()) -> None:
        """Take changes; moves wait while the pointer moves over the list."""
        if not self.content.update_rows(changed, removed, self._clock.now()):
            self._rewatch()
            self.counts_changed.emit()

    def set_filter(self, wanted: InboxFilter) -> None:
        """Narrow and sort the list."""
        self._moves.forget()
        self.content.set_filter(wanted, self._clock.now())
        self.counts_changed.emit()

    def counts(self) -> Counts:
        """The figures for the chips."""
        return self.content.order.counts()

    def current_id(self) -> str:
        """The session under the cursor, else the selected one, else empty."""
        if self.cursor_entry is not None and not self.cursor_entry.is_header:
            return self.cursor_entry.session_id
        return self.selected_id

    def select(self, session_id: str) -> None:
        """Mark the session as the open one and bring it into view; empty for none."""
        self._repaint_id(self.selected_id)
        self.selected_id = session_id
        place = self.content.order.place_of(session_id)
        if place is not None:
            self._set_cursor(Entry(place[0], session_id))
        self._repaint_id(session_id)

    def visible_entries(self) -> list[Placed]:
        """Headers and rows in sight, in content coordinates."""
        top = self.verticalScrollBar().value()
        return list(self.content.geometry.between(top, top + self.viewport().height()))

    def viewport_rect(self, placed: Placed) -> QRect:
        """Where an entry is in the viewport."""
        y = placed.top_px - self.verticalScrollBar().value()
        return QRect(0, y, self.viewport().width(), placed.height_px)

    def spoken(self, entry: Entry) -> str:
        """The entry in words."""
        order = self.content.order
        if entry.is_header:
            return spoken_heading(entry.section, len(order.section(entry.section)))
        return spoken_row(order.rows[entry.session_id], self._clock.now())

    def is_collapsed(self, entry: Entry) -> bool:
        """Whether the section of the entry is collapsed."""
        return self.content.geometry.is_collapsed(entry.section)

    def toggle_section(self, entry: Entry) -> None:
        """Collapse or expand the section of the entry."""
        self._remember_places()
        self.content.geometry.toggle(entry.section)
        self._cursor.stand_on(Entry(entry.section))
        self._on_moved()

    def _picture(self, scrolled: int) -> Picture:
        ringed = self._keyboard and self.hasFocus()
        return Picture(
            now=self._clock.now(),
            width_px=self.viewport().width(),
            scrolled_px=scrolled,
            dpr=self.devicePixelRatioF(),
            selected_id=self.selected_id,
            ringed=self.cursor_entry if ringed else None,
            hovered=self._pointer.hovered,
            pressed=self._pointer.pressed,
            collapsed=self.content.geometry.all_collapsed(),
            window_active=self.isActiveWindow(),
        )

    def _set_cursor(self, entry: Entry | None) -> None:
        before = self._cursor.stand_on(entry)
        for each in (before, entry):
            self._repaint_entry(each)
        if entry is None:
            return
        self._scroll_to(entry)
        if entry != before:
            from console.ui.inbox.accessible import tell_focus

            tell_focus(self, self)
            if not entry.is_header:
                self.selection_changed.emit(entry.session_id)

    def _scroll_to(self, entry: Entry) -> None:
        placed = self.content.geometry.place(entry)
        if placed is not None and self.isVisible():
            scroll_to(self, placed)

    def _open(self, session_id: str) -> None:
        self.select(session_id)
        self.opened.emit(session_id)

    def _remember_places(self) -> None:
        """What is on top stays where it is, unless the list is at its beginning."""
        self._moves.remember(self.visible_entries(), self.verticalScrollBar().value())
        self._cursor.remember(self.content.order)

    def _on_moved(self) -> None:
        fit_scroll_bar(self, self.content.geometry.height())
        anchor = self._moves.take_anchor()
        placed = self.content.geometry.place(anchor[0]) if anchor else None
        if anchor and placed is not None:
            self.verticalScrollBar().setValue(placed.top_px - anchor[1])
        stale = {self._cursor.entry, self._pointer.hover(None)}
        self._cursor.follow(self.content.order)
        stale.add(self._cursor.entry)
        in_sight = self.visible_entries()
        stale |= {placed.entry for placed in in_sight if not self._painter.knows(placed.entry)}
        self._moves.show(self.viewport(), in_sight, self.verticalScrollBar().value(), stale)
        self._rewatch()
        self.counts_changed.emit()

    def _on_theme_changed(self) -> None:
        self.content.measure()
        self._painter.forget_all()
        fit_scroll_bar(self, self.content.geometry.height())
        self.viewport().update()

    def _repaint_id(self, session_id: str) -> None:
        place = self.content.order.place_of(session_id)
        if place is not None:
            self._repaint_entry(Entry(place[0], session_id))

    def _repaint_entry(self, entry: Entry | None) -> None:
        placed = self.content.geometry.place(entry) if entry is not None else None
        if placed is not None:
            self.viewport().update(self.viewport_rect(placed))

    def _rewatch(self) -> None:
        if self.isVisible():
            self._clock.watch(self, self._next_picture, self._on_tick)

    def _next_picture(self, now: datetime) -> datetime | None:
        return next_picture(self.visible_entries(), self.content.order, now)

    def _on_tick(self) -> None:
        """Repaint the countdowns in sight that show something else now."""
        now = self._clock.now()
        self.content.advance(now)
        for placed in self.visible_entries():
            stale = self._painter.stale(placed, now, self.viewport().width())
            if stale is not None:
                offset = self.viewport_rect(placed).topLeft()
                self.viewport().update(stale.translated(offset))

    # Qt's own names from here on

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the entries that the event touches."""
        scrolled = self.verticalScrollBar().value()
        with QPainter(self.viewport()) as painter:
            painter.fillRect(event.rect(), current_theme().color("bg.pane"))
            box = event.rect().translated(0, scrolled)
            entries = self.content.geometry.between(box.top(), box.bottom() + 1)
            self._painter.paint(painter, entries, self._picture(scrolled), event.region())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out for the new width."""
        super().resizeEvent(event)
        self._painter.forget_all()
        fit_scroll_bar(self, self.content.geometry.height())
        self._rewatch()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Move the pixels and paint only what comes into sight."""
        self._pointer.hover(None)
        self.viewport().scroll(dx, dy)
        self._rewatch()

    def viewportEvent(self, event: QEvent) -> bool:
        """Forget the hovered row when the pointer leaves."""
        if event.type() == QEvent.Type.Leave:
            self._repaint_entry(self._pointer.hover(None))
        return super().viewportEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Light up the row under the pointer and hold moves back."""
        self.content.held.pointer_moved()
        entry = self._entry_at(event.position().toPoint())
        if entry != self._pointer.hovered:
            self._repaint_entry(self._pointer.hover(entry))
            self._repaint_entry(entry)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Press the row; the ring of the keyboard goes."""
        self._keyboard = False
        entry = self._entry_at(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton:
            self._pointer.press(entry)
        self._repaint_entry(entry)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open the row, or collapse the section, that was pressed."""
        entry = self._entry_at(event.position().toPoint())
        pressed = self._pointer.release()
        self._repaint_entry(pressed)
        if entry is None or entry != pressed:
            return
        if entry.is_header:
            self.toggle_section(entry)
        else:
            self._open(entry.session_id)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of the row under the pointer or cursor."""
        by_mouse = event.reason() == QContextMenuEvent.Reason.Mouse
        entry = self._entry_at(event.pos()) if by_mouse else self.cursor_entry
        if entry is not None and not entry.is_header:
            self._set_cursor(entry)
            self.menu_requested.emit(entry.session_id, event.globalPos())

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll by pixels where the device tells them."""
        if not scrolled_by_pixels(self, event):
            super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the cursor, open, collapse and expand."""
        self._keyboard = True
        page = max(self.viewport().height() // self.content.geometry.row_px - 1, 1)
        step = step_of(event.key(), page, len(self.content.order))
        if step:
            self._set_cursor(self.content.geometry.step(self.cursor_entry, step))
        elif not self._act(event.key()):
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring when the keyboard brought the focus."""
        super().focusInEvent(event)
        self._keyboard = event.reason() in _KEYBOARD_FOCUS
        if self.cursor_entry is None:
            self._set_cursor(self._first_row())
        self._repaint_entry(self.cursor_entry)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the ring away."""
        super().focusOutEvent(event)
        self._repaint_entry(self.cursor_entry)

    def changeEvent(self, event: QEvent) -> None:
        """Paint the selection for an active or inactive window."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange:
            self._repaint_id(self.selected_id)

    def showEvent(self, event: QShowEvent) -> None:
        """Count down while in sight, with the cursor in sight."""
        super().showEvent(event)
        if self.cursor_entry is not None:
            self._scroll_to(self.cursor_entry)
        self._rewatch()

    def hideEvent(self, event: QHideEvent) -> None:
        """Sleep while out of sight."""
        super().hideEvent(event)
        self._clock.unwatch(self)

    def _entry_at(self, point: QPoint) -> Entry | None:
        placed = self.content.geometry.at(point.y() + self.verticalScrollBar().value())
        return placed.entry if placed else None

    def _first_row(self) -> Entry | None:
        places = self.content.geometry
        entries = (placed.entry for placed in places.between(0, places.height()))
        return next((entry for entry in entries if not entry.is_header), None)

    def _act(self, key: int) -> bool:
        entry = self.cursor_entry
        if entry is None:
            return False
        turns = Qt.Key.Key_Right if self.is_collapsed(entry) else Qt.Key.Key_Left
        opens = key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
        if opens and not entry.is_header:
            if self._cursor.may_open():
                self._open(entry.session_id)
        elif opens or key == turns:
            self.toggle_section(entry)
        else:
            return False
        return True
