"""Merging two records of one customer: the other is found, both stand side by side."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QRectF, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QSizePolicy,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from console.domain.names import shown_name
from console.domain.texts import _, ngettext
from console.ui.details.parts import LabelRow
from console.ui.dialogs.dialog import Dialog
from console.ui.paint.avatar import draw_avatar, initials_of
from console.ui.paint.text import draw_line
from console.ui.theme.style import set_kind
from console.ui.theme.theme import current_theme
from console.ui.titles import day_of
from console.ui.widgets.choice_list import (
    LINE_ROLE,
    ChoiceList,
    Index,
    ground_of,
    paint_ground,
)
from console.ui.widgets.search_field import SearchField
from console.ui.widgets.text import PlainLabel

if TYPE_CHECKING:
    from console.wire.identities import Candidate

_WIDTH_PX, _LIST_H, _ROW_H, _CARD_H = 600, 168, 48, 148
_GROUND = "bg.raised"


@dataclass(frozen=True, slots=True)
class Found:
    """A customer in the list of those found."""

    customer: Candidate

    @property
    def title(self) -> str:
        """What typing searches for."""
        return shown_name(self.customer.name)

    @property
    def detail(self) -> str:
        """Numbers, user names and channels."""
        return " · ".join((*self.customer.known_by, *self.customer.channels))

    @property
    def spoken(self) -> str:
        """The line for a screen reader."""
        return f"{self.title}, {self.detail}"

    @property
    def able(self) -> bool:
        """Each of them can be chosen."""
        return True


class _Delegate(QStyledItemDelegate):
    """Paints one customer."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        found: Found = index.data(LINE_ROLE)
        theme = current_theme()
        box = QRectF(option.rect)
        paint_ground(painter, option, box, ground_of(option), radius_px=8, ring_px=7)
        dpr = painter.device().devicePixelRatioF()
        customer_id, initials = found.customer.customer_id, initials_of(found.customer.name)
        draw_avatar(painter, box.x() + 12, box.y() + 10, 28, customer_id, initials, dpr)
        width = box.width() - 64
        name = QRectF(box.x() + 52, box.y() + 6, width, 18)
        draw_line(painter, name, found.title, ("body", 500, False), theme, "text.primary")
        detail = QRectF(box.x() + 52, box.y() + 24, width, 18)
        draw_line(
            painter, detail, found.detail, ("caption", None, False), theme, "text.secondary"
        )

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(200, _ROW_H)


class FoundList(ChoiceList[Found]):
    """Walked with the arrows.

    Signals:
        chosen: another customer is current; None for none.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(_("Customers found"), parent)
        self.setItemDelegate(_Delegate(self))
        self.setFixedHeight(_LIST_H)

    def paintEvent(self, event: QPaintEvent) -> None:
        """On the ground of the dialog, which is not that of other lists."""
        with QPainter(self.viewport()) as painter:
            painter.fillRect(event.rect(), current_theme().color(_GROUND))
        super().paintEvent(event)

    def show_found(self, found: Iterable[Candidate]) -> None:
        """Show these; the first is chosen."""
        lines = [Found(one) for one in found]
        self._show_lines(lines, 0 if lines else -1)
        self._on_current_changed(QModelIndex(), QModelIndex())

    def _on_current_changed(self, _index: QModelIndex, _old: QModelIndex) -> None:
        line = self.current()
        self.chosen.emit(None if line is None else line.customer)


class CustomerCard(QFrame):
    """One of the two: what tells whether both are the same person."""

    def __init__(self, heading: str, parent: QWidget) -> None:
        super().__init__(parent)
        set_kind(self, "card")
        self._heading = heading
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(12, 10, 12, 10)
        self._column.setSpacing(2)
        self.setFixedHeight(_CARD_H)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_customer(self, customer: Candidate | None, now: datetime) -> None:
        """Show this one; None for nobody yet."""
        while (item := self._column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._add(self._heading, step="caption", kind="tertiary")
        if customer is None:
            self._add(_("Nobody chosen yet"), kind="tertiary")
            self._column.addStretch(1)
            self.setAccessibleName(self._heading)
            return
        lines = [*customer.known_by[:2], *self._standing(customer, now)]
        self._add(shown_name(customer.name), weight=600)
        for line in lines:
            self._add(line, step="caption", kind="secondary")
        if customer.labels:
            self._column.addSpacing(4)
            self._column.addWidget(LabelRow(customer.labels[:2], 240, self))
        self._column.addStretch(1)
        self.setAccessibleName(", ".join((self._heading, shown_name(customer.name), *lines)))

    def _standing(self, customer: Candidate, now: datetime) -> tuple[str, ...]:
        count = customer.sessions
        sessions = ngettext("{count} session", "{count} sessions", count).format(count=count)
        since = _("Known since {day}").format(day=day_of(customer.since, now))
        last = customer.last_at
        when = "" if last is None else _("last {day}").format(day=day_of(last, now))
        where = ", ".join(customer.channels)
        return since, " · ".join(part for part in (where, sessions, when) if part)

    def _add(
        self, text: str, *, step: str = "body", kind: str = "", weight: int | None = None
    ) -> None:
        label = PlainLabel(text, self, step=step, kind=kind, weight=weight, elide="right")
        self._column.addWidget(label)


class MergeDialog(Dialog):
    """Finds the other record; both stand side by side before anything happens.

    Signals:
        searched: words to look for; the answer comes with `show_found`.
    """

    searched = Signal(str)

    def __init__(self, this: Candidate, now: datetime, parent: QWidget | None) -> None:
        super().__init__(
            _("Merge with another customer"),
            parent,
            sentence=_(
                "Both become one, with everything of both. You can split them again later."
            ),
            confirm=_("Merge"),
            width_px=_WIDTH_PX,
        )
        self._now = now
        self._other: Candidate | None = None
        self._search = SearchField(_("Name, number or user name"), parent=self)
        self._list = FoundList(self)
        self._kept, self._gone = (
            CustomerCard(_("Stays"), self),
            CustomerCard(_("Joins it"), self),
        )
        self._kept.show_customer(this, now)
        cards = QHBoxLayout()
        cards.setSpacing(12)
        cards.addWidget(self._kept, 1)
        cards.addWidget(self._gone, 1)
        self.body.addWidget(self._search)
        self.body.addWidget(self._list)
        self.body.addLayout(cards)
        self._search.searched.connect(self._on_searched)
        self._search.left.connect(self._list.setFocus)
        self._list.chosen.connect(self._on_chosen)
        self._on_chosen(None)
        self._search.setFocus()

    def other(self) -> Candidate | None:
        """Who was chosen."""
        return self._other

    def show_found(self, words: str, found: list[Candidate]) -> None:
        """Show who was found for these words, unless others are wanted by now."""
        if words != self._search.text():
            return
        self._list.show_found(found)
        nobody = _("Nobody found. Try part of a name, a number or a user name.")
        self.say(nobody if words.strip() and not found else "")

    def say(self, words: str) -> None:
        """Words at the foot, such as why nothing could be looked up."""
        set_kind(self.foot_words, "secondary")
        self.foot_words.setText(words)

    def problem(self) -> str:
        """Nobody is chosen."""
        return "" if self._other else _("Find and choose the other customer first.")

    def _on_searched(self, words: str) -> None:
        if words.strip():
            self.searched.emit(words)
        else:
            self.show_found(words, [])

    def _on_chosen(self, customer: Candidate | None) -> None:
        self._other = customer
        self._gone.show_customer(customer, self._now)
        self.confirm.setEnabled(customer is not None)
        if customer is not None:
            self.say("")
