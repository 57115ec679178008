"""What else can be done about the customer on show: a button and its menu."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from console.domain.texts import _
from console.ui.widgets.icon_button import IconButton
from console.ui.widgets.menu import Menu


class MoreButton(IconButton):
    """Opens the menu; off for those who may only read.

    Signals:
        merge_wanted: merge with another record.
        block_wanted: block the customer, or with False unblock them.
    """

    merge_wanted = Signal()
    block_wanted = Signal(bool)

    def __init__(self, parent: QWidget) -> None:
        super().__init__("session.more", _("More about this customer"), parent)
        self._menu: Menu | None = None
        self.blocked = False
        self.clicked.connect(self._on_clicked)

    def menu_now(self) -> Menu:
        """The menu as it is for the customer on show."""
        menu = Menu(self)
        menu.addAction(_("Merge with another customer…"), self.merge_wanted.emit)
        words = _("Unblock this customer…") if self.blocked else _("Block this customer…")
        menu.addAction(words, lambda: self.block_wanted.emit(not self.blocked))
        return menu

    def _on_clicked(self) -> None:
        if self._menu is not None:
            self._menu.deleteLater()
        self._menu = self.menu_now()
        self._menu.open_below(self)
