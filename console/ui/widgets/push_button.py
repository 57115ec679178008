"""Push buttons with an optional icon, a quiet shortcut, or a menu."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QWidget

from console.ui.theme.icons import icon_pixmap, spaced_icon
from console.ui.theme.style import set_kind, set_style_property
from console.ui.widgets.restyled import Restyled
from console.ui.widgets.text import PlainLabel

_ICON_PX = 16
_INK = {
    "primary": "text.onAccent",
    "danger": "text.onAccent",
    "whisper": "text.onAccent",
    "danger-line": "danger.fg",
    "link": "text.link",
}
_ON_ACCENT = ("primary", "danger", "whisper")


class PushButton(Restyled, QPushButton):
    """A button of a style sheet class: primary, secondary, ghost, danger, danger-line, link.

    `size` is empty, "small" or "large"; `hint` is a shortcut shown behind the words.
    """

    def __init__(
        self,
        text: str,
        kind: str = "secondary",
        parent: QWidget | None = None,
        *,
        icon_name: str = "",
        icon_weight: str = "regular",
        size: str = "",
        hint: str = "",
    ) -> None:
        super().__init__("" if hint else text, parent)
        self._kind = kind
        self._icon_name = icon_name
        self._icon_weight = icon_weight
        self._rest_text = text
        self._face: _Face | None = None
        self.setAccessibleName(text)
        if hint:
            self._face = _Face(self, text, hint, "on-accent" if kind in _ON_ACCENT else "")
        set_kind(self, kind)
        if size:
            set_style_property(self, "extent", size)
        self.restyle()

    def open_menu(self, menu: QMenu) -> None:
        """Open this menu at a click, and show that with a caret."""
        self.setMenu(menu)
        set_style_property(self, "opens", True)

    def restyle(self) -> None:
        """Tint the icon for the theme in use."""
        if not self._icon_name:
            return
        ink = _INK.get(self._kind, "icon.default") if self.isEnabled() else "text.tertiary"
        if self._face is not None:
            self._face.icon.setPixmap(
                icon_pixmap(self._icon_name, _ICON_PX, ink, self._icon_weight)
            )
            self._face.icon.show()
        else:
            self.setIcon(spaced_icon(self._icon_name, _ICON_PX, ink, self._icon_weight))
            self.setIconSize(QSize(_ICON_PX + 2, _ICON_PX))

    def set_text(self, words: str) -> None:
        """Show other words, in front of the hint if there is one."""
        self._rest_text = words
        if self._face is not None:
            self._face.words.setText(words)
            self.updateGeometry()
        else:
            self.setText(words)

    def set_busy(self, words: str) -> None:
        """Show `words` such as "Sending…", disabled and as wide as before; empty ends it."""
        if words:
            self.setFixedWidth(self.width())
        else:
            self.setMinimumWidth(0)
            self.setMaximumWidth(16777215)
        shown = words or self._rest_text
        if self._face is not None:
            self._face.words.setText(shown)
        else:
            self.setText(shown)
        self.setEnabled(not words)

    def sizeHint(self) -> QSize:
        """Room for the words, also those with a hint."""
        hint = super().sizeHint()
        if self._face is not None:
            hint.setWidth(self._face.needed() + 24)
        return hint

    def changeEvent(self, event: QEvent) -> None:
        """The icon turns grey with the words."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.EnabledChange:
            self.restyle()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the face over the whole button."""
        super().resizeEvent(event)
        if self._face is not None:
            self._face.setGeometry(self.rect())
            self._face.fit(self.width())


class _Face(QWidget):
    """Icon, words and hint, laid over a button that has no text of its own.

    A layout of the button itself would make the button grow wherever there is room.
    """

    def __init__(self, button: QWidget, text: str, hint: str, kind: str) -> None:
        super().__init__(button)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.icon = PlainLabel(parent=self)
        self.icon.hide()  # until it has a picture: an empty one would still be spaced
        self.words = PlainLabel(text, self, weight=500, kind=kind)
        self._hint = PlainLabel(hint, self, step="micro", weight=400, kind=kind)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(6)
        self._row.addStretch()
        for label in (self.icon, self.words, self._hint):
            self._row.addWidget(label)
        self._row.addStretch()

    def needed(self) -> int:
        """Width of what it shows, in the fonts it will have on the screen."""
        for label in (self.icon, self.words, self._hint):
            label.ensurePolished()
        self._row.invalidate()
        hidden = self._hint.sizeHint().width() + 6 if self._hint.isHidden() else 0
        return self._row.sizeHint().width() + hidden

    def fit(self, width_px: int) -> None:
        """The hint makes way where longer words leave no room for it."""
        self._hint.setVisible(self.needed() <= width_px)
