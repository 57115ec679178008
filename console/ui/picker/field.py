"""One variable of a template: numbered label, counter, input and what is wrong with it."""

from __future__ import annotations

from PySide6.QtCore import QObject, QSizeF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QTextEdit, QVBoxLayout, QWidget

from console.domain.templates import Variable, check_value
from console.domain.texts import _, number
from console.ui.theme.icons import icon_pixmap
from console.ui.theme.style import set_kind, set_style_property
from console.ui.widgets.text import PlainLabel

_AREA_H, _LARGEST_AREA_H, _AREA_PADDING_PX, _TAG_PX = 60, 120, 16, 16
_COUNTED_FROM = 0.5


class _Area(QTextEdit):
    """Several visible lines without line breaks.

    Signals:
        refused: Enter was pressed.
    """

    refused = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setFixedHeight(_AREA_H)
        self.document().documentLayout().documentSizeChanged.connect(self._on_size_changed)

    def _on_size_changed(self, size: QSizeF) -> None:
        """Grow with the text as far as the form has room."""
        wanted = round(size.height()) + _AREA_PADDING_PX
        self.setFixedHeight(min(max(wanted, _AREA_H), _LARGEST_AREA_H))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                event.ignore()  # sends, wherever the caret is
            else:
                self.refused.emit()
        else:
            super().keyPressEvent(event)


class VariableField(QWidget):
    """Shows and takes one value.

    Signals:
        edited: the value changed.
    """

    edited = Signal()

    def __init__(
        self, number: int, variable: Variable, parent: QWidget | None = None, *, tall: bool
    ) -> None:
        super().__init__(parent)
        self.variable = variable
        self._quiet = False
        self._from_draft = False
        self._line: QLineEdit | None = None
        self._area: _Area | None = None
        tag = PlainLabel(str(number), self, step="micro", weight=500, kind="tag-number")
        tag.setAlignment(Qt.AlignmentFlag.AlignCenter)
        tag.setMinimumWidth(_TAG_PX)
        tag.setFixedHeight(_TAG_PX)
        label = PlainLabel(variable.label, self, step="caption", weight=500, kind="secondary")
        self._origin_glyph = PlainLabel(parent=self)
        self._note = PlainLabel(parent=self, step="caption", kind="tertiary", tabular=True)
        self._problem = PlainLabel(parent=self, step="caption", kind="danger", wrap=True)
        self._problem.hide()
        head = QHBoxLayout()
        head.setSpacing(6)
        head.addWidget(tag)
        head.addWidget(label)
        head.addStretch(1)
        head.addWidget(self._origin_glyph)
        head.addWidget(self._note)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(5)
        column.addLayout(head)
        column.addWidget(self._input(tall=tall))
        column.addWidget(self._problem)
        self._say_note()

    def value(self) -> str:
        """What is filled in."""
        if self._area is not None:
            return self._area.toPlainText()
        return self._line.text() if self._line is not None else ""

    def set_value(self, value: str, *, from_draft: bool = False) -> None:
        """Fill it in, so that Ctrl Z takes it back."""
        if self._area is not None:
            cursor = self._area.textCursor()
            cursor.select(QTextCursor.SelectionType.Document)
            cursor.insertText(value)
        elif self._line is not None:
            self._line.selectAll()
            self._line.insert(value)
        self._from_draft = from_draft
        self._say_note()

    def take_focus(self) -> None:
        """Put the caret here."""
        target = self._area or self._line
        if target is not None:
            target.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_problem(self, problem: str) -> None:
        """Say what is wrong; empty takes it back."""
        self._problem.setText(problem)
        self._problem.setVisible(bool(problem))
        for target in (self._area, self._line):
            if target is not None:
                set_style_property(target, "bad", bool(problem))

    def check(self) -> str:
        """What is wrong with the value, shown at once; empty if nothing is."""
        problem = check_value(self.variable, self.value())
        self.show_problem(problem)
        return problem

    def _input(self, *, tall: bool) -> QWidget:
        if tall:
            self._area = _Area(self)
            self._area.textChanged.connect(self._on_edited)
            self._area.refused.connect(self._on_break_refused)
            made: QWidget = self._area
        else:
            self._line = QLineEdit(self)
            self._line.textChanged.connect(self._on_edited)
            self._line.editingFinished.connect(self._show_beginning)
            made = self._line
        made.setAccessibleName(self.variable.label)
        if self.variable.example:
            example = _("for example {example}").format(example=self.variable.example)
            target: QObject | None = self._area or self._line
            if isinstance(target, QLineEdit | QTextEdit):
                target.setPlaceholderText(example)
        return made

    def _show_beginning(self) -> None:
        """Once it is left, a long value shows how it begins."""
        if self._line is not None and not self._line.hasFocus():
            self._line.setCursorPosition(0)

    def _on_edited(self) -> None:
        self._from_draft = False
        self.show_problem("")
        self._say_note()
        self.edited.emit()

    def _on_break_refused(self) -> None:
        self.show_problem(check_value(self.variable, "a\nb"))

    def _say_note(self) -> None:
        length, limit = len(self.value()), self.variable.limit
        if self._from_draft:
            self._origin_glyph.setPixmap(icon_pixmap("status.ok", 14, "success.fg", "fill"))
        self._origin_glyph.setVisible(self._from_draft)
        counted = self._area is not None or length > limit * _COUNTED_FROM
        words = f"{number(length)} / {number(limit)}" if counted else ""
        self._note.setText(_("from your draft") if self._from_draft else words)
        over = "danger" if length > limit else "tertiary"
        set_kind(self._note, "success" if self._from_draft else over)
