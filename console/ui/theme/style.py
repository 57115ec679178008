"""Fusion, palette and style sheet made from a theme."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QWidget

from console.ui.theme.look import Theme
from console.ui.theme.resources import path, root

_PLACEHOLDER = re.compile(r"\{\{([\w.]+)\}\}")
_IN_FUSION = "inFusion"
_ROLES = {
    QPalette.ColorRole.Window: "bg.window",
    QPalette.ColorRole.WindowText: "text.primary",
    QPalette.ColorRole.Base: "bg.surface",
    QPalette.ColorRole.AlternateBase: "bg.pane",
    QPalette.ColorRole.Text: "text.primary",
    QPalette.ColorRole.Button: "bg.surface",
    QPalette.ColorRole.ButtonText: "text.primary",
    QPalette.ColorRole.BrightText: "text.onAccent",
    QPalette.ColorRole.Highlight: "accent.tintStrong",
    QPalette.ColorRole.HighlightedText: "text.primary",
    QPalette.ColorRole.Link: "text.link",
    QPalette.ColorRole.LinkVisited: "text.link",
    QPalette.ColorRole.ToolTipBase: "bg.tooltip",
    QPalette.ColorRole.ToolTipText: "text.onTooltip",
    QPalette.ColorRole.PlaceholderText: "text.tertiary",
    QPalette.ColorRole.Light: "bg.raised",
    QPalette.ColorRole.Mid: "border.default",
    QPalette.ColorRole.Dark: "border.strong",
    QPalette.ColorRole.Shadow: "border.strong",
    QPalette.ColorRole.Accent: "accent.fill",
}
_DISABLED = (
    QPalette.ColorRole.Text,
    QPalette.ColorRole.WindowText,
    QPalette.ColorRole.ButtonText,
)


def make_application(program: str) -> QApplication:
    """The application, or the one there is; Fusion from its first moment."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication([program, "-style", "fusion"])
        app.setProperty(_IN_FUSION, True)
    return app


def apply_style(app: QApplication, theme: Theme) -> None:
    """Give the application the look of the theme."""
    # noted down, for to ask it for its style costs the start some milliseconds
    if not app.property(_IN_FUSION):
        app.setStyle("fusion")
        app.setProperty(_IN_FUSION, True)
    app.setFont(theme.font("body"))
    app.setPalette(make_palette(theme))
    app.setStyleSheet(make_style_sheet(theme))


def make_palette(theme: Theme) -> QPalette:
    """The palette for everything the style sheet leaves alone."""
    palette = QPalette()
    for role, token in _ROLES.items():
        palette.setColor(role, theme.color(token))
    for role in _DISABLED:
        palette.setColor(QPalette.ColorGroup.Disabled, role, theme.color("text.disabled"))
    return palette


def make_style_sheet(theme: Theme) -> str:
    """The style sheet with every {{token}} filled in. Raises: KeyError for an unknown one."""

    def value(match: re.Match[str]) -> str:
        token = match.group(1)
        if token == "resources":
            return root().as_posix()
        if token == "theme":
            return "dark" if theme.is_dark else "light"
        if token in theme.tokens.colors[theme.name]:
            return theme.color_text(token)
        return str(theme.px(token))

    return _PLACEHOLDER.sub(value, path("theme.qss").read_text(encoding="utf-8"))


def set_kind(widget: QWidget, kind: str) -> None:
    """Give the widget the style sheet class `kind`, also after it was shown."""
    set_style_property(widget, "kind", kind)


def set_style_property(widget: QWidget, name: str, value: str | bool) -> None:
    """Set a property that the style sheet selects by, and restyle if it changed."""
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    if not widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        return  # it is styled when it is first asked for its size or shown
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()
