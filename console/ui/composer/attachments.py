"""The files that go along, one chip each, and the message they answer."""

from __future__ import annotations

from pathlib import PurePath

from PySide6.QtCore import QFileInfo, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from console.domain.texts import _, number
from console.ui.theme.icons import icon_pixmap
from console.ui.theme.style import set_kind
from console.ui.theme.theme import current_theme
from console.ui.widgets.icon_button import IconButton
from console.ui.widgets.text import PlainLabel

_CHIP_W = 240
_PICTURES = {".jpg", ".jpeg", ".png"}


def size_words(size_bytes: int) -> str:
    """A size as people say it: "214 KB", "3.2 MB"."""
    if size_bytes < 1_000_000:
        return _("{size} KB").format(size=number(max(round(size_bytes / 1000), 1)))
    return _("{size} MB").format(size=number(size_bytes / 1_000_000, 1))


class FileChip(QFrame):
    """One file with a cross.

    Signals:
        removed: its path.
    """

    removed = Signal(str)

    def __init__(self, path: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.path = path
        set_kind(self, "card")
        name = PurePath(path).name
        picture = PurePath(path).suffix.lower() in _PICTURES
        glyph = PlainLabel(parent=self)
        glyph.setPixmap(
            icon_pixmap("content.image" if picture else "content.otherFile", 16, "icon.default")
        )
        title = PlainLabel(name, self, step="caption", weight=500, elide="middle")
        size = PlainLabel(
            size_words(QFileInfo(path).size()), self, step="caption", kind="tertiary"
        )
        cross = IconButton(
            "common.close", _("Remove {name}").format(name=name), self, small=True, icon_px=12
        )
        cross.clicked.connect(self._on_cross)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 2, 2, 2)
        row.setSpacing(6)
        row.addWidget(glyph)
        row.addWidget(title, 1)
        row.addWidget(size)
        row.addWidget(cross)
        self.setFixedSize(_CHIP_W, 30)

    def _on_cross(self) -> None:
        self.removed.emit(self.path)


class FileChips(QWidget):
    """The attached files, two in a line.

    Signals:
        changed: a file came or went.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chips: list[FileChip] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(12, 8, 12, 0)
        self._column.setSpacing(6)
        self.hide()

    def paths(self) -> tuple[str, ...]:
        """The files in order."""
        return tuple(chip.path for chip in self._chips)

    def show_paths(self, paths: tuple[str, ...]) -> None:
        """Show these instead."""
        if paths == self.paths():
            return
        for chip in self._chips:
            chip.deleteLater()
        while self._column.takeAt(0) is not None:
            pass
        self._chips = [FileChip(path, self) for path in paths]
        for start in range(0, len(self._chips), 2):
            line = QHBoxLayout()
            line.setSpacing(6)
            for chip in self._chips[start : start + 2]:
                chip.removed.connect(self._on_removed)
                line.addWidget(chip)
            line.addStretch(1)
            self._column.addLayout(line)
        self.setVisible(bool(paths))
        self.changed.emit()

    def _on_removed(self, gone: str) -> None:
        self.show_paths(tuple(path for path in self.paths() if path != gone))


class QuoteStrip(QFrame):
    """The message that is replied to, with a cross.

    Signals:
        dropped: reply to nothing.
    """

    dropped = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._author = PlainLabel(parent=self, step="caption", weight=600)
        self._text = PlainLabel(parent=self, step="caption", kind="secondary", elide="right")
        cross = IconButton(
            "common.close", _("Don’t reply to this message"), self, small=True, icon_px=14
        )
        cross.clicked.connect(self.dropped)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._author)
        words.addWidget(self._text)
        row = QHBoxLayout(self)
        row.setContentsMargins(25, 8, 8, 0)
        row.setSpacing(8)
        row.addLayout(words, 1)
        row.addWidget(cross)
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The accent bar beside the words."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(current_theme().color("accent.fill"))
            painter.drawRoundedRect(14, 9, 3, self.height() - 9, 1.5, 1.5)

    def show_quote(self, author: str, text: str) -> None:
        """Show what is replied to."""
        self._author.setText(_("Reply to {author}").format(author=author))
        self._text.setText(text.replace("\n", " "))
        self.setAccessibleName(_("Reply to {author}: {text}").format(author=author, text=text))
        self.show()
