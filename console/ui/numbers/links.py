"""The short links of a number, each with words already in the composer and a code."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from console.domain.number_profile import LINKS_MOST, PREFILLED_MOST, Link, link_flaw
from console.domain.texts import _, ngettext, number
from console.ui.numbers.pane import Pane, buttons
from console.ui.numbers.qr_code import QrCode
from console.ui.paint.text import draw_line
from console.ui.templates.field import Field
from console.ui.theme.theme import current_theme
from console.ui.widgets.choice_list import (
    LINE_ROLE,
    ChoiceList,
    Index,
    ground_of,
    paint_ground,
)
from console.ui.widgets.push_button import PushButton
from console.ui.widgets.text import PlainLabel

_ROW_H, _LIST_H = 48, 200


@dataclass(frozen=True, slots=True)
class LinkLine:
    """One link."""

    link: Link
    able: bool = True

    @property
    def title(self) -> str:
        """What typing searches for."""
        return self.link.text

    @property
    def spoken(self) -> str:
        """The line for a screen reader."""
        return f"{self.link.text}, {self.link.url}"


class _Delegate(QStyledItemDelegate):
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        link: Link = index.data(LINE_ROLE).link
        theme = current_theme()
        inner = QRectF(option.rect).adjusted(0, 1, 0, -1)
        paint_ground(painter, option, inner, ground_of(option), radius_px=8, ring_px=7)
        first = QRectF(inner.x() + 10, inner.y() + 4, inner.width() - 20, 20)
        draw_line(painter, first, link.text, ("body", None, False), theme, "text.primary")
        second = first.translated(0, 19)
        draw_line(painter, second, link.url, ("caption", None, True), theme, "text.secondary")

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(200, _ROW_H)


class LinkRows(ChoiceList[LinkLine]):
    """Walked with the arrows.

    Signals:
        chosen: another link is current.
    """

    chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Links"), parent)
        self.setItemDelegate(_Delegate(self))

    def show_links(self, links: Sequence[Link], wanted: str = "") -> None:
        """Show these; `wanted` is the code of the one that is to be current."""
        codes = [one.code for one in links]
        place = codes.index(wanted) if wanted in codes else 0
        self._show_lines([LinkLine(one) for one in links], place)
        self.chosen.emit()

    def _on_current_changed(self, _index: QModelIndex, _old: QModelIndex) -> None:
        self.chosen.emit()


class LinksPane(Pane):
    """Links work for ever, until they are deleted.

    Signals:
        written: a link with these words; with a code, the one there is gets them.
        dropped: this code.
        copy_wanted: this address.
        save_wanted: the code on show.
    """

    written = Signal(str, str)
    dropped = Signal(str)
    copy_wanted = Signal(str)
    save_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Links"))
        self.rows, self.text, self.qr = LinkRows(self), QLineEdit(self), QrCode(self)
        self.field = Field(_("Words in the customer’s composer"), self.text, self)
        self.make = PushButton(_("Make a link"), parent=self, icon_name="common.add")
        self.change = PushButton(_("Change this link"), parent=self)
        self.copy = PushButton(_("Copy link"), parent=self, icon_name="composer.copy")
        self.save = PushButton(_("Save code…"), parent=self, icon_name="viewer.download")
        self.drop = PushButton(
            _("Delete…"), "danger-line", self, icon_name="deadLetterReason.discard"
        )
        self._count = PlainLabel("", self, kind="secondary")
        self._one = QWidget(self)
        self._lay_out()
        self.rows.chosen.connect(self._on_chosen)
        self.text.textEdited.connect(self._follow)
        self.make.clicked.connect(lambda: self._write(""))
        self.text.returnPressed.connect(lambda: self._write(""))
        self.change.clicked.connect(lambda: self._write(self._code()))
        self.copy.clicked.connect(lambda: self.copy_wanted.emit(self._url()))
        self.save.clicked.connect(self.save_wanted)
        self.drop.clicked.connect(lambda: self.dropped.emit(self._code()))
        self.show_links(())

    def show_links(self, links: Sequence[Link]) -> None:
        """Show these; the one that was chosen stays so while it is there."""
        words = ngettext("{count} link of {most}", "{count} links of {most}", len(links))
        self._count.setText(words.format(count=number(len(links)), most=number(LINKS_MOST)))
        self.rows.setVisible(bool(links))
        self.rows.show_links(links, self._code())
        self.text.clear()
        self._follow()

    def chosen(self) -> Link | None:
        """The link that is current."""
        line = self.rows.current()
        return line.link if line else None

    def _code(self) -> str:
        found = self.chosen()
        return found.code if found else ""

    def _url(self) -> str:
        found = self.chosen()
        return found.url if found else ""

    def _on_chosen(self) -> None:
        url = self._url()
        self._one.setVisible(bool(url))
        self.qr.show_text(url, _("QR code of {link}").format(link=url))
        self._follow()

    def _follow(self, *_args: object) -> None:
        text = self.text.text()
        self.field.note(f"{number(len(text))} / {number(PREFILLED_MOST)}" if text else "")
        flaw = link_flaw(text) if text else ""
        self.field.complain(flaw)
        able = bool(text.strip()) and not flaw
        self.make.setEnabled(able and len(self.rows.lines()) < LINKS_MOST)
        self.change.setEnabled(able and bool(self._code()))

    def _write(self, code: str) -> None:
        button = self.change if code else self.make
        if button.isEnabled():
            self.written.emit(self.text.text().strip(), code)

    def _lay_out(self) -> None:
        card = self.card(
            _("Links with words"),
            _("Each opens a chat with the words already written, and works until deleted."),
        )
        card.addWidget(self._count)
        self.rows.setFixedHeight(_LIST_H)
        card.addWidget(self.rows)
        one = QHBoxLayout(self._one)
        one.setContentsMargins(0, 0, 0, 0)
        one.setSpacing(16)
        one.addWidget(self.qr, 0, Qt.AlignmentFlag.AlignTop)
        acts = QVBoxLayout()
        acts.setSpacing(8)
        for button in (self.copy, self.save, self.drop):
            acts.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        acts.addStretch(1)
        one.addLayout(acts, 1)
        card.addWidget(self._one)
        card.addWidget(self.field)
        buttons(card, self.make, self.change)
        self.column.addStretch(1)
