"""The text of a message: grows with its lines, sends on Enter, takes files that are dropped."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QMimeData, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QContextMenuEvent,
    QFocusEvent,
    QImage,
    QKeyEvent,
    QResizeEvent,
    QTextBlockFormat,
    QTextCursor,
)
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextEdit, QWidget

from console.domain.texts import _
from console.ui.composer.highlight import MarkupHighlighter
from console.ui.theme.style import set_kind
from console.ui.theme.theme import current_theme
from console.ui.widgets.restyled import Restyled

_PAD_H, _PAD_TOP, _PAD_BOTTOM = 14, 10, 4
_LEAST_H = 54
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_POPUP_KEYS = frozenset(
    {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Tab, Qt.Key.Key_Escape, *_ENTER}
)


class ComposerText(Restyled, QTextEdit):
    """Plain text only, whatever is pasted.

    While `popup_open` is set, the keys that walk a list go to `popup_key` instead. Its menu
    also offers `looks`: actions that make text bold, a list and the like.

    Signals:
        submitted: Enter without Shift.
        left_empty: Escape while nothing is written.
        popup_key: a key for the open list.
        files_given, image_given: pasted or dropped.
        focused: focus came or went.
    """

    submitted = Signal()
    left_empty = Signal()
    popup_key = Signal(int)
    files_given = Signal(list)
    image_given = Signal(QImage)
    focused = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._markup = MarkupHighlighter(self.document())
        self.looks: list[QAction] = []
        self.popup_open = False
        self._most_h = 400
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setViewportMargins(_PAD_H, _PAD_TOP, _PAD_H, _PAD_BOTTOM)
        self.document().setDocumentMargin(0)
        self.setFont(current_theme().font("message"))
        set_kind(self, "bare")
        self.document().documentLayout().documentSizeChanged.connect(self._on_size_changed)
        self._space_lines()

    def restyle(self) -> None:
        """The markers take the ink of the theme in use."""
        with QSignalBlocker(self):  # Qt calls a new ink a changed text; nobody is typing
            self._markup.rehighlight()

    def text(self) -> str:
        """What is written."""
        return self.toPlainText()

    def show_text(self, text: str) -> None:
        """Replace what is written and put the caret at its end."""
        self.setPlainText(text)
        self._space_lines()
        self.moveCursor(QTextCursor.MoveOperation.End)

    def grow_to(self, most_h: int) -> None:
        """The most pixels it may grow to before it scrolls."""
        self._most_h = max(most_h, _LEAST_H)
        self.updateGeometry()

    def word_before_caret(self) -> str:
        """What stands between the last space or line start and the caret."""
        cursor = self.textCursor()
        before = cursor.block().text()[: cursor.positionInBlock()]
        return before.replace("\u2028", " ").rpartition(" ")[2]

    def replace_word(self, text: str) -> None:
        """Put `text` in the place of the word before the caret."""
        cursor = self.textCursor()
        length = len(self.word_before_caret())
        cursor.movePosition(
            QTextCursor.MoveOperation.Left, QTextCursor.MoveMode.KeepAnchor, length
        )
        cursor.insertText(text)
        self.setTextCursor(cursor)

    def select_first(self, text: str) -> bool:
        """Select the first place of `text`; whether there is one."""
        found = self.document().find(text)
        if found.isNull():
            return False
        self.setTextCursor(found)
        return True

    def sizeHint(self) -> QSize:
        """As high as its lines, within its bounds."""
        lines_h = round(self.document().size().height())
        wanted = lines_h + _PAD_TOP + _PAD_BOTTOM
        return QSize(200, min(max(wanted, _LEAST_H), self._most_h))

    def minimumSizeHint(self) -> QSize:
        """Its least height."""
        return QSize(100, _LEAST_H)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter sends, Shift Enter breaks the line, Escape leaves when empty."""
        key = event.key()
        if self.popup_open and key in _POPUP_KEYS:
            self.popup_key.emit(key)
            return
        if key in _ENTER:
            self._on_enter(event)
        elif key == Qt.Key.Key_Escape and not self.text():
            self.left_empty.emit()
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab picks from an open list and otherwise moves on."""
        if self.popup_open and forward:
            self.popup_key.emit(Qt.Key.Key_Tab)
            return True
        return super().focusNextPrevChild(forward)

    def event(self, event: QEvent) -> bool:
        """Leave Ctrl Delete to the window: it clears the draft."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            held = event.modifiers() & Qt.KeyboardModifier.ControlModifier
            if held and event.key() == Qt.Key.Key_Delete:
                event.ignore()
                return False
        return super().event(event)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Text, pictures and files."""
        return source.hasUrls() or source.hasImage() or super().canInsertFromMimeData(source)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Files and pictures are attached, text is inserted without its looks."""
        paths = [url.toLocalFile() for url in source.urls() if url.isLocalFile()]
        if paths:
            self.files_given.emit(paths)
        elif source.hasImage() and not source.hasText():
            self.image_given.emit(QImage(source.imageData()))
        else:
            self.insertPlainText(source.text())

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Cut, copy, paste and the like, and how text may look."""
        menu = self.createStandardContextMenu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addSeparator()
        menu.addMenu(_("Format")).addActions(self.looks)
        menu.popup(event.globalPos())

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Light up the frame."""
        super().focusInEvent(event)
        self.focused.emit(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Calm the frame."""
        super().focusOutEvent(event)
        self.focused.emit(False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Other lines, another height."""
        super().resizeEvent(event)
        self.updateGeometry()

    def _on_enter(self, event: QKeyEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.textCursor().insertBlock()
            self.ensureCursorVisible()
        elif not event.isAutoRepeat():
            self.submitted.emit()

    def _on_size_changed(self, _size: object) -> None:
        self.updateGeometry()

    def _space_lines(self) -> None:
        spaced = QTextBlockFormat()
        height = float(current_theme().line("message"))
        spaced.setLineHeight(height, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.mergeBlockFormat(spaced)
