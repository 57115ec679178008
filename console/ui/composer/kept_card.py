"""What stands in the composer's place when the window lapsed over unsent text."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QTextEdit, QVBoxLayout, QWidget

from console.domain.texts import _
from console.ui.theme.icons import icon_pixmap
from console.ui.theme.style import set_kind
from console.ui.theme.theme import current_theme
from console.ui.widgets.push_button import PushButton
from console.ui.widgets.text import PlainLabel

_MOST_TEXT_H = 120


class KeptCard(QWidget):
    """The text, read-only, with Copy, keep for later, and Choose a template.

    Signals:
        copy_wanted, template_wanted, park_wanted: the buttons; Enter means the template.
    """

    copy_wanted = Signal()
    template_wanted = Signal()
    park_wanted = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Your text is kept, it wasn’t sent"))
        self._lock = PlainLabel(parent=self)
        title = PlainLabel(_("Your text is kept, it wasn’t sent"), self, weight=600)
        self._text = QTextEdit(self)
        self._text.setAcceptRichText(False)
        self._text.setReadOnly(True)
        self._text.setAccessibleName(_("Unsent text"))
        self._text.setFont(current_theme().font("message"))
        set_kind(self._text, "bare")
        self._copy = PushButton(_("Copy"), parent=self, icon_name="composer.copy")
        self.park = PushButton(_("Send when they reply"), parent=self)
        self.park.setCheckable(True)
        self.choose = PushButton(_("Choose a template"), "primary", self, hint="Enter")
        self._copy.clicked.connect(self.copy_wanted)
        self.choose.clicked.connect(self.template_wanted)
        self.park.toggled.connect(self.park_wanted)
        self._lay_out(title)

    def show_text(self, text: str, *, parked: bool) -> None:
        """Show the text that was not sent."""
        self._text.setPlainText(text)
        self._text.document().setTextWidth(max(self._text.viewport().width(), 200))
        height = round(self._text.document().size().height()) + 4
        self._text.setFixedHeight(min(max(height, 28), _MOST_TEXT_H))
        self._lock.setPixmap(
            icon_pixmap("session.windowLapsed", 16, "window.lapsed.fg", "fill")
        )
        self.park.blockSignals(True)
        self.park.setChecked(parked)
        self.park.blockSignals(False)
        self._say_park()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter chooses a template, never sends."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.template_wanted.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """A sunken card: nothing can be written here."""
        painter = QPainter(self)
        theme = current_theme()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(theme.color("bg.sunken"))
        painter.setPen(QPen(theme.color("border.default"), 1))
        painter.drawRoundedRect(self.rect().adjusted(12, 0, -13, -13), 10, 10)

    def _say_park(self) -> None:
        parked = self.park.isChecked()
        words = _("Will be sent when they reply") if parked else _("Send when they reply")
        self.park.setText(words)
        self.park.setAccessibleName(words)

    def _lay_out(self, title: PlainLabel) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._lock)
        head.addWidget(title, 1)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self._copy)
        foot.addWidget(self.park)
        foot.addStretch(1)
        foot.addWidget(self.choose)
        column = QVBoxLayout(self)
        column.setContentsMargins(26, 10, 22, 22)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self._text)
        column.addLayout(foot)
        self.park.toggled.connect(self._say_park)
