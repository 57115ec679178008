"""Lines across the column: days, events, calls; and notices of what can't be shown."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF

from console.domain.directions import MediaKind
from console.domain.messages import (
    Call,
    EventKind,
    Media,
    SystemEvent,
    Unsupported,
    clock_length,
)
from console.domain.texts import N_, _
from console.ui.paint.text import FontKey, text_width
from console.ui.transcript.cards import button_width
from console.ui.transcript.entries import Entry
from console.ui.transcript.markup import Marked, Span, Style
from console.ui.transcript.parts import BODY_STRONG_FONT
from console.ui.transcript.pieces import Box, Glyph, Hit, Line, Sheet, Words, corners
from console.ui.transcript.revisions import marks_of
from console.ui.transcript.setting import Setting
from console.ui.transcript.typeset import CAPTION_FONT, typeset
from console.ui.transcript.wording import clock, first_name

DAY_FONT: FontKey = ("caption", 500, False)
DAY_PX = 34
_TIME_FONT: FontKey = ("body", 400, True)
_EVENT_ICONS = {
    EventKind.SESSION_OPENED: "chat-circle-text",
    EventKind.ACCEPTED: "check-circle",
    EventKind.TRANSFERRED: "session.transfer",
    EventKind.TRANSFER_RETURNED: "arrow-counter-clockwise",
    EventKind.TAKEN_OVER: "session.takeOver",
    EventKind.WINDOW_OPENED: "session.windowReopened",
    EventKind.WINDOW_LAPSED: "session.windowLapsed",
    EventKind.NUDGED: "session.inactivity",
    EventKind.INACTIVE: "session.inactivity",
    EventKind.REACTIVATED: "arrow-clockwise",
    EventKind.ENDED: "session.end",
    EventKind.REOPENED: "arrow-counter-clockwise",
    EventKind.CALLED: "phone",
    EventKind.NUMBER_CHANGED: "phone",
    EventKind.RETURNED_TO_QUEUE: "people.queue",
    EventKind.FLAGGED: "session.raiseFlag",
    EventKind.HANDED_OVER: "people.bot",
    EventKind.HANDED_BACK: "session.transfer",
    EventKind.DELETED: "deadLetterReason.discard",
    EventKind.IDENTITY_CHANGED: "identification-card",
    EventKind.PAYMENT: "coins",
    EventKind.BLOCKED: "consent.notGranted",
}
_NOTICE_ICONS = {
    "poll_creation": "content.poll",
    "poll": "content.poll",
    "sticker": "content.sticker",
    "image": "content.imageMissing",
    "video": "content.video",
    "audio": "content.audio",
    "document": "content.fileRefused",
    "deleted": "deadLetterReason.discard",
}


def put_day(sheet: Sheet, title: str, setting: Setting, top: float) -> float:
    """The divider of a day between hairlines; how much height it takes."""
    theme = setting.theme
    width = text_width(title, DAY_FONT, theme)
    x = round((setting.left + setting.right - width) / 2)
    y = top + 12
    sheet.add(
        Box(QRectF(setting.left, y + 8, x - 12 - setting.left, 1), corners(0), "border.subtle"),
        Line(QRectF(x, y + 1, width + 1, 16), title, DAY_FONT, "text.tertiary"),
        Box(
            QRectF(x + width + 12, y + 8, setting.right - x - width - 12, 1),
            corners(0),
            "border.subtle",
        ),
    )
    return DAY_PX


def put_event(sheet: Sheet, entry: Entry, setting: Setting, top: float) -> QRectF:
    """A centred line of what happened; where it is."""
    icon, marked, tone = _event_words(entry, setting)
    room = setting.right - setting.left - 48 - 40
    made = typeset(marked, room, CAPTION_FONT, setting.theme, centred=True)
    # centred lines are set in the full room: what is left of the longest one is air
    middle = (setting.left + setting.right) / 2 + 10
    x = round(middle - made.width / 2)
    at = QPointF(middle - room / 2, top)
    sheet.add(
        Glyph(
            QPointF(x - 20, top + 1),
            14,
            icon,
            "icon.muted" if tone == "text.tertiary" else tone,
        ),
        Words(at, made.layout, tone, (room, made.height)),
    )
    return QRectF(x - 26, top - 2, made.width + 32, made.height + 4)


def _event_words(entry: Entry, setting: Setting) -> tuple[str, Marked, str]:
    message = entry.row.message
    body, at = message.body, clock(message.at)
    if isinstance(body, Call):
        name = first_name(setting.customer)
        told = _("{name} called – no answer")
        if body.answered:
            told = _("{name} called – {length}")
        words = told.format(name=name, length=clock_length(body.duration_s))
        icon = "phone" if body.answered else "phone-x"
        return icon, _named(name, f"{words} · {at}"), "text.tertiary"
    assert isinstance(body, SystemEvent)
    icon = _EVENT_ICONS[body.event]
    actor, text = body.told()
    if body.event is EventKind.WINDOW_LAPSED:
        lapsed = _("{event} at {time}.").format(event=actor.rstrip("."), time=at)
        return icon, _event_marked(lapsed, text), "text.secondary"
    if body.event is EventKind.WINDOW_OPENED:
        text = _("{event} at {time}").format(event=text, time=at)
    else:
        text = f"{text} · {at}"
    return icon, _event_marked(actor, text), "text.tertiary"


def _named(name: str, whole: str) -> Marked:
    """The words with the name in them in medium weight."""
    start = whole.find(name)
    return Marked(whole, (Span(start, start + len(name), Style.MEDIUM),) if name else ())


def _event_marked(actor: str, text: str) -> Marked:
    whole = f"{actor} {text.lstrip()}" if actor else text
    return Marked(whole, (Span(0, len(actor), Style.MEDIUM),) if actor else ())


def is_notice(entry: Entry) -> bool:
    """Whether it can only be told that something came."""
    body = entry.row.message.body
    if isinstance(body, Media):
        return bool(body.missing)
    return isinstance(body, Unsupported)


def put_notice(sheet: Sheet, entry: Entry, setting: Setting, top: float) -> QRectF:
    """The dashed notice of what can't be shown, with a ready request; where it is."""
    theme = setting.theme
    icon, title, line, request = notice_words(entry, setting.customer)
    line = " · ".join([*(words for _mark, words in marks_of(entry.row.message)), line])
    name = first_name(setting.customer)
    time = f"· {clock(entry.row.message.at)}"
    title_px = text_width(title, BODY_STRONG_FONT, theme)
    time_px = text_width(time, _TIME_FONT, theme) + 4
    ask = _("Ask {name}").format(name=name)
    ask_px = button_width(ask, False, theme) + 10 if request else 0
    room = setting.bubble_max - 52 - ask_px
    made = typeset(Marked(line), room, CAPTION_FONT, theme)
    title_px = min(title_px, room - time_px)
    middle_px = max(title_px + time_px, made.width)
    height = 36 + made.height
    box = QRectF(setting.left, top, round(52 + middle_px + ask_px), height)
    x = box.left() + 43
    sheet.add(
        Box(box, corners(12), "bg.surface", "border.strong", dashed=True),
        Glyph(QPointF(box.left() + 13, box.center().y() - 10), 20, icon, "icon.muted"),
        Line(QRectF(x, top + 9, title_px + 1, 18), title, BODY_STRONG_FONT, "text.primary"),
        Line(QRectF(x + title_px + 4, top + 9, time_px, 18), time, _TIME_FONT, "text.tertiary"),
        Words(QPointF(x, top + 27), made.layout, "text.tertiary", (made.width, made.height)),
    )
    if request:
        rect = QRectF(box.right() - 11 - ask_px + 10, box.center().y() - 12, ask_px - 10, 24)
        hit = Hit(rect, "ask", request, ask, _("Puts a ready request into your message"))
        sheet.button(rect, hit, ask, "", "outlined")
    return box


def notice_words(entry: Entry, customer: str) -> tuple[str, str, str, str]:
    """Icon, what came, why it isn't shown, and a ready request (empty if none helps)."""
    body, name = entry.row.message.body, first_name(customer)
    if isinstance(body, Unsupported):
        icon = _NOTICE_ICONS.get(body.what, "chat-circle-text")
        return icon, f"{name} {_(body.title)}", _(body.explanation), _(body.request)
    assert isinstance(body, Media)
    icon = _NOTICE_ICONS.get(body.media.value, "content.fileRefused")
    title, request = _MISSING[body.media]
    return icon, _(title), _(body.missing), _(request)


#: What a file that couldn't be fetched is called, and what the customer is asked.
_MISSING = {
    MediaKind.IMAGE: (
        N_("This photo couldn’t be fetched"),
        N_("Sorry, your photo didn’t reach us. Could you send it again?"),
    ),
    MediaKind.VIDEO: (
        N_("This video couldn’t be fetched"),
        N_("Sorry, your video didn’t reach us. Could you send it again?"),
    ),
    MediaKind.AUDIO: (
        N_("This recording couldn’t be fetched"),
        N_("Sorry, your recording didn’t reach us. Could you send it again?"),
    ),
    MediaKind.DOCUMENT: (
        N_("This file couldn’t be fetched"),
        N_("Sorry, your file didn’t reach us. Could you send it again?"),
    ),
    MediaKind.STICKER: (
        N_("This sticker couldn’t be fetched"),
        N_("Sorry, your sticker didn’t reach us. Could you send it again?"),
    ),
}
