"""Handing a session over: to whom, with which note, with or without the draft."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from console.desk.inbox_row import InboxRow
from console.domain.ids import RepId
from console.domain.texts import _
from console.ui.dialogs.receiver_dialog import ReceiverDialog
from console.ui.dialogs.receiver_list import ColumnHeads
from console.ui.dialogs.receivers import Receiver, queue_receivers, rep_receivers
from console.ui.titles import called
from console.ui.widgets.segmented import Segmented
from console.ui.widgets.text import PlainLabel
from console.wire.views import QueueView, RepView

_LIST_H = 312


class TransferDialog(ReceiverDialog):
    """The whole conversation goes along; the receiver sees the note first."""

    def __init__(
        self,
        row: InboxRow,
        countdown: str,
        reps: Iterable[RepView],
        queues: Iterable[QueueView],
        *,
        me: RepId | None,
        has_draft: bool,
        parent: QWidget | None,
    ) -> None:
        sentence = _("The whole conversation goes along.")
        if countdown:
            sentence = _("The whole conversation and the open window ({left}) go along.")
        super().__init__(
            _("Transfer {name}").format(name=row.name),
            parent,
            sentence=sentence.format(left=countdown),
            confirm=_("Transfer"),
            width_px=656,
            list_px=_LIST_H,
        )
        known = list(queues)
        self._reps = rep_receivers(reps, known, me=me)
        self._queues = queue_receivers(known)
        self._kind = Segmented(
            (("rep", _("To a rep")), ("queue", _("To a queue"))), _("Transfer to"), self
        )
        self._columns = ColumnHeads(self)
        self._note_label = PlainLabel(_("Note"), self, step="caption", weight=500)
        self._note.setAccessibleName(_("Note for the receiver"))
        self._draft = QCheckBox(_("Pass on my unsent draft"), self)
        self._draft.setChecked(True)
        self._draft.setVisible(has_draft)
        self._fill(row)
        self._kind.chosen.connect(self._show)
        self._begin()

    def pass_draft(self) -> bool:
        """Whether unsent text goes along."""
        return self._draft.isChecked()

    def problem(self) -> str:
        """Nobody is chosen."""
        return "" if self.receiver() else _("Choose who should take over the conversation.")

    def _on_offer(self) -> list[Receiver]:
        to_rep = self._kind.value() == "rep"
        self._columns.show_words(*((_("Rep"), _("Sessions")) if to_rep else (_("Queue"), "")))
        return self._reps if to_rep else self._queues

    def _on_chosen(self, receiver: Receiver | None) -> None:
        self.confirm.setEnabled(receiver is not None)
        if receiver is None:
            return
        is_rep = receiver.rep_id is not None
        name = called(receiver.name) if is_rep else receiver.name
        self.confirm.set_text(_("Transfer to {name}").format(name=name))
        self.confirm.setAccessibleName(_("Transfer to {name}").format(name=receiver.name))
        self._note_label.setText(_("Note for {name}").format(name=name))
        self.foot_words.setText(
            _("If {name} doesn’t accept in time, it comes back to you.").format(name=name)
            if is_rep
            else _("The next free rep of this queue is asked.")
        )

    def _fill(self, row: InboxRow) -> None:
        top = QHBoxLayout()
        top.setSpacing(12)
        top.addWidget(self._kind)
        top.addWidget(self._search, 1)
        self.body.addLayout(top)
        people = QVBoxLayout()
        people.setSpacing(4)
        people.addWidget(self._columns)
        people.addWidget(self._list)
        self.body.addLayout(people)
        head = QHBoxLayout()
        head.addWidget(self._note_label)
        head.addStretch(1)
        unseen = _("{name} won’t see this").format(name=called(row.name))
        head.addWidget(PlainLabel(unseen, self, step="caption", kind="tertiary"))
        note = QVBoxLayout()
        note.setSpacing(5)
        note.addLayout(head)
        note.addWidget(self._note)
        self.body.addLayout(note)
        self.body.addWidget(self._draft)
