"""A bubble around its content, with the time, the buttons and the reactions."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF

from console.domain.delivery import Delivery
from console.domain.directions import Direction
from console.domain.messages import NoteText
from console.domain.texts import _
from console.ui.calendar import full_day
from console.ui.paint.text import FontKey, text_width
from console.ui.paint.ticks import TICKS
from console.ui.theme.theme import Theme
from console.ui.transcript.content import Content, CustomerButton, content_of, ink_of
from console.ui.transcript.entries import Entry
from console.ui.transcript.parts import Ink
from console.ui.transcript.pieces import (
    LEDGER,
    Box,
    Button,
    Glyph,
    Hit,
    Line,
    Radii,
    Sheet,
    corners,
)
from console.ui.transcript.setting import Setting
from console.ui.transcript.wording import clock

TIME_FONT: FontKey = ("micro", 400, True)
_MIN_PX = 72
_GAP_PX = 14
_RTL_TIME_PX = 15
_ROW_TIME_PX = 16
_BUTTON_PX = 34


@dataclass(frozen=True, slots=True)
class Time:
    """When it was, and how far it got."""

    text: str
    tick: str
    tick_color: str
    tick_weight: str
    width: float
    tip: str
    ledger_of: str = ""  # id of a message whose way can be looked at


def put_bubble(sheet: Sheet, entry: Entry, setting: Setting, top: float) -> QRectF:
    """The bubble of an entry at its side; where it is."""
    content, ink = content_of(entry, setting), ink_of(entry)
    time = _time(entry, setting.theme)
    inner, height = _measure(content, time, setting)
    inset = content.inset
    width = max(inner + inset.left + inset.right, _MIN_PX)
    if content.buttons:
        width = max(width, min(_buttons_px(content.buttons, setting.theme), setting.bubble_max))
    left = setting.left if _incoming(entry) else setting.right - width
    bubble = QRectF(round(left), top, round(width), height)
    if not content.bare:
        _put_ground(sheet, entry, bubble, bool(content.buttons))
    _put_parts(sheet, content, bubble)
    _put_time(sheet, content, time, bubble, ink)
    return _put_buttons(sheet, content.buttons, bubble, setting.theme)


def _incoming(entry: Entry) -> bool:
    return entry.row.message.direction is Direction.INBOUND


def _measure(content: Content, time: Time, setting: Setting) -> tuple[float, float]:
    """Inner width and full height of the bubble."""
    inset = content.inset
    inner = max((part.width for part in content.parts), default=0.0)
    if content.fixed_px:
        inner = content.fixed_px - inset.left - inset.right
    height = sum(part.height for part in content.parts) + inset.top + inset.bottom
    if content.time == "below":
        return max(inner, time.width), height + _ROW_TIME_PX
    if content.time == "beside":
        room = inner if content.fixed_px else setting.bubble_max - inset.left - inset.right
        needed = content.parts[-1].ends_px + time.width + _GAP_PX
        if content.parts[-1].ends_px < 0 or needed > room:
            return max(inner, time.width), height + _RTL_TIME_PX
        return max(inner, needed), height
    return inner, height


def _put_ground(sheet: Sheet, entry: Entry, bubble: QRectF, buttons: bool) -> None:
    body = entry.row.message.body
    radii = _radii(entry)
    if isinstance(body, NoteText):
        fill, stroke = (
            ("whisper.bg", "whisper.border") if body.whisper else ("bg.sunken", "border.strong")
        )
        sheet.add(Box(bubble, radii, fill, stroke, dashed=True))
        return
    if buttons:
        radii = (radii[0], radii[1], 4, 4)
    sheet.add(Box(bubble, radii, "bubble.in" if _incoming(entry) else "bubble.out"))


def _radii(entry: Entry) -> Radii:
    above = 12.0 if entry.first else 4.0
    below = 4.0 if entry.last else 12.0
    if _incoming(entry):
        return (above, 12, 12, below)
    return (12, above, below, 12)


def _put_parts(sheet: Sheet, content: Content, bubble: QRectF) -> None:
    inset = content.inset
    y = bubble.top() + inset.top
    width = bubble.width() - inset.left - inset.right
    for part in content.parts:
        part.put(sheet, QRectF(bubble.left() + inset.left, y, width, part.height))
        y += part.height


def _time(entry: Entry, theme: Theme) -> Time:
    message = entry.row.message
    text = clock(message.at)
    local = message.at.astimezone()
    tip = f"{full_day(local)}, {clock(local)}"
    if message.late:
        text = _("Arrived late · {time}").format(time=text)
        tip = _("Written {time}. It reached us after newer messages.").format(time=tip)
    width = text_width(text, TIME_FONT, theme)
    if message.state is None or isinstance(message.body, NoteText):
        return Time(text, "", "", "", width, tip)
    tick = TICKS[message.state]
    reached = f" {clock(message.state_at)}" if message.state_at else ""
    spoken = _(tick.spoken)
    said = spoken[:1].upper() + spoken[1:]
    weight = "bold" if tick.weight == "regular" else tick.weight
    return Time(
        text,
        tick.icon,
        tick.color,
        weight,
        width + 17,
        f"{said}{reached}",
        "" if message.state is Delivery.QUEUED else message.message_id,
    )


def _put_time(sheet: Sheet, content: Content, time: Time, bubble: QRectF, ink: Ink) -> None:
    right, bottom = bubble.right() - 10, bubble.bottom() - 6
    if content.time == "picture":
        right, bottom = bubble.right() - 14, bubble.bottom() - 13
        shade = QRectF(right - time.width - 6, bottom - 17, time.width + 12, 20)
        sheet.add(Box(shade, corners(6), "bg.viewer", opacity=0.66))
    elif content.bare:
        right, bottom = bubble.right(), bubble.bottom()
    elif content.fixed_px and content.time == "beside":
        right, bottom = bubble.right() - 12, bubble.bottom() - 8
    on_picture = content.time == "picture"
    x, y = right - time.width, bottom - 14
    color = "text.onAccent" if on_picture else ink.meta
    sheet.add(Line(QRectF(x, y, time.width + 1, 14), time.text, TIME_FONT, color))
    if time.tick:
        tick_color = color if on_picture else time.tick_color
        sheet.add(Glyph(QPointF(right - 14, y), 14, time.tick, tick_color, time.tick_weight))
    rect = QRectF(x, y - 2, time.width, 18)
    name = _("Delivery details") if time.ledger_of else ""
    action = LEDGER if time.ledger_of else ""
    sheet.hit(Hit(rect, action, time.ledger_of, name, time.tip))


def _buttons_px(buttons: tuple[CustomerButton, ...], theme: Theme) -> float:
    font: FontKey = ("body", 500, False)
    return max(text_width(each.label, font, theme) for each in buttons) + 58


def _put_buttons(
    sheet: Sheet, buttons: tuple[CustomerButton, ...], bubble: QRectF, theme: Theme
) -> QRectF:
    """The customer's buttons under the bubble; the bubble with them."""
    y = bubble.bottom()
    for each in buttons:
        rect = QRectF(bubble.left(), y + 3, bubble.width(), _BUTTON_PX)
        if each.url:
            hit = sheet.hit(
                Hit(
                    rect, "link", each.url, _("Link {label}").format(label=each.label), each.tip
                )
            )
        else:
            tip = each.tip or _("The customer can tap this")
            hit = sheet.hit(Hit(rect, "", "", each.label, tip))
        sheet.add(Button(rect, hit, each.label, each.icon, "customer"))
        y = rect.bottom()
    return QRectF(bubble.left(), bubble.top(), bubble.width(), y - bubble.top())
