"""The line above the composer while a voice note is made: time, listen, send or throw away."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from console.domain.messages import clock_length
from console.domain.texts import _
from console.ui.theme.icons import icon_pixmap
from console.ui.theme.theme import current_theme
from console.ui.widgets.icon_button import IconButton
from console.ui.widgets.push_button import PushButton
from console.ui.widgets.restyled import Restyled
from console.ui.widgets.spoken import announce
from console.ui.widgets.text import PlainLabel

_HEIGHT, _BELOW, _SIDE = 40, 8, 12


class Stage(Enum):
    """What is being done."""

    RECORDING = "recording"
    READY = "ready"
    UNABLE = "unable"


class RecordingBar(Restyled, QWidget):
    """Hidden while nothing is recorded.

    Signals:
        thrown: what there is isn't wanted.
        stopped: it is all said.
        heard, sent: listen to it, send it.
        file_wanted: choose a recording made elsewhere.
    """

    thrown = Signal()
    stopped = Signal()
    heard = Signal()
    sent = Signal()
    file_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.stage = Stage.READY
        self._glyph = PlainLabel(parent=self)
        self._words = PlainLabel(parent=self, step="caption", tabular=True, elide="right")
        self._throw = IconButton(
            "deadLetterReason.discard", _("Throw it away"), self, icon_px=16
        )
        self._close = IconButton("common.close", _("Close"), self, icon_px=16)
        self.listen = PushButton(_("Listen"), parent=self, size="small")
        self.stop = PushButton(_("Stop"), parent=self, size="small")
        self.choose = PushButton(_("Choose a recording…"), parent=self, size="small")
        self.send = PushButton(_("Send"), "primary", self, size="small")
        self._throw.clicked.connect(self.thrown)
        self._close.clicked.connect(self.thrown)
        self.listen.clicked.connect(self.heard)
        self.stop.clicked.connect(self.stopped)
        self.choose.clicked.connect(self.file_wanted)
        self.send.clicked.connect(self.sent)
        row = QHBoxLayout(self)
        row.setContentsMargins(_SIDE + 12, 0, _SIDE + 8, _BELOW)
        row.setSpacing(8)
        row.addWidget(self._glyph)
        row.addWidget(self._words, 1)
        for button in (self._throw, self.listen, self.stop, self.choose, self.send):
            row.addWidget(button)
        row.addWidget(self._close)
        self.setFixedHeight(_HEIGHT + _BELOW)
        self.setAccessibleName(_("Voice message"))
        self.hide()

    def show_recording(self, name: str) -> None:
        """Recording begins, for this customer."""
        self.send.setAccessibleName(_("Send the voice message to {name}").format(name=name))
        self._show(Stage.RECORDING, _("Recording · {time}").format(time=clock_length(0)))
        self.stop.setFocus()
        announce(self, _("Recording"))

    def show_time(self, at_ms: int) -> None:
        """How long it is so far."""
        time = clock_length(at_ms / 1000)
        self._words.setText(_("Recording · {time}").format(time=time))

    def show_ready(self, length_s: float, *, can_listen: bool) -> None:
        """It can be listened to and sent."""
        words = _("Voice message · {time}").format(time=clock_length(length_s))
        self._show(Stage.READY, words)
        self.listen.setVisible(can_listen)
        self.show_heard(playing=False)
        self.send.setFocus()
        announce(self, words)

    def show_heard(self, *, playing: bool) -> None:
        """Whether it is being listened to."""
        self.listen.setText(_("Pause") if playing else _("Listen"))

    def show_unable(self, words: str) -> None:
        """It can't be recorded here; a recording made elsewhere can be sent."""
        self._show(Stage.UNABLE, words)
        self.choose.setFocus()
        announce(self, words)

    def restyle(self) -> None:
        """Tint the glyph for the theme in use."""
        ink = "danger.fg" if self.stage is Stage.RECORDING else "icon.muted"
        self._glyph.setPixmap(icon_pixmap("microphone", 16, ink, "fill"))

    def paintEvent(self, event: QPaintEvent) -> None:
        """A quiet ground."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(current_theme().color("bg.sunken"))
            box = self.rect().adjusted(_SIDE, 0, -_SIDE, -_BELOW)
            painter.drawRoundedRect(box, 8, 8)

    def _show(self, stage: Stage, words: str) -> None:
        self.stage = stage
        self._words.setText(words)
        self._throw.setVisible(stage is not Stage.UNABLE)
        self._close.setVisible(stage is Stage.UNABLE)
        self.listen.setVisible(stage is Stage.READY)
        self.stop.setVisible(stage is Stage.RECORDING)
        self.choose.setVisible(stage is Stage.UNABLE)
        self.send.setVisible(stage is Stage.READY)
        self.show()
        self.restyle()
