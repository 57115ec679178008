"""Pictures and stickers in a bubble."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSizeF, Qt

from console.desk.rows import FileState, TranscriptRow
from console.domain.messages import Media
from console.domain.texts import N_, _
from console.ui.transcript.parts import Part
from console.ui.transcript.pieces import Hit, Picture, Ring, Sheet

_LARGEST = QSizeF(268, 200)
_SMALLEST = QSizeF(180, 110)
_STICKER_PX = 128


def picture_part(row: TranscriptRow, media: Media, room: float) -> Part:
    """The preview, with its button; a click opens the viewer."""
    size = picture_size(media, room)
    message_id = row.message.message_id

    def put(sheet: Sheet, box: QRectF) -> None:
        rect = QRectF(box.left(), box.top(), size.width(), size.height())
        sheet.add(Picture(rect, row.picture_path, 9))
        name = (
            _("Photo: {caption}").format(caption=media.caption) if media.caption else _("Photo")
        )
        sheet.hit(Hit(rect, "picture", message_id, name))
        _put_download(sheet, rect, row)

    return Part(size.width(), size.height(), put)


def heading_picture_part(path: str, room: float) -> Part:
    """The picture at the head of a message or card: ours, so nothing is to be downloaded."""
    width, height = min(_LARGEST.width(), room), 140.0

    def put(sheet: Sheet, box: QRectF) -> None:
        rect = QRectF(box.left(), box.top() + 3, width, height)
        sheet.add(Picture(rect, path, 9))

    return Part(width, height + 9, put)


def picture_size(media: Media, room: float) -> QSizeF:
    """The size of a preview: up to 268 × 200 in the picture's own shape."""
    largest = QSizeF(min(_LARGEST.width(), room), _LARGEST.height())
    if not media.width_px or not media.height_px:
        return largest
    own = QSizeF(media.width_px, media.height_px)
    fit = own.scaled(largest, Qt.AspectRatioMode.KeepAspectRatio)
    fit = fit.expandedTo(_SMALLEST).boundedTo(largest)
    return QSizeF(round(fit.width()), round(fit.height()))


def sticker_part(row: TranscriptRow, media: Media) -> Part:
    """A sticker, as it is, without a bubble."""

    def put(sheet: Sheet, box: QRectF) -> None:
        rect = QRectF(box.left(), box.top(), _STICKER_PX, _STICKER_PX)
        sheet.add(Picture(rect, row.picture_path, 9, contain=True))
        name = _("Animated sticker, its first picture") if media.animated else _("Sticker")
        sheet.hit(Hit(rect, "picture", row.message.message_id, name, name))
        if media.animated:  # what moves is in the file
            _put_download(sheet, rect, row, _STICKER_ACTS)

    return Part(_STICKER_PX, _STICKER_PX, put)


_PHOTO_ACTS = (N_("Open the photo’s file"), N_("Download the photo"))
_STICKER_ACTS = (N_("Open the sticker’s file"), N_("Download the sticker"))


def _put_download(
    sheet: Sheet, picture: QRectF, row: TranscriptRow, names: tuple[str, str] = _PHOTO_ACTS
) -> None:
    rect = QRectF(picture.right() - 34, picture.top() + 6, 28, 28)
    message_id, file = row.message.message_id, row.file
    if row.local:
        return
    if file is not None and file.state is FileState.MOVING:
        hit = Hit(rect, "cancel_file", message_id, _("Cancel the download"), _("Cancel"))
        sheet.button(rect, hit, "", "common.close", "shade")
        share = file.done_bytes / file.total_bytes if file.total_bytes else None
        sheet.add(Ring(rect.adjusted(-2, -2, 2, 2), share))
    elif file is not None and file.state is FileState.SAVED:
        hit = Hit(rect, "open", message_id, _(names[0]), _("Open"))
        sheet.button(rect, hit, "", "content.openFolder", "shade")
    else:
        hit = Hit(rect, "download", message_id, _(names[1]), _("Download"))
        sheet.button(rect, hit, "", "viewer.download", "shade")
