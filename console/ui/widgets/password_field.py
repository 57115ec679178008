"""A field for a password, which can be looked at."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtGui import QAction, QShowEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from console.domain.texts import _
from console.ui.theme.icons import icon
from console.ui.theme.style import set_kind
from console.ui.widgets.restyled import Restyled


class PasswordField(Restyled, QLineEdit):
    """Shows dots until it is told otherwise."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setEchoMode(QLineEdit.EchoMode.Password)
        set_kind(self, "password")
        self._key = self.addAction(
            icon("setup.password", 16), QLineEdit.ActionPosition.LeadingPosition
        )
        self._key.setText(_("Password"))
        self._reveal = QAction(_("Show the password"), self)
        self._reveal.setCheckable(True)
        self.addAction(self._reveal, QLineEdit.ActionPosition.TrailingPosition)
        self._reveal.toggled.connect(self._on_reveal)
        self.restyle()

    def showEvent(self, event: QShowEvent) -> None:
        """Take the style sheet's dot: a field asks for it only when its style changes."""
        super().showEvent(event)
        QApplication.sendEvent(self, QEvent(QEvent.Type.StyleChange))

    def restyle(self) -> None:
        """Tint the glyphs for the theme in use."""
        self._key.setIcon(icon("setup.password", 16, "icon.muted"))
        self._reveal.setIcon(icon("session.readOnly", 16, "icon.muted"))

    def _on_reveal(self, shown: bool) -> None:
        mode = QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password
        self.setEchoMode(mode)
