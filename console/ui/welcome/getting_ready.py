"""A small window while something is made that takes its time: how far it is, and a way out."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from console.domain.texts import _
from console.ui.theme.style import set_kind
from console.ui.titles import APP_NAME
from console.ui.welcome.logo import Logo, logo_icon
from console.ui.widgets.push_button import PushButton
from console.ui.widgets.text import PlainLabel

_WIDTH_PX, _HEIGHT_PX = 460, 232


class GettingReady(QWidget):
    """Our mark, a title, a sentence, a bar with its per cent, and buttons.

    Signals:
        cancelled: by the button, Esc, or by closing the window.
        again_wanted: try once more, after trouble.
    """

    cancelled = Signal()
    again_wanted = Signal()

    def __init__(self, title: str, sentence: str) -> None:
        super().__init__()
        set_kind(self, "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle(f"{title} – {APP_NAME}")
        self.setWindowIcon(logo_icon())
        self.setAccessibleName(title)
        self.setAccessibleDescription(sentence)
        self.setFixedWidth(_WIDTH_PX)
        self.setMinimumHeight(_HEIGHT_PX)
        self._title = PlainLabel(title, self, step="heading")
        self._calm_words = sentence
        self.sentence = PlainLabel(sentence, self, kind="secondary", wrap=True)
        self.bar = QProgressBar(self)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(title)
        self.percent = PlainLabel("", self, kind="secondary", tabular=True)
        self.cancel = PushButton(_("Cancel"), parent=self)
        self.again = PushButton(_("Try again"), "primary", self)
        self._lay_out()
        self.cancel.clicked.connect(self.cancelled)
        self.again.clicked.connect(self.again_wanted)
        self.show_progress(0)

    def show_progress(self, percent: int) -> None:
        """Show how far it is, from 0 to 100."""
        self.sentence.setText(self._calm_words)
        self._show_trouble(on=False)
        self.bar.setValue(percent)
        self.percent.setText(f"{percent} %")

    def show_trouble(self, words: str) -> None:
        """Say what went wrong and what to do, in the bar's place."""
        self.sentence.setText(words)
        self._show_trouble(on=True)
        self.again.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc cancels."""
        if event.key() == Qt.Key.Key_Escape:
            self.cancelled.emit()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closing a window that is still wanted cancels."""
        super().closeEvent(event)
        self.cancelled.emit()

    def _show_trouble(self, *, on: bool) -> None:
        self.bar.setHidden(on)
        self.percent.setHidden(on)
        self.again.setVisible(on)
        self.cancel.set_text(_("Close") if on else _("Cancel"))

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(self._title)
        words.addWidget(self.sentence)
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(Logo(self), 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(words, 1)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.bar, 1, Qt.AlignmentFlag.AlignVCenter)
        self.percent.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.percent.setFixedWidth(44)
        row.addWidget(self.percent)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addStretch(1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.again)
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 28, 28, 20)
        column.addLayout(head)
        column.addSpacing(20)
        column.addLayout(row)
        column.addStretch(1)
        column.addLayout(foot)
