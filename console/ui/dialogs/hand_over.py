"""To whom a dead letter is handed over, with a note."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtWidgets import QWidget

from console.domain.texts import _
from console.ui.dialogs.dialog import Dialog, labelled, text_box
from console.ui.dialogs.receiver_list import ReceiverList
from console.ui.dialogs.receivers import Receiver, found, rep_receivers
from console.ui.titles import called
from console.ui.widgets.search_field import SearchField
from console.wire.views import QueueView, RepView

_LIST_H, _NOTE_H = 264, 60


class HandOverDialog(Dialog):
    """The conversation is offered to a colleague, who finds the message with it."""

    def __init__(
        self,
        customer: str,
        reps: Iterable[RepView],
        queues: Iterable[QueueView],
        parent: QWidget | None,
    ) -> None:
        super().__init__(
            _("Hand over the message to {name}").format(name=customer),
            parent,
            sentence=_("The conversation is offered to them, and the message goes with it."),
            confirm=_("Hand over"),
            width_px=520,
        )
        self._reps = rep_receivers(reps, list(queues), me=None)
        self._search = SearchField(_("Name, language or queue"), parent=self)
        self._list = ReceiverList(self)
        self._list.setFixedHeight(_LIST_H)
        self._note = text_box(_NOTE_H, self)
        self.body.addWidget(self._search)
        self.body.addWidget(self._list)
        aside = _("{name} won’t see this").format(name=called(customer))
        self.body.addLayout(labelled(_("Note"), self._note, self, aside))
        self._search.searched.connect(self._show)
        self._search.left.connect(self._list.setFocus)
        self._list.chosen.connect(self._on_chosen)
        self._show()
        self._list.setFocus()

    def receiver(self) -> Receiver | None:
        """Who was chosen."""
        return self._list.current()

    def note(self) -> str:
        """What the receiver is told."""
        return self._note.toPlainText().strip()

    def problem(self) -> str:
        """Nobody is chosen."""
        return "" if self.receiver() else _("Choose who should look after the message.")

    def _show(self, *_: object) -> None:
        self._list.show_receivers(found(self._reps, self._search.text()))

    def _on_chosen(self, receiver: Receiver | None) -> None:
        self.confirm.setEnabled(receiver is not None)
        if receiver is not None:
            words = _("Hand over to {name}").format(name=called(receiver.name))
            self.confirm.set_text(words)
            self.confirm.setAccessibleName(words)
