"""What can be done with the message under the mouse: reply to it, react to it."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QPoint, SignalInstance
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from console.domain.directions import Direction
from console.domain.messages import Call
from console.domain.texts import _
from console.ui.transcript.pointer import Pointer
from console.ui.transcript.surface import Placed, Surface
from console.ui.widgets.icon_button import IconButton

_BESIDE_PX = 6
_EDGE_PX = 4


class ToolsOf(Protocol):
    """What the tools need of the view."""

    @property
    def surface(self) -> Surface:
        """All rows."""
        ...

    @property
    def pointer(self) -> Pointer:
        """The mouse."""
        ...

    @property
    def quote_wanted(self) -> SignalInstance:
        """Somebody wants to answer a message."""
        ...

    @property
    def react_wanted(self) -> SignalInstance:
        """Somebody wants to react to a message."""
        ...

    def placed(self, message_id: str) -> Placed | None:
        """A row, if it is in sight."""
        ...

    def viewport(self) -> QWidget:
        """Where rows are painted."""
        ...


class MessageTools(QFrame):
    """Two small buttons beside the bubble under the mouse; keys and the menu do the same."""

    def __init__(self, view: ToolsOf) -> None:
        super().__init__(view.viewport())
        self._view = view
        self._message_id = ""
        self.reply = IconButton(
            "composer.reply", _("Reply to it"), self, small=True, shortcut="Q"
        )
        self.react = IconButton(
            "composer.emoji", _("React to it"), self, small=True, shortcut="R"
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        row.addWidget(self.reply)
        row.addWidget(self.react)
        self.reply.clicked.connect(lambda: view.quote_wanted.emit(self._message_id))
        self.react.clicked.connect(self._on_react)
        view.pointer.row_hovered.connect(self._on_row_hovered)
        self.hide()

    def corner_of(self, message_id: str) -> QPoint:
        """Where a palette for this message opens, globally."""
        placed = self._view.placed(message_id)
        bubble = placed.layout.bubble.topLeft().toPoint() if placed else QPoint()
        top = QPoint(0, placed.top_px if placed else 0)
        return self._view.viewport().mapToGlobal(bubble + top)

    def _on_react(self) -> None:
        self._view.react_wanted.emit(self._message_id, self.mapToGlobal(QPoint(0, 0)))

    def _on_row_hovered(self, message_id: str) -> None:
        self._message_id = message_id
        placed = self._view.placed(message_id) if message_id else None
        if placed is None or not self._offer(placed):
            self.hide()
            return
        bubble = placed.layout.bubble
        incoming = self.react.isVisibleTo(self)
        self.adjustSize()
        left = bubble.left() - _BESIDE_PX - self.width()
        x = bubble.right() + _BESIDE_PX if incoming else left
        y = placed.top_px + bubble.top() + min(bubble.height(), 36) / 2 - self.height() / 2
        self.move(max(round(x), _EDGE_PX), round(y))
        self.raise_()
        self.show()

    def _offer(self, placed: Placed) -> bool:
        """Whether anything can be done with the row; shows the buttons that can do it."""
        message = self._view.surface.thread.rows[placed.index].message
        calls = isinstance(message.body, Call)
        can_quote = message.direction in {Direction.INBOUND, Direction.OUTBOUND} and not calls
        self.react.setVisible(message.direction is Direction.INBOUND and not calls)
        return can_quote
