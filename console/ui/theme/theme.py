"""The theme in use, and the service that switches it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

from console.ui.theme.look import Theme, parse_color
from console.ui.theme.style import apply_style

__all__ = ["Theme", "ThemeService", "current_theme", "parse_color"]

_current: list[Theme] = []


def current_theme() -> Theme:
    """The theme in use; light until a ThemeService has set another."""
    if not _current:
        _current.append(Theme.load("light"))
    return _current[0]


class ThemeService(QObject):
    """Holds the theme in use and applies it to the application.

    Signals:
        changed: another theme is in use; repaint and drop cached pixmaps.
    """

    changed = Signal()

    def __init__(self, theme: Theme | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._app: QApplication | None = None
        _current[:] = [theme or Theme.load("light")]

    @property
    def theme(self) -> Theme:
        """The theme in use."""
        return current_theme()

    def apply(self, app: QApplication) -> None:
        """Style the application now and at every change."""
        self._app = app
        apply_style(app, self.theme)

    def set(
        self,
        name: str | None = None,
        *,
        density: str | None = None,
        message_scale: float | None = None,
        stronger_contrast: bool | None = None,
        reduced_motion: bool | None = None,
    ) -> None:
        """Use another look; what is left out stays as it is."""
        old = self.theme
        new = Theme.load(
            name or old.name,
            density or old.density,
            old.scale if message_scale is None else message_scale,
            stronger_contrast=old.stronger_contrast
            if stronger_contrast is None
            else stronger_contrast,
            reduced_motion=old.reduced_motion if reduced_motion is None else reduced_motion,
        )
        _current[:] = [new]
        if self._app is not None:
            self.apply(self._app)
        self.changed.emit()
