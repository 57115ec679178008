"""How far a sound is, on its shape or a plain bar; a click goes on from there."""

from __future__ import annotations

from PySide6.QtCore import QRectF

from console.domain.messages import clock_length
from console.domain.texts import _
from console.ui.transcript.parts import Part, bar_part
from console.ui.transcript.pieces import SEEK, Box, Hit, Sheet, corners
from console.ui.transcript.sounds import Heard

_STEPS, _HIGH, _LEAST_PX = 20, 28, 3


def sound_part(heard: Heard, message_id: str) -> Part:
    """The shape of the sound, as far as it is known."""
    plain = bar_part(heard.share)

    def put(sheet: Sheet, box: QRectF) -> None:
        inner = box.adjusted(4, 2, -4, -2)
        if heard.peaks:
            _put_shape(sheet, inner, heard)
        else:
            plain.put(sheet, QRectF(box.left(), box.top() + 6, box.width(), plain.height))
        if heard.of_ms:
            _put_steps(sheet, inner, heard, message_id)

    return Part(0, _HIGH, put)


def _put_shape(sheet: Sheet, inner: QRectF, heard: Heard) -> None:
    wide = inner.width() / len(heard.peaks)
    for place, peak in enumerate(heard.peaks):
        high = max(inner.height() * peak / 100, _LEAST_PX)
        top = inner.center().y() - high / 2
        bar = QRectF(inner.left() + place * wide, top, max(wide - 2, 1.0), high)
        played = (place + 0.5) / len(heard.peaks) <= heard.share
        sheet.add(Box(bar, corners(1), "accent.fill" if played else "icon.muted"))


def _put_steps(sheet: Sheet, inner: QRectF, heard: Heard, message_id: str) -> None:
    wide = inner.width() / _STEPS
    for step in range(_STEPS):
        rect = QRectF(inner.left() + step * wide, inner.top(), wide, inner.height())
        time = clock_length(heard.of_ms * step / _STEPS / 1000)
        name = _("Go to {time}").format(time=time)
        sheet.hit(Hit(rect, f"{SEEK}{step / _STEPS:.3f}", message_id, name, time))
