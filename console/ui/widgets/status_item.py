"""One item of the status bar: a glyph and words that open their detail."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QToolButton, QWidget

from console.ui.theme.icons import spaced_icon
from console.ui.theme.style import set_kind, set_style_property
from console.ui.widgets.restyled import Tinted
from console.ui.widgets.text import plain_tip

_INK = {"": "icon.muted", "strong": "icon.default"}


class StatusItem(Tinted, QToolButton):
    """A click opens the detail; trouble changes colour and words."""

    def __init__(self, icon_name: str, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon_name = icon_name
        self._tone = ""
        set_kind(self, "status")
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setIconSize(QSize(16, 14))
        self.say(text)

    def say(self, text: str, tone: str = "", tip: str = "", icon_name: str = "") -> None:
        """Show `text`; `tone` is empty, "strong", "warning" or "danger"."""
        self._tone = tone
        self._icon_name = icon_name or self._icon_name
        self.setText(text.replace("&", "&&"))
        self.setAccessibleName(text)
        plain_tip(self, tip)
        set_style_property(self, "tone", tone)
        self.restyle()

    def restyle(self) -> None:
        """Tint the glyph for tone and theme."""
        if not self.isVisible():
            return
        ink = _INK.get(self._tone, f"{self._tone}.fg")
        self.setIcon(spaced_icon(self._icon_name, 14, ink))
