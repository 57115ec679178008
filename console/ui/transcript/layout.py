"""A row laid out: one frozen set of rectangles for painting, clicking and speaking."""

from __future__ import annotations

from math import ceil

from PySide6.QtCore import QPointF, QRectF

from console.domain.delivery import Delivery
from console.domain.directions import Direction
from console.domain.messages import NoteText
from console.domain.texts import _
from console.ui.paint.text import FontKey, text_width
from console.ui.transcript.bubble import put_bubble
from console.ui.transcript.entries import Entry, is_bubble
from console.ui.transcript.lines import is_notice, put_day, put_event, put_notice
from console.ui.transcript.markup import Marked
from console.ui.transcript.pieces import Box, Glyph, Hit, Layout, Line, Sheet, Words, corners
from console.ui.transcript.setting import Setting
from console.ui.transcript.typeset import CAPTION_FONT, typeset
from console.ui.transcript.under import Under, under
from console.ui.transcript.wording import first_name

SENDER_FONT: FontKey = ("caption", 500, False)
LINK_FONT: FontKey = ("caption", 500, False)
_EMOJI_FONT: FontKey = ("body", None, False)
_UNDER_PX = 420
_EVENT_GAP_PX = 8
_GROUP_GAP_PX = 2


def lay_out(entry: Entry, setting: Setting) -> Layout:
    """The rectangles of an entry, from the top left corner of its own strip."""
    sheet, top = Sheet(), 0.0
    if entry.day:
        top += put_day(sheet, entry.day, setting, top)
    if not is_bubble(entry.row):
        bubble = put_event(sheet, entry, setting, top + _EVENT_GAP_PX)
        return _done(sheet, bubble.bottom() - 2, bubble)
    top += setting.theme.px("density.groupGap") - 2 if entry.first else _GROUP_GAP_PX
    top += _put_sender(sheet, entry, setting, top)
    if is_notice(entry):
        bubble = put_notice(sheet, entry, setting, top)
    else:
        bubble = put_bubble(sheet, entry, setting, top)
    bottom = bubble.bottom() + _put_reactions(sheet, entry, bubble, setting)
    below = under(entry, setting.now)
    if below is not None:
        bottom = _put_under(sheet, entry, below, setting, bottom)
    retrying = entry.row.message.state is Delivery.RETRYING
    return _done(sheet, bottom, bubble, retrying)


def _done(sheet: Sheet, bottom: float, bubble: QRectF, changes: bool = False) -> Layout:
    return Layout(ceil(bottom), bubble, tuple(sheet.pieces), tuple(sheet.hits), changes)


def sender_line(entry: Entry, customer: str) -> tuple[str, str, str]:
    """Icon, words and colour of the line above a bubble; no words if none is needed."""
    message = entry.row.message
    author = first_name(message.author)
    if isinstance(message.body, NoteText):
        if message.body.whisper:
            words = _("Whisper from {author} · only you see this").format(author=author)
            return "supervision.whisper", words, "whisper.fg"
        return (
            "supervision.note",
            _("Note from {author} · {customer} doesn’t see this").format(
                author=author, customer=first_name(customer)
            ),
            "text.tertiary",
        )
    if message.by_bot and entry.first:
        return "people.bot", message.author or _("Bot"), "text.tertiary"
    return "", entry.sender, "text.tertiary"


def _put_sender(sheet: Sheet, entry: Entry, setting: Setting, top: float) -> float:
    icon, words, color = sender_line(entry, setting.customer)
    if not words:
        return 0
    width = text_width(words, SENDER_FONT, setting.theme)
    shift = 18 if icon else 0
    incoming = entry.row.message.direction is Direction.INBOUND
    x = setting.left + 4 if incoming else setting.right - 4 - width - shift
    if icon:
        sheet.add(Glyph(QPointF(round(x), top + 1), 14, icon, color))
    sheet.add(Line(QRectF(round(x) + shift, top, width + 1, 16), words, SENDER_FONT, color))
    return 19


def _put_reactions(sheet: Sheet, entry: Entry, bubble: QRectF, setting: Setting) -> float:
    """Badges on the lower edge of the bubble; how far they reach below it."""
    message = entry.row.message
    counts: dict[str, int] = {}
    for each in message.reactions:
        counts[each.emoji] = counts.get(each.emoji, 0) + 1
    ours = next((each for each in message.reactions if not each.by_customer), None)
    x = bubble.left() + 10
    for emoji, count in counts.items():
        text = f"{emoji} {count}" if count > 1 else emoji
        waits = ours is not None and ours.emoji == emoji and ours.waits
        width = round(text_width(text, _EMOJI_FONT, setting.theme)) + (30 if waits else 14)
        rect = QRectF(x, bubble.bottom() - 6, width, 22)
        by = _reacted_by(entry, emoji, setting.customer)
        sheet.add(
            Box(rect, corners(11), "bg.raised", "border.default"),
            Line(rect.adjusted(7, 2, 0, -2), text, _EMOJI_FONT, "text.primary"),
        )
        words = _("{emoji} from {by}").format(emoji=emoji, by=by)
        if waits:
            at = QPointF(rect.right() - 18, rect.top() + 5)
            sheet.add(Glyph(at, 12, "clock", "tick.pending", "bold"))
        if ours is not None and ours.emoji == emoji:
            words = _("{words}. Take it back").format(words=words)
            sheet.hit(Hit(rect, "unreact", message.message_id, words, words))
        else:
            sheet.hit(Hit(rect, "", "", words, words))
        x += width + 4
    return 18 if counts else 0


def _reacted_by(entry: Entry, emoji: str, customer: str) -> str:
    ours = [each.by_customer for each in entry.row.message.reactions if each.emoji == emoji]
    name = first_name(customer)
    if all(ours):
        return name
    return _("{name} and us").format(name=name) if any(ours) else _("us")


def _put_under(sheet: Sheet, entry: Entry, below: Under, setting: Setting, top: float) -> float:
    """The delivery words below the bubble; their lower edge."""
    theme = setting.theme
    widths = [text_width(label, LINK_FONT, theme) for _, label in below.actions]
    acts_px = sum(widths) + 12 * max(len(widths) - 1, 0)
    room = min(_UNDER_PX, setting.right - setting.left) - 22
    aside = acts_px + 6 if below.inline and acts_px else 0
    made = typeset(Marked(below.text), room - aside, CAPTION_FONT, theme)
    block = made.width + aside if below.inline else max(made.width, acts_px)
    x, y = round(setting.right - 2 - block), top + 4
    if entry.row.message.direction is Direction.INBOUND:
        x = round(setting.left + 22)
    sheet.add(
        Glyph(QPointF(x - 20, y + 1), 14, below.icon, below.tone, below.weight),
        Words(QPointF(x, y), made.layout, below.tone, (made.width, made.height)),
    )
    if below.tip:
        sheet.hit(Hit(QRectF(x - 20, y, made.width + 20, made.height), "", "", "", below.tip))
    y += made.height
    if not below.actions:
        return y
    if below.inline:
        _put_links(sheet, entry, below, widths, QPointF(x + made.width + 6, y - 16))
        return y
    _put_links(sheet, entry, below, widths, QPointF(x, y + 2))
    return y + 18


def _put_links(
    sheet: Sheet, entry: Entry, below: Under, widths: list[float], at: QPointF
) -> None:
    ids = entry.waiting or (entry.row.message.message_id,)
    x = at.x()
    for (action, label), width in zip(below.actions, widths, strict=True):
        rect = QRectF(x, at.y(), width + 1, 16)
        tip = below.tip if action == "why" else ""
        sheet.button(
            rect, Hit(rect, f"act:{action}", " ".join(ids), label, tip), label, "", "link"
        )
        x += width + 12
