"""The keyboard in a transcript: moving between messages and acting on one."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import Qt, SignalInstance
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence

from console.domain.messages import preview
from console.ui.transcript.pieces import LEDGER
from console.ui.transcript.pointer import Pointer
from console.ui.transcript.surface import Placed, Surface
from console.ui.transcript.tools import MessageTools

_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_NOTHING = -1
#: What Enter on a message never does by itself.
_NEVER_FIRST = frozenset({"", "unreact", LEDGER})


class TypedAt(Protocol):
    """What the keyboard needs of the view."""

    @property
    def quote_wanted(self) -> SignalInstance:
        """Somebody wants to answer a message."""
        ...

    @property
    def react_wanted(self) -> SignalInstance:
        """Somebody wants to react to a message."""
        ...

    @property
    def tools(self) -> MessageTools:
        """Where palettes open."""
        ...

    @property
    def surface(self) -> Surface:
        """All rows."""
        ...

    @property
    def pointer(self) -> Pointer:
        """The mouse, with the selected text."""
        ...

    def placed_rows(self) -> list[Placed]:
        """Rows in sight, from top to bottom."""
        ...

    def placed(self, message_id: str) -> Placed | None:
        """A row, if it is in sight."""
        ...

    def repaint_message(self, message_id: str) -> None:
        """Paint a row again."""
        ...

    def activate(self, message_id: str, hit_index: int) -> None:
        """Do what a place to click says."""
        ...

    def bring_into_sight(self, message_id: str) -> None:
        """Scroll as little as needed to show a row whole."""
        ...

    def say(self, words: str) -> None:
        """Let a listening screen reader say this."""
        ...

    def turn_page(self, step: int) -> bool:
        """Scroll by a page."""
        ...

    def scroll_to_end(self) -> None:
        """Show the newest message."""
        ...


class Keyboard:
    """Where the keyboard stands: on a message, and perhaps on one of its buttons."""

    def __init__(self, view: TypedAt) -> None:
        self._view = view
        self.message_id = ""
        self.hit = _NOTHING
        self.shown = False

    def press(self, event: QKeyEvent) -> bool:
        """Act on a key; whether it was one of ours."""
        if event.matches(QKeySequence.StandardKey.Copy):
            return self._copy()
        if event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            return event.key() == Qt.Key.Key_S and self._do("download")
        if event.modifiers() not in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        ):
            return False
        return self._move(event.key()) or self._act(event.key())

    def stand_on(self, message_id: str) -> None:
        """Move to a message and bring it into sight."""
        before, self.message_id = self.message_id, message_id
        self.hit, self.shown = _NOTHING, True
        for each in {before, message_id} - {""}:
            self._view.repaint_message(each)
        if message_id:
            self._view.bring_into_sight(message_id)

    def hide(self) -> None:
        """The mouse took over."""
        self.shown = False
        if self.message_id:
            self._view.repaint_message(self.message_id)

    def _move(self, key: int) -> bool:
        thread = self._view.surface.thread
        count = len(thread)
        if not count:
            return False
        index = thread.index(self.message_id) if self.message_id else None
        match key:
            case Qt.Key.Key_Up | Qt.Key.Key_Down:
                wanted = self._next(index, _STEPS[Qt.Key(key)], count)
            case Qt.Key.Key_Home:
                wanted = 0
            case Qt.Key.Key_End:
                wanted = count - 1
            case Qt.Key.Key_PageUp | Qt.Key.Key_PageDown:
                return self._view.turn_page(-1 if key == Qt.Key.Key_PageUp else 1)
            case Qt.Key.Key_Left | Qt.Key.Key_Right:
                return self._choose(1 if key == Qt.Key.Key_Right else -1)
            case _:
                return False
        self.stand_on(self._view.surface.id_at(wanted))
        if key == Qt.Key.Key_End:
            self._view.scroll_to_end()
        return True

    def _next(self, index: int | None, step: int, count: int) -> int:
        if index is None:
            placed = self._view.placed_rows()
            return placed[-1].index if placed else count - 1
        return min(max(index + step, 0), count - 1)

    def _choose(self, step: int) -> bool:
        """Go to the next button of the message, and behind the last one to the message."""
        placed = self._view.placed(self.message_id)
        if placed is None:
            return False
        hits = placed.layout.hits
        usable = [i for i, hit in enumerate(hits) if hit.action]
        usable.sort(key=lambda i: hits[i].action == LEDGER)  # after what is particular to it
        stops = [_NOTHING, *usable]
        at = stops.index(self.hit) if self.hit in stops else 0
        self.hit = stops[(at + step) % len(stops)]
        if self.hit != _NOTHING:
            self._view.say(placed.layout.hits[self.hit].name)
        self._view.repaint_message(self.message_id)
        return bool(usable)

    def _act(self, key: int) -> bool:
        match key:
            case Qt.Key.Key_Q if self.message_id:
                self._view.quote_wanted.emit(self.message_id)
                return True
            case Qt.Key.Key_R if self.message_id:
                corner = self._view.tools.corner_of(self.message_id)
                self._view.react_wanted.emit(self.message_id, corner)
                return True
            case Qt.Key.Key_I:
                return self._do(LEDGER)
            case Qt.Key.Key_Space:
                return (
                    self._enter()
                    if self.hit != _NOTHING
                    else self._do("picture", "act:play", "open")
                )
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                return self._enter()
            case Qt.Key.Key_Escape:
                return self._view.pointer.clear_selection()
        return False

    def _enter(self) -> bool:
        """Do what the chosen button says, else the first that makes sense."""
        placed = self._view.placed(self.message_id)
        if placed is None:
            return False
        hits = placed.layout.hits
        chosen = self.hit if self.hit != _NOTHING else None
        if chosen is None:
            usable = (i for i, hit in enumerate(hits) if hit.action not in _NEVER_FIRST)
            chosen = next(usable, None)
        if chosen is None or chosen >= len(hits):
            return False
        self._view.activate(self.message_id, chosen)
        return True

    def _do(self, *actions: str) -> bool:
        placed = self._view.placed(self.message_id)
        if placed is None:
            return False
        for action in actions:
            for index, hit in enumerate(placed.layout.hits):
                if hit.action == action:
                    self._view.activate(self.message_id, index)
                    return True
        return False

    def _copy(self) -> bool:
        text = self._view.pointer.selected_text()
        index = self._view.surface.thread.index(self.message_id)
        if not text and index is not None:
            text = preview(self._view.surface.thread.rows[index].message.body)
        if text:
            QGuiApplication.clipboard().setText(text)
        return bool(text)
