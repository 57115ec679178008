"""The part that dialogs have in common in which a receiver is chosen, with a note."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from console.domain.texts import _
from console.ui.dialogs.dialog import Dialog, text_box
from console.ui.dialogs.receiver_list import ReceiverList
from console.ui.dialogs.receivers import Receiver, found
from console.ui.widgets.search_field import SearchField

_NOTE_H = 60


class ReceiverDialog(Dialog):
    """A search, the list it narrows, and a note; who derives from it says who is on offer."""

    def __init__(
        self,
        title: str,
        parent: QWidget | None,
        *,
        sentence: str,
        confirm: str,
        width_px: int,
        list_px: int,
    ) -> None:
        super().__init__(title, parent, sentence=sentence, confirm=confirm, width_px=width_px)
        self._search = SearchField(_("Name, language or queue"), parent=self)
        self._list = ReceiverList(self)
        self._list.setFixedHeight(list_px)
        self._note = text_box(_NOTE_H, self)
        self._search.searched.connect(self._show)
        self._search.left.connect(self._list.setFocus)
        self._list.chosen.connect(self._on_chosen)

    def receiver(self) -> Receiver | None:
        """Who was chosen."""
        return self._list.current()

    def note(self) -> str:
        """What the receiver is told."""
        return self._note.toPlainText().strip()

    def _begin(self) -> None:
        """Show all of them, the keyboard in the list; once everything stands."""
        self._show()
        self._list.setFocus()

    def _show(self, *_args: object) -> None:
        self._list.show_receivers(found(self._on_offer(), self._search.text()))

    def _on_offer(self) -> list[Receiver]:
        raise NotImplementedError

    def _on_chosen(self, receiver: Receiver | None) -> None:
        raise NotImplementedError
