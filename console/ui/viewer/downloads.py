"""The Downloads card: what is on its way, what is there, what failed."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from console.desk.rows import TranscriptRow
from console.domain.messages import Media
from console.domain.texts import N_, _
from console.ui.theme.icons import icon_pixmap
from console.ui.theme.theme import current_theme
from console.ui.viewer.download_row import DownloadRow
from console.ui.widgets.icon_button import IconButton
from console.ui.widgets.push_button import PushButton
from console.ui.widgets.restyled import Restyled
from console.ui.widgets.text import PlainLabel

WIDTH_PX = 376
_SHOWN = 6
_EDGE_PX = 16
_CARE = N_("Files come from customers. Check them before you open them.")


class DownloadsCard(Restyled, QWidget):
    """The newest downloads over the lower right corner of its parent.

    Signals:
        open_wanted, retry_wanted, cancel_wanted: message id.
        folder_wanted: open the folder they are saved to.
    """

    open_wanted = Signal(str)
    retry_wanted = Signal(str)
    cancel_wanted = Signal(str)
    folder_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._rows: dict[str, DownloadRow] = {}
        self._focus_before: QWidget | None = None
        self.setFixedWidth(WIDTH_PX)
        self.setAccessibleName(_("Downloads"))
        self._folder = PushButton(_("Open folder"), "link", self)
        self._close = IconButton("common.close", _("Close"), self, small=True, shortcut="Esc")
        self._shield = PlainLabel(parent=self)
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        self._arrange()
        self._folder.clicked.connect(self.folder_wanted)
        self._close.clicked.connect(self.leave)
        parent.installEventFilter(self)
        self.restyle()
        self.hide()

    def show_files(self, rows: Iterable[TranscriptRow]) -> None:
        """Show these, newest first; at most six."""
        wanted = {
            row.message.message_id: (row, row.message.body)
            for row in rows
            if isinstance(row.message.body, Media) and row.file is not None
        }
        shown = list(wanted)[:_SHOWN]
        for gone in self._rows.keys() - shown:
            self._rows.pop(gone).deleteLater()
        for place, message_id in enumerate(shown):
            row, body = wanted[message_id]
            self._row(row, body, place).show_row(row, body)
        self.adjustSize()

    def take_focus(self) -> None:
        """Put the keyboard on the first thing that can be done; `leave` gives it back."""
        self._folder.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def leave(self) -> None:
        """Close, and give the focus back if it was taken, by keys or by a click."""
        before, self._focus_before = self._focus_before, None
        if self._holds(self.window().focusWidget()) and before is not None and isValid(before):
            before.setFocus(Qt.FocusReason.OtherFocusReason)
        self.hide()

    def _holds(self, widget: QWidget | None) -> bool:
        return widget is not None and self.isAncestorOf(widget)

    def stand(self, bottom_px: int = 44) -> None:
        """Take the lower right corner of the parent, `bottom_px` above its edge."""
        if self.isHidden():
            self._focus_before = self.window().focusWidget()
        self.adjustSize()
        below = self.parentWidget()
        if below is not None:
            right, bottom = below.width() - _EDGE_PX, below.height() - bottom_px
            self.move(QPoint(right - self.width(), bottom - self.height()))
        self.show()
        self.raise_()

    def restyle(self) -> None:
        """Tint the shield for the theme in use."""
        self._shield.setPixmap(icon_pixmap("content.safety", 14, "icon.muted"))
        self.update()

    def _row(self, row: TranscriptRow, body: Media, place: int) -> DownloadRow:
        found = self._rows.get(row.message.message_id)
        if found is None:
            found = self._rows[row.message.message_id] = DownloadRow(row, body, self)
            found.acted.connect(self._on_acted)
            found.show()
        if self._list.indexOf(found) != place:
            self._list.removeWidget(found)
            self._list.insertWidget(place, found)
        return found

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(16, 10, 8, 6)
        head.setSpacing(8)
        head.addWidget(PlainLabel(_("Downloads"), self, weight=600), 1)
        head.addWidget(self._folder)
        head.addWidget(self._close)
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 8, 16, 12)
        foot.setSpacing(6)
        foot.addWidget(self._shield, 0, Qt.AlignmentFlag.AlignTop)
        foot.addWidget(
            PlainLabel(_(_CARE), self, step="caption", kind="tertiary", wrap=True), 1
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addLayout(self._list)
        column.addLayout(foot)

    def _on_acted(self, message_id: str, act: str) -> None:
        signals = {
            "open": self.open_wanted,
            "retry": self.retry_wanted,
            "cancel": self.cancel_wanted,
        }
        signals[act].emit(message_id)

    # Qt's own names from here on

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep to the corner when the parent changes its size."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self.stand()
        return False

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The raised ground with its outline."""
        theme = current_theme()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setBrush(theme.color("bg.raised"))
            painter.setPen(QPen(theme.color("border.default"), 1))
            area = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
            radius = theme.px("radius.lg")
            painter.drawRoundedRect(area, radius, radius)
