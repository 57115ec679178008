"""The palette of reactions above a message: the usual ones, and all the others."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QWidget

from console.domain.reactions import USUAL
from console.domain.texts import _
from console.ui.composer.emoji import EmojiPopup
from console.ui.theme.style import set_kind
from console.ui.theme.theme import current_theme
from console.ui.widgets.icon_button import IconButton

_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


class ReactionPalette(QFrame):
    """Closes when one is picked or something else is clicked; the arrows walk.

    Signals:
        picked: the emoji.
    """

    picked = Signal(str)

    def __init__(self, parent: QWidget, chosen: str = "") -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._host = parent
        set_kind(self, "popup")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName(_("Reactions"))
        row = QHBoxLayout(self)
        row.setContentsMargins(6, 6, 6, 6)
        row.setSpacing(2)
        self.buttons: list[QToolButton] = []
        for emoji in USUAL:
            row.addWidget(self._button(emoji, chosen))
        self.more = IconButton("common.add", _("Other emoji"), self)
        self.more.clicked.connect(self._on_more)
        self.buttons.append(self.more)
        row.addWidget(self.more)

    def open_above(self, point: QPoint) -> None:
        """Show it with its lower left corner at a global point."""
        self.adjustSize()
        self.move(point.x(), point.y() - self.height() - 4)
        self.show()
        self.buttons[0].setFocus(Qt.FocusReason.PopupFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right walk, Enter picks."""
        step = _STEPS.get(Qt.Key(event.key()))
        if step is not None:
            held = [one.hasFocus() for one in self.buttons]
            at = held.index(True) if True in held else 0
            self.buttons[(at + step) % len(self.buttons)].setFocus(
                Qt.FocusReason.TabFocusReason
            )
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            next((one for one in self.buttons if one.hasFocus()), self.buttons[0]).click()
        else:
            super().keyPressEvent(event)

    def _button(self, emoji: str, chosen: str) -> QToolButton:
        button = QToolButton(self)
        button.setText(emoji)
        button.setFont(QFont(current_theme().font("heading", 400)))
        button.setCheckable(True)
        button.setChecked(emoji == chosen)
        button.setFixedSize(36, 36)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        words = _("Take {emoji} back") if emoji == chosen else _("React with {emoji}")
        button.setAccessibleName(words.format(emoji=emoji))
        set_kind(button, "icon")
        # the one that stands there already is taken back
        answer = "" if emoji == chosen else emoji
        button.clicked.connect(lambda _checked=False: self._pick(answer))
        self.buttons.append(button)
        return button

    def _pick(self, emoji: str) -> None:
        self.picked.emit(emoji)
        self.close()

    def _on_more(self) -> None:
        grid = EmojiPopup(self._host)
        grid.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        grid.picked.connect(self.picked)
        corner = self.mapToGlobal(QPoint(0, self.height()))
        self.close()
        grid.open_above(corner)
