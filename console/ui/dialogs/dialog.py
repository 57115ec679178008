"""The frame of every dialog: title, body, foot, and the scrim behind it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QHideEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QShowEvent,
)
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QTextEdit, QVBoxLayout, QWidget

from console.domain.texts import _
from console.ui.theme.style import set_kind
from console.ui.theme.theme import current_theme
from console.ui.widgets.icon_button import IconButton
from console.ui.widgets.push_button import PushButton
from console.ui.widgets.text import PlainLabel

_SHADOW = 28
_RADIUS = 14
_SHADOW_STEPS = 14


class Scrim(QWidget):
    """Dims a window while a dialog is open over it, and follows its size."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setGeometry(window.rect())
        window.installEventFilter(self)
        self.show()
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep to the window's size."""
        if event.type() == QEvent.Type.Resize and isinstance(watched, QWidget):
            self.setGeometry(watched.rect())
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        """One even tint."""
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), current_theme().color("bg.scrim"))


class Dialog(QDialog):
    """Esc cancels, Ctrl Enter confirms; `confirm` is empty for a dialog that only shows."""

    def __init__(
        self,
        title: str,
        parent: QWidget | None,
        *,
        sentence: str = "",
        confirm: str = "",
        kind: str = "primary",
        width_px: int = 440,
        hint: str = "Ctrl+Enter",
    ) -> None:
        super().__init__(parent, Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.setFixedWidth(width_px + 2 * _SHADOW)
        self._scrim: Scrim | None = None
        self.title = PlainLabel(title, self, step="heading", elide="right")
        self.sentence = PlainLabel(sentence, self, kind="secondary", wrap=True)
        self.sentence.setVisible(bool(sentence))
        self.body = QVBoxLayout()
        self.body.setContentsMargins(24, 0, 24, 16)
        self.body.setSpacing(12)
        self.foot_words = PlainLabel(parent=self, step="caption", kind="secondary", wrap=True)
        self.cancel = PushButton(_("Cancel"), parent=self)
        self.confirm = PushButton(confirm, kind, self, hint=hint)
        self.cancel.setAutoDefault(False)
        self.confirm.setAutoDefault(False)
        self.cancel.clicked.connect(self.reject)
        self.confirm.clicked.connect(self.try_accept)
        self._column = QVBoxLayout(self)
        self._lay_out(bool(confirm))

    def problem(self) -> str:
        """Why it can't be confirmed yet; empty if it can."""
        return ""

    def try_accept(self) -> None:
        """Accept, or say why not."""
        problem = self.problem()
        if problem:
            set_kind(self.foot_words, "danger")
            self.foot_words.setText(problem)
        else:
            self.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl Enter confirms; Enter alone does nothing by itself."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.try_accept()
        elif not enter:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Dim what is behind and stand in its middle."""
        super().showEvent(event)
        parent = self.parentWidget()
        if parent is not None:
            window = parent.window()
            self._scrim = self._scrim or Scrim(window)
            self.adjustSize()
            middle = window.mapToGlobal(window.rect().center())
            self.move(middle - self.rect().center())

    def hideEvent(self, event: QHideEvent) -> None:
        """Take the tint away."""
        super().hideEvent(event)
        if self._scrim is not None:
            self._scrim.hide()
            self._scrim.deleteLater()
            self._scrim = None

    def paintEvent(self, event: QPaintEvent) -> None:
        """A rounded card with a soft shadow."""
        theme = current_theme()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            card = QRectF(self.rect()).adjusted(_SHADOW, _SHADOW, -_SHADOW, -_SHADOW)
            painter.setPen(Qt.PenStyle.NoPen)
            for step in range(_SHADOW_STEPS, 0, -1):
                painter.setBrush(QColor(0, 0, 0, 3))
                grown = card.adjusted(-step, -step + 6, step, step + 6)
                painter.drawRoundedRect(grown, _RADIUS + step, _RADIUS + step)
            painter.setPen(QPen(theme.color("border.default"), 1))
            painter.setBrush(theme.color("bg.raised"))
            painter.drawRoundedRect(card.adjusted(0.5, 0.5, -0.5, -0.5), _RADIUS, _RADIUS)

    def _lay_out(self, confirmable: bool) -> None:
        self._column.setContentsMargins(_SHADOW, _SHADOW, _SHADOW, _SHADOW)
        self._column.setSpacing(0)
        self._column.addLayout(self._head())
        self._column.addLayout(self.body)
        if not confirmable:
            self.cancel.hide()
            self.confirm.hide()
            self.foot_words.hide()
            return
        line = QFrame(self)
        set_kind(line, "line")
        self._column.addWidget(line)
        self.foot = QHBoxLayout()
        self.foot.setContentsMargins(24, 12, 16, 12)
        self.foot.setSpacing(8)
        self.foot.addWidget(self.foot_words, 1)
        self.foot.addWidget(self.cancel)
        self.foot.addWidget(self.confirm)
        self._column.addLayout(self.foot)

    def _head(self) -> QHBoxLayout:
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.title)
        words.addWidget(self.sentence)
        close = IconButton("common.close", _("Close"), self)
        close.clicked.connect(self.reject)
        self.head = QHBoxLayout()
        self.head.setContentsMargins(24, 16, 16, 12)
        self.head.setSpacing(12)
        self.head.addLayout(words, 1)
        self.head.addWidget(close, 0, Qt.AlignmentFlag.AlignVCenter)
        return self.head


def text_box(height_px: int, parent: QWidget) -> QTextEdit:
    """A box for a few lines of plain text, which Tab leaves."""
    box = QTextEdit(parent)
    box.setAcceptRichText(False)
    box.setTabChangesFocus(True)
    box.setFixedHeight(height_px)
    return box


def labelled(label: str, control: QWidget, parent: QWidget, aside: str = "") -> QVBoxLayout:
    """A control with its label above it, tied together for a screen reader."""
    words = PlainLabel(label, parent, step="caption", weight=500, kind="secondary")
    words.setBuddy(control)
    control.setAccessibleName(label)
    head = QHBoxLayout()
    head.addWidget(words)
    head.addStretch(1)
    head.addWidget(PlainLabel(aside, parent, step="caption", kind="tertiary"))
    column = QVBoxLayout()
    column.setSpacing(5)
    column.addLayout(head)
    column.addWidget(control)
    return column
