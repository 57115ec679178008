"""Lines of the details panel: consent, labels, files, past sessions, notes."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from console.domain.directions import MediaKind
from console.domain.messages import Media, preview
from console.domain.texts import N_, _
from console.ui.paint.avatar import hue_of
from console.ui.paint.text import draw_line, text_width
from console.ui.theme.icons import icon_pixmap
from console.ui.theme.style import set_kind
from console.ui.theme.theme import current_theme
from console.ui.titles import day_of, moment
from console.ui.transcript.pictures import PictureStore
from console.ui.widgets.restyled import Restyled
from console.ui.widgets.text import PlainLabel, plain_tip

if TYPE_CHECKING:
    from console.domain.consent import Consent
    from console.wire.views import (  # shapes alone: slow to make
        MessageView,
        NoteView,
        PastSession,
    )

_LABEL_H, _DAY_W = 20, 52
_CONSENTS = {"marketing": N_("Offers and news"), "service": N_("Service messages")}


def said_words(said: Consent, now: datetime) -> str:
    """When and where a customer gave or took back consent: "Granted 3 Mar · checkout form"."""
    words = _("Granted {day} · {where}") if said.granted else _("Refused {day} · {where}")
    return words.format(day=day_of(said.at, now), where=_(said.source))


class ConsentLine(Restyled, QWidget):
    """What the customer agreed to, or not, with where and when."""

    def __init__(self, what: str, granted: bool, where: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._granted = granted
        what = _(_CONSENTS.get(what, what))
        self._glyph = PlainLabel(parent=self)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(PlainLabel(what, self, weight=500, elide="right"))
        words.addWidget(PlainLabel(where, self, step="caption", kind="tertiary", elide="right"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 3, 0, 3)
        row.setSpacing(8)
        row.addWidget(self._glyph, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        state = _("granted") if granted else _("not granted")
        self.setAccessibleName(f"{what}: {state}, {where}")
        self.restyle()

    def restyle(self) -> None:
        """Tint the seal for the theme in use."""
        if self._granted:
            seal = icon_pixmap("consent.granted", 16, "success.fill", "fill")
        else:
            seal = icon_pixmap("consent.notGranted", 16, "icon.muted")
        self._glyph.setPixmap(seal)


class LabelRow(Restyled, QWidget):
    """Labels in the hue of their words, wrapped."""

    def __init__(self, labels: tuple[str, ...], width_px: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._boxes: list[tuple[QRectF, str]] = []
        x, y = 0.0, 0.0
        for label in labels:
            width = min(
                text_width(label, ("caption", 500, False), current_theme()) + 14, width_px
            )
            if x and x + width > width_px:
                x, y = 0.0, y + _LABEL_H + 4
            self._boxes.append((QRectF(x, y, width, _LABEL_H), label))
            x += width + 6
        self.setFixedHeight(round(y) + _LABEL_H)
        self.setAccessibleName(_("Labels: {labels}").format(labels=", ".join(labels)))

    def paintEvent(self, event: QPaintEvent) -> None:
        """All labels."""
        theme = current_theme()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for box, label in self._boxes:
                hue = hue_of(label)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(theme.color(f"avatar.{hue}.bg"))
                painter.drawRoundedRect(box, 4, 4)
                inner = box.adjusted(7, 0, -6, 0)
                ink = f"avatar.{hue}.fg"
                draw_line(painter, inner, label, ("caption", 500, False), theme, ink)


class Thumb(Restyled, QAbstractButton):
    """A shared file: its preview if it is a picture, else a glyph."""

    def __init__(
        self, message: MessageView, picture_path: str, pictures: PictureStore, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.message = message
        self._path, self._pictures = picture_path, pictures
        pictures.ready.connect(self._on_ready)
        self.setFixedSize(63, 48)
        name = preview(message.body)
        self.setAccessibleName(_("Shared file: {name}").format(name=name))
        plain_tip(self, name)

    def _on_ready(self, path: str) -> None:
        if path == self._path:
            self.update()

    def sizeHint(self) -> QSize:
        """Four in a row."""
        return QSize(63, 48)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Cover the box with the picture, or show what kind it is."""
        theme, box = current_theme(), QRectF(self.rect())
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            path = QPainterPath()
            path.addRoundedRect(box, 6, 6)
            painter.setClipPath(path)
            painter.fillRect(box, theme.color("bg.sunken"))
            dpr = self.devicePixelRatioF()
            pixmap = self._pictures.get(self._path, box.width(), box.height(), dpr)
            if pixmap is None or pixmap.isNull():
                glyph = icon_pixmap(_glyph(self.message), 20, "icon.muted")
                painter.drawPixmap(round(box.center().x() - 10), 14, glyph)
                return
            painter.drawPixmap(box, pixmap, QRectF(pixmap.rect()))


class PastLine(QWidget):
    """A session that ended."""

    def __init__(self, past: PastSession, now: datetime, parent: QWidget) -> None:
        super().__init__(parent)
        day = PlainLabel(
            day_of(past.opened_at, now), self, step="caption", kind="tertiary", tabular=True
        )
        day.setMinimumWidth(_DAY_W)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(day)
        row.addWidget(PlainLabel(past.title, self, elide="right"), 1)
        if past.outcome:
            row.addWidget(PlainLabel(_(past.outcome), self, step="micro", kind="tag-ok"))


class NoteCard(QFrame):
    """What a colleague wrote down."""

    def __init__(self, note: NoteView, now: datetime, parent: QWidget) -> None:
        super().__init__(parent)
        set_kind(self, "card")
        when = moment(note.at, now)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 8, 10, 8)
        column.setSpacing(2)
        column.addWidget(PlainLabel(note.text, self, wrap=True))
        column.addWidget(
            PlainLabel(f"{note.author} · {when}", self, step="caption", kind="tertiary")
        )


def _glyph(message: MessageView) -> str:
    kind = message.body.media if isinstance(message.body, Media) else None
    return {
        MediaKind.IMAGE: "content.image",
        MediaKind.VIDEO: "content.video",
        MediaKind.AUDIO: "content.audio",
    }.get(kind, "content.otherFile")  # type: ignore[arg-type]
