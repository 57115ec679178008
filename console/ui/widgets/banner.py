"""One line across the top of a pane that says what is wrong and what to do."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from console.ui.theme.icons import icon_pixmap
from console.ui.theme.style import set_kind
from console.ui.widgets.restyled import Restyled
from console.ui.widgets.text import PlainLabel

_ICONS = {
    "info": ("session.readOnly", "accent.text"),
    "warning": ("status.offline", "warning.fg"),
    "danger": ("messageState.failed", "danger.fg"),
    "success": ("status.ok", "success.fg"),
    "whisper": ("supervision.whisper", "whisper.fg"),
}


class Banner(Restyled, QFrame):
    """Title, sentence and one group of buttons, in the tone of its gravity."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tone, self._icon_name = "info", ""
        self._icon = PlainLabel(parent=self)
        self._title = PlainLabel("", self, weight=600)
        self._sentence = PlainLabel("", self, kind="secondary", elide="right")
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(8)
        self._rest = PlainLabel("", self, elide="right")
        first = QHBoxLayout()
        first.setSpacing(4)
        first.addWidget(self._title)
        first.addWidget(self._rest, 1)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addLayout(first)
        words.addWidget(self._sentence)
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 6, 12, 6)
        row.setSpacing(12)
        row.addWidget(self._icon)
        row.addLayout(words, 1)
        row.addLayout(self._buttons)
        self.setMinimumHeight(44)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.hide()

    def say(
        self, tone: str, title: str, sentence: str = "", icon_name: str = "", rest: str = ""
    ) -> None:
        """Show the banner; `tone` is info, warning, danger, success or whisper.

        `rest` goes on after the title, in a lighter weight.
        """
        self._tone, self._icon_name = tone, icon_name
        set_kind(self, f"banner-{tone}")
        self._title.setText(title)
        self._rest.setText(rest)
        self._sentence.setText(sentence)
        self._sentence.setVisible(bool(sentence))
        whole = f"{title} {rest}".strip().removesuffix(".")
        self.setAccessibleName(f"{whole}. {sentence}" if sentence else whole)
        self.restyle()
        if self.parentWidget() is not None:
            # alone it would open a window of its own
            self.show()

    def set_buttons(self, *buttons: QWidget) -> None:
        """Offer these instead of the buttons so far."""
        while (item := self._buttons.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.deleteLater()
        for button in buttons:
            self._buttons.addWidget(button)

    def restyle(self) -> None:
        """Tint the icon for the theme in use."""
        name, color = _ICONS[self._tone]
        self._icon.setPixmap(icon_pixmap(self._icon_name or name, 20, color, "fill"))
