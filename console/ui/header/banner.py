"""The one banner under the header: what it says and which buttons it has."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from console.ui.widgets.banner import Banner
from console.ui.widgets.push_button import PushButton


@dataclass(frozen=True, slots=True)
class BannerText:
    """What a banner says.

    Attributes:
        tone: "info", "warning" or "danger".
        buttons: (action name, words, kind), the main one last.
        rest: goes on after the title, in a lighter weight.
    """

    tone: str
    glyph: str
    title: str
    detail: str = ""
    buttons: tuple[tuple[str, str, str], ...] = ()
    rest: str = ""


class ConversationBanner(Banner):
    """A banner, or nothing.

    Signals:
        wanted: the action of the pressed button.
    """

    wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._offered: tuple[tuple[str, str, str], ...] = ()

    def show_text(self, text: BannerText | None) -> None:
        """Show this, or nothing; buttons that stay keep the focus."""
        if text is None:
            self.hide()
            return
        self.say(text.tone, text.title, text.detail, text.glyph, text.rest)
        if text.buttons != self._offered:
            self._offered = text.buttons
            self.set_buttons(*[self._button(*button) for button in text.buttons])

    def _button(self, name: str, words: str, kind: str) -> PushButton:
        button = PushButton(words, kind or "secondary", self)
        button.clicked.connect(lambda _on=False: self.wanted.emit(name))
        return button
