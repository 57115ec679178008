"""Square buttons that show one icon and are named by their tooltip."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QToolButton, QWidget

from console.ui.theme.icons import icon_of
from console.ui.theme.style import set_kind
from console.ui.widgets.restyled import Tinted
from console.ui.widgets.text import plain_tip


class IconButton(Tinted, QToolButton):
    """An icon, 32 px square or 24 px when small.

    The tooltip is `name` with its shortcut; the accessible name is `name` alone.
    A checkable button fills its icon and takes the accent while it is checked.
    """

    def __init__(
        self,
        icon_name: str,
        name: str,
        parent: QWidget | None = None,
        *,
        small: bool = False,
        checkable: bool = False,
        shortcut: str = "",
        icon_px: int = 0,
        color: str = "icon.default",
        weight: str = "regular",
    ) -> None:
        super().__init__(parent)
        self._icon_name = icon_name
        self._icon_px = icon_px or (16 if small else 18)
        self._color = color
        self._weight = weight
        set_kind(self, "icon-small" if small else "icon")
        self.setCheckable(checkable)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.set_name(name, shortcut)
        self.setIconSize(QSize(self._icon_px, self._icon_px))
        self.toggled.connect(self._on_toggled)

    def set_name(self, name: str, shortcut: str = "") -> None:
        """Name the button anew, for the eye and the ear."""
        self.setAccessibleName(name)
        plain_tip(self, f"{name}  {shortcut}" if shortcut else name)

    def restyle(self) -> None:
        """Tint the icon for the theme in use."""
        if not self.isVisible():
            return
        checked = self.isChecked()
        color = "accent.text" if checked else self._color
        weight = "fill" if checked else self._weight
        self.setIcon(icon_of(self, self._icon_name, self._icon_px, color, weight))

    def _on_toggled(self, _checked: bool) -> None:
        self.restyle()
