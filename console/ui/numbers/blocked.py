"""Customers whom a number has blocked, each to be let in again."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from console.domain.texts import _, ngettext, number
from console.ui.numbers.pane import Pane
from console.ui.widgets.push_button import PushButton
from console.ui.widgets.text import PlainLabel
from console.wire.number_profile import BlockedCustomer

_SHOWN = 200


class BlockedPane(Pane):
    """Read from Meta each time it is opened.

    Signals:
        unblock_wanted: of this customer, as Meta names them.
    """

    unblock_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Blocked customers"))
        card = self.card(
            _("Blocked customers"),
            _("Meta takes nothing from them to this number, and nothing goes to them."),
        )
        self._count = PlainLabel("", self.page, wrap=True)
        card.addWidget(self._count)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(4)
        card.addLayout(self._rows)
        self.column.addStretch(1)
        self.show_blocked(())

    def show_blocked(self, customers: Sequence[BlockedCustomer]) -> None:
        """Show these, the first two hundred of them."""
        count = len(customers)
        words = ngettext("{count} customer", "{count} customers", count)
        self._count.setText(
            words.format(count=number(count)) if count else _("Nobody is blocked.")
        )
        while (row := self._rows.takeAt(0)) is not None:
            widget = row.widget()
            if widget is not None:
                widget.deleteLater()
        for one in customers[:_SHOWN]:
            self._rows.addWidget(self._row(one))

    def _row(self, customer: BlockedCustomer) -> QWidget:
        made = QWidget(self.page)
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 4, 0, 4)
        shown = customer.platform_id
        shown = f"+{shown}" if shown.isdecimal() else shown
        words = f"{customer.name}  {shown}" if customer.name else shown
        row.addWidget(PlainLabel(words, made, elide="middle"), 1)
        button = PushButton(_("Unblock"), parent=made, size="small")
        button.setAccessibleName(_("Unblock {name}").format(name=customer.name or shown))
        button.clicked.connect(
            lambda _on=False, of=customer.platform_id: self.unblock_wanted.emit(of)
        )
        row.addWidget(button)
        return made
