"""To whom a dead letter is handed over, with a note."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtWidgets import QWidget

from console.domain.texts import _
from console.ui.dialogs.dialog import labelled
from console.ui.dialogs.receiver_dialog import ReceiverDialog
from console.ui.dialogs.receivers import Receiver, rep_receivers
from console.ui.titles import called
from console.wire.views import QueueView, RepView

_LIST_H = 264


class HandOverDialog(ReceiverDialog):
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
            list_px=_LIST_H,
        )
        self._reps = rep_receivers(reps, list(queues), me=None)
        self.body.addWidget(self._search)
        self.body.addWidget(self._list)
        aside = _("{name} won’t see this").format(name=called(customer))
        self.body.addLayout(labelled(_("Note"), self._note, self, aside))
        self._begin()

    def problem(self) -> str:
        """Nobody is chosen."""
        return "" if self.receiver() else _("Choose who should look after the message.")

    def _on_offer(self) -> list[Receiver]:
        return self._reps

    def _on_chosen(self, receiver: Receiver | None) -> None:
        self.confirm.setEnabled(receiver is not None)
        if receiver is not None:
            words = _("Hand over to {name}").format(name=called(receiver.name))
            self.confirm.set_text(words)
            self.confirm.setAccessibleName(words)
