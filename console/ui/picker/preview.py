"""What the customer will see: bubble, marked variables, buttons."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextOption,
)
from PySide6.QtWidgets import QWidget

from console.domain.templates import Template, moment_in
from console.domain.texts import _
from console.ui.paint.text import text_width
from console.ui.picker.choices import marked
from console.ui.theme.icons import icon_pixmap
from console.ui.theme.theme import Theme, current_theme
from console.ui.transcript.wording import offer_words
from console.ui.widgets.restyled import Restyled

_PAD_H, _PAD_TOP, _PAD_BOTTOM = 12, 9, 8
_BUTTON_H, _BUTTON_GAP = 34, 3
_GLYPHS = {
    "quick_reply": "composer.reply",
    "url": "session.openConversation",
    "phone_number": "content.phoneButton",
    "copy_code": "composer.copy",
    "flow": "textbox",
    "list": "list",
    "location": "map-pin",
}
_MEDIA = {
    "image": "content.image",
    "video": "content.video",
    "document": "content.document",
    "location": "content.otherFile",
}
_MEDIA_H = 64


class TemplatePreview(Restyled, QWidget):
    """The filled-in template, live."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._template: Template | None = None
        self._values: dict[str, str] = {}
        self._clock_text = ""
        self._document = QTextDocument(self)
        self._document.setDocumentMargin(0)
        option = QTextOption()
        option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self._document.setDefaultTextOption(option)

    def show_template(
        self, template: Template, values: Mapping[str, str], now: datetime
    ) -> None:
        """Show this template with these values."""
        self._template, self._values = template, dict(values)
        self._clock_text = f"{now.astimezone():%H:%M}"
        self._write()

    def restyle(self) -> None:
        """Write it again in the inks of the theme in use."""
        self._write()

    def sizeHint(self) -> QSize:
        """As high as the message and its buttons."""
        return QSize(200, round(self._bubble_h() + self._buttons_h()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap again."""
        super().resizeEvent(event)
        self._wrap()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The bubble and the buttons below it."""
        if self._template is None:
            return
        theme = current_theme()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            bubble = QRectF(0, 0, self.width(), self._bubble_h())
            self._paint_card(painter, bubble, 12, theme)
            top = _PAD_TOP + self._media_h()
            if self._media_h():
                self._paint_media(painter, theme)
            painter.translate(_PAD_H, top)
            self._document.drawContents(painter)
            painter.resetTransform()
            self._paint_time(painter, bubble, theme)
            self._paint_buttons(painter, bubble.bottom(), theme)

    def _write(self) -> None:
        template = self._template
        if template is None:
            return
        theme = current_theme()
        self._document.clear()
        cursor = QTextCursor(self._document)
        parts = [(text, on, "head") for text, on in self._head(template)]
        body = marked(template.body, "body", self._values)
        if parts:
            parts.append(("\n", False, "head"))
        parts += [(text, on, "body") for text, on in body]
        if template.footer:
            parts.append((f"\n{template.footer}", False, "foot"))
        for text, is_value, part in parts:
            cursor.insertText(text, _format(theme, part, is_value=is_value))
        written = "".join(part[0] for part in parts)
        self.setAccessibleName(_("Preview: {text}").format(text=written))
        self._wrap()

    def _head(self, template: Template) -> list[tuple[str, bool]]:
        if template.offer:
            ends_at = moment_in(self._values.get("offer.ends", ""))
            return [(offer_words(template.offer, ends_at), False)]
        if template.header_format != "text":
            return []
        return marked(template.header_text, "header", self._values)

    def _wrap(self) -> None:
        self._document.setTextWidth(max(self.width() - 2 * _PAD_H, 60))
        self.setMinimumHeight(self.sizeHint().height())
        self.updateGeometry()
        self.update()

    def _media_h(self) -> int:
        has_media = self._template is not None and self._template.header_format in _MEDIA
        return _MEDIA_H + 6 if has_media else 0

    def _bubble_h(self) -> float:
        text_h = self._document.size().height()
        return _PAD_TOP + self._media_h() + text_h + 16 + _PAD_BOTTOM

    def _buttons_h(self) -> int:
        count = len(self._template.buttons) if self._template else 0
        return count * (_BUTTON_H + _BUTTON_GAP) + 2

    def _paint_card(self, painter: QPainter, box: QRectF, radius: int, theme: Theme) -> None:
        painter.setBrush(theme.color("bubble.template"))
        painter.setPen(QPen(theme.color("border.default"), 1))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)

    def _paint_media(self, painter: QPainter, theme: Theme) -> None:
        box = QRectF(5, 5, self.width() - 10, _MEDIA_H)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("bg.sunken"))
        painter.drawRoundedRect(box, 8, 8)
        name = _MEDIA[self._template.header_format] if self._template else "content.image"
        glyph = icon_pixmap(name, 24, "icon.muted", dpr=self.devicePixelRatioF())
        painter.drawPixmap(box.center() - QPointF(12, 12), glyph)

    def _paint_time(self, painter: QPainter, bubble: QRectF, theme: Theme) -> None:
        painter.setFont(theme.font("micro", 400, tabular=True))
        painter.setPen(theme.color("text.tertiary"))
        line = QRectF(bubble.x(), bubble.bottom() - 22, bubble.width() - _PAD_H, 14)
        painter.drawText(line, Qt.AlignmentFlag.AlignRight, self._clock_text)

    def _paint_buttons(self, painter: QPainter, top: float, theme: Theme) -> None:
        font = ("body", 500, False)
        for button in self._template.buttons if self._template else ():
            top += _BUTTON_GAP
            box = QRectF(0, top, self.width(), _BUTTON_H)
            self._paint_card(painter, box, 8, theme)
            width = text_width(button.text, font, theme)
            x = box.center().x() - (width + 20) / 2
            glyph = icon_pixmap(
                _GLYPHS.get(button.kind, "composer.reply"),
                14,
                "text.link",
                dpr=self.devicePixelRatioF(),
            )
            painter.drawPixmap(QPointF(x, box.center().y() - 7), glyph)
            painter.setFont(theme.font(*font))
            painter.setPen(theme.color("text.link"))
            words = QRectF(x + 20, top, width + 2, _BUTTON_H)
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, button.text)
            top += _BUTTON_H


def _format(theme: Theme, part: str, *, is_value: bool) -> QTextCharFormat:
    made = QTextCharFormat()
    step, weight = {"head": ("message", 600), "foot": ("caption", None)}.get(
        part, ("message", None)
    )
    made.setFont(theme.font(step, weight))
    ink = "text.tertiary" if part == "foot" else "text.primary"
    made.setForeground(QColor(theme.color("accent.text" if is_value else ink)))
    if is_value:
        made.setBackground(QColor(theme.color("accent.tint")))
    return made
