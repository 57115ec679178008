"""Labels and tooltips that show any text as plain text."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from console.ui.theme.style import set_kind
from console.ui.theme.theme import current_theme

_ELIDE = {
    "right": Qt.TextElideMode.ElideRight,
    "middle": Qt.TextElideMode.ElideMiddle,
}


class PlainLabel(QLabel):
    """A label that never reads its text as HTML and can shorten it with an ellipsis.

    `step` is a step of the type scale, `kind` a style sheet class such as "secondary".
    """

    def __init__(
        self,
        text: str = "",
        parent: QWidget | None = None,
        *,
        step: str = "body",
        weight: int | None = None,
        kind: str = "",
        elide: Literal["", "right", "middle"] = "",
        tabular: bool = False,
        wrap: bool = False,
    ) -> None:
        super().__init__(parent)
        self._full = ""
        self._elide = _ELIDE.get(elide)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(current_theme().font(step, weight, tabular))
        self.setWordWrap(wrap)
        if elide:
            self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        if kind:
            set_kind(self, kind)
        self.setText(text)

    @property
    def full_text(self) -> str:
        """The text before it was shortened."""
        return self._full

    def setText(self, text: str) -> None:
        """Show `text`, shortened to the width if the label elides."""
        self._full = text
        self.setAccessibleName(text)
        self._show()

    def sizeHint(self) -> QSize:
        """Room for the whole text."""
        hint = super().sizeHint()
        if self._elide is not None:
            width = QFontMetrics(self.font()).horizontalAdvance(self._full) + 1
            hint.setWidth(width)
        return hint

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shorten again."""
        super().resizeEvent(event)
        if self._elide is not None:
            self._show()

    def _show(self) -> None:
        shown = self._full
        if self._elide is not None:
            metrics = QFontMetrics(self.font())
            shown = metrics.elidedText(shown, self._elide, self.contentsRect().width())
            plain_tip(self, "" if shown == self._full else self._full)
        super().setText(shown)


def plain_tip(widget: QWidget, text: str) -> None:
    """Give the widget a tooltip that shows `text` as it is, wrapped when long."""
    # a tooltip has no plain-text mode: what looks like a tag would be rendered
    widget.setToolTip(f"<span>{_escaped(text)}</span>" if _needs_markup(text) else text)


def _escaped(text: str) -> str:
    # the standard library's html module costs the start several milliseconds
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _needs_markup(text: str) -> bool:
    return "<" in text or "&" in text or len(text) > 80
