"""The look a person has chosen, or else what the system and the window suggest."""

from __future__ import annotations

from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QGuiApplication

from console.ui.theme.tokens import DENSITIES

KEY = "look/theme"
DENSITY_KEY = "look/density"


def wanted_theme(settings: QSettings) -> str:
    """The name of the theme to begin with."""
    chosen = str(settings.value(KEY, ""))
    if chosen in {"light", "dark"}:
        return chosen
    scheme = QGuiApplication.styleHints().colorScheme()
    return "dark" if scheme == Qt.ColorScheme.Dark else "light"


def wanted_density(settings: QSettings, *, narrow: bool) -> str:
    """The density of lists: the one chosen, else compact in a narrow window."""
    chosen = str(settings.value(DENSITY_KEY, ""))
    if chosen in DENSITIES:
        return chosen
    return "compact" if narrow else "comfortable"
