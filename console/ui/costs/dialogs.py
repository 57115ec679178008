"""What administrators do about costs: top up the wallet, replace the price list."""

from __future__ import annotations

import re
from uuid import uuid4

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLineEdit, QScrollArea, QWidget

from console.domain.texts import _, ngettext, number
from console.ui.costs import wording
from console.ui.costs.card import Table
from console.ui.dialogs.dialog import Dialog, labelled
from console.ui.widgets.overlay_scroll import OverlayScrollBar
from console.wire.money import PricePreview, TopUp

_LIST_H = 280
_NOTE_MOST = 200


class TopUpDialog(Dialog):
    """Asks how many credits to put in; with a minus they are taken away."""

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(
            _("Top up the wallet"),
            parent,
            sentence=_("Everybody may spend them at once. It stands in the audit."),
            confirm=_("Put in"),
        )
        self._entry_id = uuid4().hex  # one for the dialog: a second press adds nothing
        self.count, self.note = QLineEdit(self), QLineEdit(self)
        self.count.setPlaceholderText("5000")
        self.note.setMaxLength(_NOTE_MOST)
        self.body.addLayout(labelled(_("Credits"), self.count, self, _("−50 takes 50 away")))
        self.body.addLayout(labelled(_("Note"), self.note, self, _("optional")))
        self.count.setFocus()

    def asked(self) -> TopUp:
        """What was asked for."""
        return TopUp(entry_id=self._entry_id, credits=self._credits(), note=self.note.text())

    def problem(self) -> str:
        """What is wrong with the number."""
        return "" if self._credits() else _("Write how many credits, as a whole number.")

    def _credits(self) -> int:
        """The number that was written, whatever stands between thousands; 0 if none."""
        words = re.sub(r"[\s.,’']", "", self.count.text()).replace("−", "-")
        return int(words) if re.fullmatch(r"-?\d{1,9}", words) else 0


class PricesDialog(Dialog):
    """Shows what a new list changes before it holds."""

    def __init__(self, name: str, seen: PricePreview, parent: QWidget | None) -> None:
        count = len(seen.changes) + seen.more
        changed = ngettext("{count} price changes.", "{count} prices change.", count)
        super().__init__(
            _("Replace the price list?"),
            parent,
            sentence=f"{name}: {changed.format(count=number(count))} "
            + _("What was sent before keeps its price."),
            confirm=_("Replace"),
            width_px=620,
        )
        table = Table((_("Price"), _("Now"), _("New")), frozenset({1, 2}), self)
        for one in seen.changes:
            table.add_row(wording.change(one))
        if seen.more:
            more = _("and {count} more").format(count=number(seen.more))
            table.add_row((more, "", ""), "tertiary")
        self.body.addWidget(self._scrolled(table))
        self.confirm.setFocus()

    def _scrolled(self, table: Table) -> QScrollArea:
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setAccessibleName(_("What changes"))
        scroll.setWidget(table)
        scroll.setFixedHeight(min(_LIST_H, table.sizeHint().height() + 4))
        scroll.viewport().setAutoFillBackground(False)
        table.setAutoFillBackground(False)
        OverlayScrollBar(scroll)
        return scroll
