"""Widgets that paint or tint themselves follow the theme through this mixin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from console.ui.theme.theme import Theme, current_theme

if TYPE_CHECKING:
    _Above = QWidget
else:
    # at run time a plain mixin: PySide crashes on a class made from two widgets
    _Above = object

_STYLE_EVENTS = (QEvent.Type.StyleChange, QEvent.Type.PaletteChange)


class Restyled(_Above):
    """Calls `restyle` when another theme is in use; put it before the Qt class.

    Also when the widget is enabled or disabled.
    """

    _styled_for: Theme | None = None

    def restyle(self) -> None:
        """Take colours, fonts and sizes of the theme in use."""
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        """Restyle once for each theme."""
        super().changeEvent(event)
        if event.type() in _STYLE_EVENTS and self._styled_for is not current_theme():
            self._styled_for = current_theme()
            self.restyle()
        elif event.type() == QEvent.Type.EnabledChange:
            self.restyle()


class Tinted(Restyled):
    """A button whose `restyle` gives it its icon: there is none before it is shown."""

    def showEvent(self, event: QShowEvent) -> None:
        """Tint the icon, now that somebody sees it."""
        super().showEvent(event)
        self.restyle()
