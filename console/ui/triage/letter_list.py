"""The table of dead letters: one line each, chosen with arrows or mouse."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QWidget

from console.domain.texts import N_, _
from console.ui.paint.avatar import draw_avatar, initials_of
from console.ui.paint.marks import draw_channel_mark
from console.ui.paint.text import FontKey, draw_line, draw_line_right
from console.ui.theme.icons import icon_pixmap
from console.ui.theme.theme import Theme, current_theme
from console.ui.titles import moment
from console.ui.triage import wording
from console.ui.widgets.choice_list import LINE_ROLE, ChoiceList, Index, ground_of
from console.ui.widgets.restyled import Restyled
from console.wire.views import DeadLetterView

_ROW_H, _HEADS_H, _EDGE_PX = 48, 32, 16
_GROUND = "bg.surface"
_PLAIN: FontKey = ("body", None, False)
_FIGURES: FontKey = ("body", None, True)
_KEYS = {
    Qt.Key.Key_Return: "open",
    Qt.Key.Key_Enter: "open",
    Qt.Key.Key_R: "retry",
    Qt.Key.Key_E: "rewrite",
    Qt.Key.Key_H: "hand_over",
    Qt.Key.Key_Delete: "discard",
}


@dataclass(frozen=True, slots=True)
class LetterLine:
    """One line of the table."""

    letter: DeadLetterView
    now: datetime

    @property
    def title(self) -> str:
        """What typing searches for."""
        return wording.named(self.letter)

    @property
    def spoken(self) -> str:
        """The line for a screen reader."""
        letter = self.letter
        left = wording.left_of(letter, self.now)
        if letter.ended_at is None:
            left = _("expires in {span}").format(span=left)
        failed = _("failed {moment}").format(moment=moment(letter.died_at, self.now))
        parts = (
            wording.named(letter),
            _(wording.look_of(letter).name),
            wording.said(letter),
            failed,
            wording.tries(letter.attempts),
            left,
        )
        return ", ".join(parts)

    @property
    def able(self) -> bool:
        """Every line can be looked at."""
        return True


@dataclass(frozen=True, slots=True)
class Columns:
    """Left edges and widths in pixels; a width of 0 leaves the column out."""

    customer: tuple[float, float]
    message: tuple[float, float]
    reason: tuple[float, float]
    failed: tuple[float, float]
    tries: tuple[float, float]
    left: tuple[float, float]


def columns_of(width: float) -> Columns:
    """The columns of a table this wide: the narrower, the fewer."""
    tries, failed = (48.0 if width >= 760 else 0.0), (82.0 if width >= 620 else 0.0)
    left, reason = 88.0, 186.0
    rest = width - 2 * _EDGE_PX - tries - failed - left - reason
    customer = min(max(rest * 0.42, 172.0), 230.0) if rest >= 300 else rest
    places, x = [], float(_EDGE_PX)
    for wide in (customer, rest - customer, reason, failed, tries, left):
        places.append((x, max(wide, 0.0)))
        x += max(wide, 0.0)
    return Columns(*places)


class _Delegate(QStyledItemDelegate):
    """Paints one dead letter."""

    def __init__(self, parent: QWidget, now: Callable[[], datetime]) -> None:
        super().__init__(parent)
        self._now = now

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        letter = index.data(LINE_ROLE).letter
        theme, box, now = current_theme(), QRectF(option.rect), self._now()
        ground = ground_of(option)
        if ground:
            painter.fillRect(option.rect, theme.color(ground))
        line = QRectF(box.x(), box.bottom() - 1, box.width(), 1)
        painter.fillRect(line, theme.color("border.subtle"))
        places = columns_of(box.width())
        self._paint_customer(painter, box, places, letter, theme, ground or _GROUND)
        self._paint_words(painter, box, places, letter, theme)
        self._paint_figures(painter, box, places, letter, now, theme)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(200, _ROW_H)

    def _paint_customer(
        self,
        painter: QPainter,
        box: QRectF,
        places: Columns,
        letter: DeadLetterView,
        theme: Theme,
        ground: str,
    ) -> None:
        x, width = places.customer
        dpr = painter.device().devicePixelRatioF()
        who = str(letter.customer_id or letter.letter_id)
        name = wording.named(letter)
        top = box.center().y() - 14
        left = box.x() + x
        draw_avatar(painter, left, top, 28, who, initials_of(name), dpr)
        if letter.channel_kind:
            gap = theme.color(ground)
            draw_channel_mark(painter, left + 19, top + 18, 14, letter.channel_kind, dpr, gap)
        ink = "text.tertiary" if letter.ended_at else "text.primary"
        area = _cell(box, (x + 38, width - 38))
        draw_line(painter, area, name, ("body", 500, False), theme, ink)

    def _paint_words(
        self,
        painter: QPainter,
        box: QRectF,
        places: Columns,
        letter: DeadLetterView,
        theme: Theme,
    ) -> None:
        x, width = places.message
        if width > 0:
            glyph = wording.kind_glyph(letter)
            if glyph:
                _glyph(painter, box, x, glyph, "icon.muted")
                x, width = x + 22, width - 22
            draw_line(
                painter,
                _cell(box, (x, width)),
                wording.said(letter),
                _PLAIN,
                theme,
                "text.tertiary" if letter.ended_at else "text.secondary",
            )
        x, width = places.reason
        look = wording.look_of(letter)
        _glyph(painter, box, x, look.glyph, "icon.muted" if letter.ended_at else look.tone)
        ink = "text.tertiary" if letter.ended_at else "text.primary"
        draw_line(painter, _cell(box, (x + 22, width - 22)), _(look.name), _PLAIN, theme, ink)

    def _paint_figures(
        self,
        painter: QPainter,
        box: QRectF,
        places: Columns,
        letter: DeadLetterView,
        now: datetime,
        theme: Theme,
    ) -> None:
        if places.failed[1]:
            words = moment(letter.died_at, now)
            area = _cell(box, places.failed)
            draw_line_right(painter, area, words, _FIGURES, theme, "text.secondary")
        if places.tries[1]:
            area = _cell(box, places.tries)
            words = str(letter.attempts)
            draw_line_right(painter, area, words, _FIGURES, theme, "text.secondary")
        urgent = wording.is_urgent(letter, now)
        font: FontKey = ("body", 600, True) if urgent else _FIGURES
        ink = "danger.fg" if urgent else "text.secondary"
        ink = "text.tertiary" if letter.ended_at else ink
        area = _cell(box, places.left)
        draw_line_right(painter, area, wording.left_of(letter, now), font, theme, ink)


def _cell(box: QRectF, place: tuple[float, float]) -> QRectF:
    return QRectF(box.x() + place[0], box.center().y() - 10, place[1] - 12, 20)


def _glyph(painter: QPainter, box: QRectF, x: float, name: str, tone: str) -> None:
    dpr = painter.device().devicePixelRatioF()
    picture = icon_pixmap(name, 16, tone, "regular", dpr)
    painter.drawPixmap(QRectF(box.x() + x, box.center().y() - 8, 0, 0).topLeft(), picture)


class LetterHeads(Restyled, QWidget):
    """The words above the columns."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFixedHeight(_HEADS_H)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Each head where its column is."""
        theme, box = current_theme(), QRectF(self.rect())
        places = columns_of(box.width())
        font: FontKey = ("caption", 500, False)
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), theme.color("bg.surface"))
            for name, place in (
                (N_("Customer"), places.customer),
                (N_("Message"), places.message),
                (N_("Why it stopped"), places.reason),
            ):
                draw_line(painter, _cell(box, place), _(name), font, theme, "text.secondary")
            for name, place in (
                (N_("Failed"), places.failed),
                (N_("Tries"), places.tries),
                (N_("Expires"), places.left),
            ):
                cell = _cell(box, place)
                draw_line_right(painter, cell, _(name), font, theme, "text.secondary")
            edge = QRectF(0, box.bottom() - 1, box.width(), 1)
            painter.fillRect(edge, theme.color("border.default"))


class LetterList(ChoiceList[LetterLine]):
    """Walked with the arrows; R, E, H and Delete act, Enter opens the conversation.

    Signals:
        chosen: another letter is current; None for none.
        acted: "open", "retry", "rewrite", "hand_over" or "discard".
    """

    chosen = Signal(object)
    acted = Signal(str)

    def __init__(self, now: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(_("Dead letters"), parent)
        self._now = now
        self.setItemDelegate(_Delegate(self, now))
        self.doubleClicked.connect(lambda _index: self.acted.emit("open"))

    def show_letters(self, letters: Iterable[DeadLetterView]) -> None:
        """Show these; the one that was chosen stays so, or else the first is."""
        now, shown = self._now(), list(letters)
        before = self.current()
        ids = [letter.letter_id for letter in shown]
        known = before is not None and before.letter.letter_id in ids
        place = ids.index(before.letter.letter_id) if known and before else 0
        self._show_lines((LetterLine(letter, now) for letter in shown), place)
        self._on_current_changed(QModelIndex(), QModelIndex())

    def step(self, by: int) -> None:
        """Choose the next line, or the one before for -1."""
        place = self.currentIndex().row() + by
        if 0 <= place < len(self.lines()):
            self._choose(place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys of the acts; all others as in any list."""
        act = _KEYS.get(Qt.Key(event.key()))
        plain = event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        )
        if event.key() == Qt.Key.Key_J and plain:
            self.step(1)
        elif act is not None and plain and self.current() is not None:
            self.acted.emit(act)
        else:
            super().keyPressEvent(event)

    def _on_current_changed(self, _index: QModelIndex, _old: QModelIndex) -> None:
        line = self.current()
        self.chosen.emit(line.letter if line is not None else None)
