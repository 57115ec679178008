"""The theme a person has chosen, or else the system's."""

from __future__ import annotations

from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QGuiApplication

KEY = "look/theme"


def wanted_theme(settings: QSettings) -> str:
    """The name of the theme to begin with."""
    chosen = str(settings.value(KEY, ""))
    if chosen in {"light", "dark"}:
        return chosen
    scheme = QGuiApplication.styleHints().colorScheme()
    return "dark" if scheme == Qt.ColorScheme.Dark else "light"
