"""What the customer will see of a message with buttons, a list, a link or a request."""

from __future__ import annotations

from datetime import datetime
from itertools import zip_longest

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from console.domain.ids import TemplateId
from console.domain.messages import Interactive, rows_of
from console.domain.templates import Button, Category, Template, TemplateStatus
from console.domain.texts import _
from console.ui.paint.text import draw_line
from console.ui.picker.preview import TemplatePreview
from console.ui.theme.theme import current_theme
from console.ui.widgets.text import PlainLabel

_ROW_H, _DESCRIBED_H, _SECTION_H, _CIRCLE = 34, 48, 24, 14


class InteractivePreview(QWidget):
    """The bubble with its buttons, and for a list what opens after a tap."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bubble = TemplatePreview(self)
        self._after = PlainLabel(_("After a tap"), self, step="caption", kind="tertiary")
        self._rows = _Rows(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._bubble)
        column.addWidget(self._after)
        column.addWidget(self._rows)

    def show_message(self, message: Interactive, now: datetime) -> None:
        """Show this message."""
        self._bubble.show_template(_as_template(message), {}, now)
        rows = message.options if message.style == "list" else ()
        self._after.setVisible(bool(rows))
        self._rows.setVisible(bool(rows))
        self._rows.show_message(message)


class _Rows(QWidget):
    """The rows of a list, each with a circle to choose it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._shown: list[tuple[str, str, str]] = []

    def show_message(self, message: Interactive) -> None:
        """The rows of this list: title, second line, and the section that begins there."""
        titles = [title for _key, title in message.options]
        parts = zip_longest(titles, message.descriptions, message.sections, fillvalue="")
        self._shown = list(parts)[: len(titles)]
        self.setFixedHeight(self.sizeHint().height())
        self.setAccessibleName(", ".join(rows_of(message)))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, sum(map(_row_h, self._shown)) + 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setBrush(theme.color("bubble.template"))
            painter.setPen(QPen(theme.color("border.default"), 1))
            box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
            painter.drawRoundedRect(box, 8, 8)
            top, room = 1.0, self.width() - 24 - _CIRCLE - 8
            for title, words, section in self._shown:
                if section:
                    above = QRectF(12, top + 8, self.width() - 24, 16)
                    font = ("caption", 600, False)
                    draw_line(painter, above, section, font, theme, "text.secondary")
                    top += _SECTION_H
                line = QRectF(12, top + 8, room, 18)
                draw_line(painter, line, title, ("body", 500, False), theme, "text.primary")
                if words:
                    below = QRectF(12, top + 26, room, 16)
                    plain = ("caption", None, False)
                    draw_line(painter, below, words, plain, theme, "text.tertiary")
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(theme.color("border.strong"), 1.5))
                circle = QRectF(self.width() - 12 - _CIRCLE, top + 10, _CIRCLE, _CIRCLE)
                painter.drawEllipse(circle)
                top += _DESCRIBED_H if words else _ROW_H


def _row_h(row: tuple[str, str, str]) -> int:
    return (_DESCRIBED_H if row[1] else _ROW_H) + (_SECTION_H if row[2] else 0)


def _as_template(message: Interactive) -> Template:
    """The message as the picker's preview draws messages."""
    return Template(
        template_id=TemplateId(""),
        name="",
        language="",
        category=Category.UTILITY,
        status=TemplateStatus.APPROVED,
        header_format=message.header_media or ("text" if message.header else ""),
        header_text=message.header,
        body=message.text or "…",
        footer=message.footer,
        buttons=_buttons(message),
    )


def _buttons(message: Interactive) -> tuple[Button, ...]:
    match message.style:
        case "buttons":
            return tuple(
                Button(kind="quick_reply", text=title) for _k, title in message.options
            )
        case "link":
            return tuple(Button(kind="url", text=title or "…") for _k, title in message.options)
        case "list":
            return (Button(kind="list", text=message.button or "…"),)
        case "location_request":
            return (Button(kind="location", text=_("Send location")),)
    return (Button(kind="phone_number", text=_("Share number")),)
