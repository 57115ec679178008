"""One download in the card: a tile, two lines, a bar and what can be done."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from console.desk.rows import FileState, TranscriptRow
from console.domain.ids import MessageId
from console.domain.messages import Media
from console.domain.texts import _
from console.ui.theme.icons import icon_pixmap
from console.ui.theme.style import set_kind
from console.ui.theme.theme import current_theme
from console.ui.transcript.cards import file_card
from console.ui.transcript.parts import Card
from console.ui.transcript.wording import size_text
from console.ui.widgets.icon_button import IconButton
from console.ui.widgets.push_button import PushButton
from console.ui.widgets.restyled import Restyled
from console.ui.widgets.text import PlainLabel

_TILE_PX = 32
_BAR_PX = 6


class DownloadRow(QWidget):
    """A file as the card shows it.

    Signals:
        acted: message id and "open", "retry" or "cancel".
    """

    acted = Signal(str, str)

    def __init__(self, row: TranscriptRow, body: Media, parent: QWidget) -> None:
        super().__init__(parent)
        self.message_id: MessageId = row.message.message_id
        self._tile = _Tile(self)
        self._name = PlainLabel("", self, weight=500, elide="middle")
        self._line = PlainLabel("", self, step="caption", tabular=True, elide="right")
        self._bar = _Bar(self)
        self._open = PushButton(_("Open"), "secondary", self, size="small")
        self._retry = PushButton(
            _("Retry"), "secondary", self, size="small", icon_name="common.retry"
        )
        self._cancel = IconButton("common.close", _("Cancel"), self, small=True)
        self._arrange()
        self._open.clicked.connect(self._on_open)
        self._retry.clicked.connect(self._on_retry)
        self._cancel.clicked.connect(self._on_cancel)
        self.show_row(row, body)

    def show_row(self, row: TranscriptRow, body: Media) -> None:
        """Show how far it is."""
        card, state = file_card(row, body), row.file.state if row.file else FileState.AT_HUB
        saved = state is FileState.SAVED and body.size_bytes > 0
        line = f"{card.line} · {size_text(body.size_bytes)}" if saved else card.line
        self._tile.show_card(card)
        self._name.setText(card.title)
        self._line.setText(line)
        set_kind(self._line, "danger" if state is FileState.FAILED else "tertiary")
        self._bar.show_share(card.share)
        self._bar.setVisible(state is FileState.MOVING)
        for button, wanted in (
            (self._open, FileState.SAVED),
            (self._retry, FileState.FAILED),
            (self._cancel, FileState.MOVING),
        ):
            button.setVisible(state is wanted)
        if state is FileState.SAVED:
            (act,) = card.acts  # to open it, or only its folder
            self._open.setText(act.label)
            self._open.setAccessibleName(act.name)
        self._retry.setAccessibleName(_("Try {title} again").format(title=card.title))
        self._cancel.set_name(_("Cancel {title}").format(title=card.title))
        self.setAccessibleName(f"{card.title}, {line}")

    def _arrange(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._name)
        words.addWidget(self._line)
        first = QHBoxLayout()
        first.setSpacing(12)
        first.addWidget(self._tile)
        first.addLayout(words, 1)
        for button in (self._open, self._retry, self._cancel):
            first.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        second = QHBoxLayout()
        second.setContentsMargins(_TILE_PX + 12, 0, 0, 0)
        second.addWidget(self._bar)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 8, 14, 8)
        column.setSpacing(7)
        column.addLayout(first)
        column.addLayout(second)

    def _on_open(self) -> None:
        self.acted.emit(self.message_id, "open")

    def _on_retry(self) -> None:
        self.acted.emit(self.message_id, "retry")

    def _on_cancel(self) -> None:
        self.acted.emit(self.message_id, "cancel")


class _Tile(Restyled, QWidget):
    """The coloured square with the glyph of a kind of file."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._card = Card("content.otherFile", 1, "", "")
        self.setFixedSize(QSize(_TILE_PX, _TILE_PX))

    def show_card(self, card: Card) -> None:
        """Take icon and hue of this card."""
        self._card = card
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Ground and glyph."""
        theme, hue = current_theme(), self._card.hue
        glyph = icon_pixmap(
            self._card.icon, 18, f"avatar.{hue}.fg", dpr=self.devicePixelRatioF()
        )
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color(f"avatar.{hue}.bg"))
            painter.drawRoundedRect(QRectF(self.rect()), 6, 6)
            painter.drawPixmap(QPointF(7, 7), glyph)


class _Bar(Restyled, QWidget):
    """How far a download is."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._share = 0.0
        self.setFixedHeight(_BAR_PX)

    def show_share(self, share: float | None) -> None:
        """Show this much, 0.0 to 1.0."""
        self._share = share or 0.0
        self.setAccessibleName(f"{round(self._share * 100)} %")
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Track and what is done."""
        theme, half = current_theme(), _BAR_PX / 2
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("meter.track"))
            painter.drawRoundedRect(QRectF(self.rect()), half, half)
            done = QRectF(0, 0, self.width() * min(self._share, 1.0), _BAR_PX)
            if done.width() >= _BAR_PX:
                painter.setBrush(theme.color("accent.fill"))
                painter.drawRoundedRect(done, half, half)
