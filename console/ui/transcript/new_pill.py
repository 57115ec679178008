"""The button that says what came while the rep was reading further up."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from console.domain.texts import ngettext
from console.ui.widgets.push_button import PushButton

_ABOVE_BOTTOM_PX = 14


class NewPill(PushButton):
    """Counts what came below the fold; a click goes there."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(
            "", "primary", parent, icon_name="common.expand", icon_weight="bold", size="small"
        )
        self.count = 0
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.hide()

    def add(self, count: int) -> None:
        """This many more came."""
        self._say(self.count + count)

    def clear(self) -> None:
        """The rep is at the bottom again."""
        if self.count or self.isVisible():
            self._say(0)

    def stand(self, area: QWidget) -> None:
        """Take the middle of the lower edge of `area`."""
        self.adjustSize()
        x = area.x() + (area.width() - self.width()) // 2
        self.move(x, area.y() + area.height() - self.height() - _ABOVE_BOTTOM_PX)
        self.raise_()

    def _say(self, count: int) -> None:
        self.count = count
        words = ngettext("{count} new message", "{count} new messages", count)
        words = words.format(count=count)
        self.setText(words)
        self.setAccessibleName(words)
        self.setVisible(count > 0)
        parent = self.parentWidget()
        if count and parent is not None:
            self.stand(parent)
