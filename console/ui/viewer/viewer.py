"""The image viewer: a dark layer over the whole window, one picture at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget
from shiboken6 import isValid

from console.desk.rows import TranscriptRow
from console.domain.texts import _
from console.ui.theme.theme import current_theme
from console.ui.transcript.pictures import PictureStore
from console.ui.transcript.surface import FileSource
from console.ui.viewer.canvas import PictureCanvas
from console.ui.viewer.glass_button import GlassButton
from console.ui.viewer.shots import Shot, shots_of
from console.ui.viewer.thumbnails import Thumbnails
from console.ui.viewer.top_bar import WHITE, TopBar
from console.ui.widgets.text import PlainLabel

_PAN_PX = 60
_SIDE_PX = 20


class ImageViewer(QWidget):
    """Covers its parent while open and keeps the keyboard; closing gives the focus back.

    Signals:
        quote_wanted, download_wanted: message id.
        closed: it is gone from the screen.
    """

    quote_wanted = Signal(str)
    download_wanted = Signal(str)
    closed = Signal()

    def __init__(
        self, pictures: PictureStore, parent: QWidget, *, files: FileSource | None = None
    ) -> None:
        super().__init__(parent)
        self._below = parent
        self._files = files
        self._shots: list[Shot] = []
        self._index = 0
        self._person_id = ""
        self._focus_before: QWidget | None = None
        self.bar = TopBar(self)
        self.canvas = PictureCanvas(pictures, self)
        self.previous = GlassButton(
            "viewer.previous", _("Previous"), self, shortcut="←", disc=True
        )
        self.next = GlassButton("viewer.next", _("Next"), self, shortcut="→", disc=True)
        self._caption = PlainLabel("", self, kind=WHITE, wrap=True)
        self._thumbs = Thumbnails(pictures, self)
        self._arrange()
        self._connect()
        parent.installEventFilter(self)
        self.hide()

    def open_at(
        self, rows: Sequence[TranscriptRow], message_id: str, customer: str, person_id: str
    ) -> None:
        """Show the picture of a message among all pictures of its conversation."""
        self._shots = shots_of(rows, customer)
        places: list[str] = [shot.message_id for shot in self._shots]
        if message_id not in places:
            return
        self._person_id = person_id
        if not self.isVisible():
            self._focus_before = self.window().focusWidget()
        self.setGeometry(self._below.rect())
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._show(places.index(message_id))

    def update_files(self, media_ids: Iterable[str]) -> None:
        """Pictures that were being fetched may be there."""
        if self.isVisible() and {shot.media_id for shot in self._shots} & set(media_ids):
            self._show(self._index)

    def current_id(self) -> str:
        """The message on show; empty if none is."""
        return self._shots[self._index].message_id if self._shots else ""

    def step(self, by: int) -> None:
        """Go to another picture; stays at the first and the last."""
        wanted = self._index + by
        if 0 <= wanted < len(self._shots):
            self._show(wanted)

    def copy(self) -> None:
        """Put the picture into the clipboard, turned as it is."""
        image = self.canvas.image()
        if not image.isNull():
            QGuiApplication.clipboard().setImage(image)

    def reply(self) -> None:
        """Close, and quote the picture."""
        message_id = self.current_id()
        self.leave()
        self.quote_wanted.emit(message_id)

    def download(self) -> None:
        """Ask for the file."""
        self.download_wanted.emit(self.current_id())

    def leave(self) -> None:
        """Close, and give the focus back."""
        before, self._focus_before = self._focus_before, None
        # first the focus: a hidden widget that has it sends it round its own ring
        inside = self.window().focusWidget()
        if before is not None and isValid(before):
            before.setFocus(Qt.FocusReason.OtherFocusReason)
        elif inside is not None:
            inside.clearFocus()
        self.hide()
        self.closed.emit()

    def _arrange(self) -> None:
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_("Image viewer"))
        self._caption.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 16)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self.canvas, 1)
        column.addSpacing(12)
        column.addWidget(self._caption)
        column.addSpacing(6)
        column.addWidget(self._thumbs)

    def _connect(self) -> None:
        bar, canvas = self.bar, self.canvas
        bar.zoom_in.clicked.connect(canvas.zoom_in)
        bar.zoom_out.clicked.connect(canvas.zoom_out)
        bar.turn.clicked.connect(canvas.turn)
        bar.copy.clicked.connect(self.copy)
        bar.reply.clicked.connect(self.reply)
        bar.download.clicked.connect(self.download)
        bar.leave.clicked.connect(self.leave)
        canvas.zoomed.connect(bar.show_percent)
        self.previous.clicked.connect(self._on_previous)
        self.next.clicked.connect(self._on_next)
        self._thumbs.chosen.connect(self._show)

    def _show(self, index: int) -> None:
        self._index = index
        shot = self._shots[index]
        self.bar.show_shot(shot, self._person_id)
        self._caption.setText(shot.caption)
        self._caption.setVisible(bool(shot.caption))
        name = _("Picture {place} of {count} from {author}, {when}").format(
            place=index + 1, count=len(self._shots), author=shot.author, when=shot.when
        )
        self.canvas.show_path(self._path(shot), f"{name}. {shot.caption}".strip())
        self.previous.setEnabled(index > 0)
        self.next.setEnabled(index < len(self._shots) - 1)
        for button in (self.previous, self.next):
            button.setVisible(len(self._shots) > 1)
        self._thumbs.show_paths([self._path(each) for each in self._shots], index)
        self._place_sides()

    def _path(self, shot: Shot) -> str:
        if shot.path or self._files is None:
            return shot.path
        return self._files.picture(shot.media_id)

    def _place_sides(self) -> None:
        middle = self.canvas.y() + (self.canvas.height() - self.previous.height()) // 2
        self.previous.move(QPoint(_SIDE_PX, middle))
        self.next.move(QPoint(self.width() - _SIDE_PX - self.next.width(), middle))
        self.previous.raise_()
        self.next.raise_()

    def _on_previous(self) -> None:
        self.step(-1)

    def _on_next(self) -> None:
        self.step(1)

    # Qt's own names from here on

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The dark ground."""
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), current_theme().color("bg.viewer"))

    def resizeEvent(self, event: QEvent) -> None:
        """Keep the side buttons beside the picture."""
        self._column.activate()
        self._place_sides()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Cover the parent also after it was resized."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self.setGeometry(self._below.rect())
        return False

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Walk the viewer's own buttons only: what lies below is out of reach."""
        bar = self.bar
        ring: list[QWidget] = [
            self,
            bar.zoom_out,
            bar.zoom_in,
            bar.turn,
            bar.copy,
            bar.reply,
            bar.download,
            bar.leave,
            self.previous,
            self.next,
        ]
        if not self.isVisible():
            return False
        usable = [each for each in ring if each.isVisible() and each.isEnabled()]
        here = self.window().focusWidget()
        at = usable.index(here) if here in usable else 0
        reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
        usable[(at + (1 if forward else -1)) % len(usable)].setFocus(reason)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Everything works from the keyboard."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.matches(QKeySequence.StandardKey.Save):
            self.download()
        elif (act := self._keys().get(event.key())) is not None:
            act()
        event.accept()  # keys never reach what lies below

    def _keys(self) -> dict[int, Callable[[], None]]:
        canvas = self.canvas
        return {
            Qt.Key.Key_Escape: self.leave,
            Qt.Key.Key_Left: self._on_previous,
            Qt.Key.Key_Right: self._on_next,
            Qt.Key.Key_Plus: canvas.zoom_in,
            Qt.Key.Key_Equal: canvas.zoom_in,
            Qt.Key.Key_Minus: canvas.zoom_out,
            Qt.Key.Key_0: canvas.fit,
            Qt.Key.Key_1: canvas.actual_size,
            Qt.Key.Key_R: canvas.turn,
            Qt.Key.Key_Q: self.reply,
            Qt.Key.Key_Up: self._pan_up,
            Qt.Key.Key_Down: self._pan_down,
        }

    def _pan_up(self) -> None:
        self.canvas.pan(0, _PAN_PX)

    def _pan_down(self) -> None:
        self.canvas.pan(0, -_PAN_PX)
