"""Customers' pictures: read off the screen's thread, kept small, never anything but pixels."""

from __future__ import annotations

import os
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from errno import EFBIG
from pathlib import Path

from PySide6.QtCore import (
    QBuffer,
    QByteArray,
    QCoreApplication,
    QIODevice,
    QObject,
    QSize,
    Qt,
    QThreadPool,
    Signal,
)
from PySide6.QtGui import QImage, QImageReader, QPixmap

_ALLOCATION_MB = 64
_BUDGET_BYTES = 48 * 1024 * 1024
_FILE_BYTES = 64 * 1024 * 1024
_LARGEST_PX = 4096


@dataclass(frozen=True, slots=True)
class Want:
    """A picture in a size, in device pixels; `cover` fills the size, else it fits inside."""

    path: str
    width_px: int
    height_px: int
    cover: bool = True


def format_of(head: bytes) -> str:
    """The format the first bytes tell: "jpeg", "png", "webp" or "gif"; empty for others.

    The name of a file says nothing: an SVG or a video called photo.jpg stays out.
    """
    if head.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "webp"
    if head[:6] in (b"GIF87a", b"GIF89a"):
        return "gif"
    return ""


def in_the_open(path: str) -> bytes:
    """What the file holds, as it lies there."""
    file = Path(path)
    if file.stat().st_size > _FILE_BYTES:
        raise OSError(EFBIG, os.strerror(EFBIG), path)
    return file.read_bytes()


def read_picture(want: Want, opened: Callable[[str], bytes] = in_the_open) -> QImage:
    """The picture, decoded no larger than wanted; a null image if it can't be had.

    `opened` gives what a file holds, or raises OSError.
    """
    try:
        content = opened(want.path)
    except OSError:
        return QImage()
    kind = format_of(content[:16])
    if not kind:
        return QImage()
    buffer = QBuffer()
    buffer.setData(QByteArray(content))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, QByteArray(kind.encode()))
    reader.setAutoDetectImageFormat(False)
    reader.setAutoTransform(True)
    _scale(reader, want)
    return _cut(reader.read(), want)


def _scale(reader: QImageReader, want: Want) -> None:
    size = reader.size()
    if not size.isValid():
        return
    turned = bool(reader.transformation().value & 4)  # by 90 or 270 degrees
    shown = size.transposed() if turned else size
    wanted = QSize(want.width_px or _LARGEST_PX, want.height_px or _LARGEST_PX)
    mode = (
        Qt.AspectRatioMode.KeepAspectRatioByExpanding
        if want.cover
        else Qt.AspectRatioMode.KeepAspectRatio
    )
    fit = shown.scaled(wanted, mode)
    if fit.width() < shown.width():
        reader.setScaledSize(fit.transposed() if turned else fit)


def _cut(image: QImage, want: Want) -> QImage:
    if image.isNull() or not want.cover or not want.width_px:
        return image
    wanted = QSize(want.width_px, want.height_px)
    if image.width() < wanted.width() or image.height() < wanted.height():
        image = image.scaled(
            wanted,
            Qt.AspectRatioMode.KeepAspectRatioByExpanding,
            Qt.TransformationMode.SmoothTransformation,
        )
    x = (image.width() - wanted.width()) // 2
    y = (image.height() - wanted.height()) // 2
    return image.copy(x, y, wanted.width(), wanted.height())


class PictureStore(QObject):
    """Pixmaps by path and size; the least used ones go first.

    `opened` gives what a file holds, or raises OSError; it is called on other threads.

    Signals:
        ready: a picture wanted before is there, or turned out not to be one.
    """

    ready = Signal(str)
    _read = Signal(object, object)

    def __init__(
        self,
        parent: QObject | None = None,
        opened: Callable[[str], bytes] = in_the_open,
    ) -> None:
        super().__init__(parent)
        self._opened = opened
        QImageReader.setAllocationLimit(_ALLOCATION_MB)
        self._pool = QThreadPool()
        self._pool.setMaxThreadCount(2)
        self._kept: OrderedDict[Want, QPixmap] = OrderedDict()
        self._under_way: set[Want] = set()
        self._kept_bytes = 0
        self._closed = False
        self._read.connect(self._on_read, Qt.ConnectionType.QueuedConnection)
        app = QCoreApplication.instance()
        if app is not None:
            app.aboutToQuit.connect(self.close)

    def get(
        self, path: str, width: float, height: float, dpr: float, *, cover: bool = True
    ) -> QPixmap | None:
        """The picture for a box in logical pixels; None while it is read, null if it can't be.

        Width and height of zero ask for the whole picture.
        """
        want = Want(path, round(width * dpr), round(height * dpr), cover)
        found = self._kept.get(want)
        if found is not None:
            self._kept.move_to_end(want)
            return found
        if path and not self._closed and want not in self._under_way:
            self._under_way.add(want)
            self._pool.start(lambda: self._work(want))
        return None

    def forget(self, path: str) -> None:
        """The file was written anew."""
        for want in [each for each in self._kept if each.path == path]:
            self._kept_bytes -= _bytes(self._kept.pop(want))

    def close(self) -> None:
        """Stop reading; waits for what is under way."""
        self._closed = True
        self._pool.clear()
        self._pool.waitForDone()

    def _work(self, want: Want) -> None:
        if self._closed:
            return
        image = read_picture(want, self._opened)
        # the view may have gone while its picture was read
        with suppress(RuntimeError):
            self._read.emit(want, image)

    def _on_read(self, want: Want, image: QImage) -> None:
        self._under_way.discard(want)
        pixmap = QPixmap.fromImage(image) if not image.isNull() else QPixmap()
        self._kept[want] = pixmap
        self._kept_bytes += _bytes(pixmap)
        while self._kept_bytes > _BUDGET_BYTES and len(self._kept) > 1:
            _, oldest = self._kept.popitem(last=False)
            self._kept_bytes -= _bytes(oldest)
        self.ready.emit(want.path)


def _bytes(pixmap: QPixmap) -> int:
    return pixmap.width() * pixmap.height() * 4
