"""The menu of a message, and the rep's reactions to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtGui import QGuiApplication

from console.desk.rows import TranscriptRow
from console.domain import reactions
from console.domain.directions import Direction
from console.domain.ids import MessageId
from console.domain.messages import kind_of, preview
from console.domain.texts import _
from console.ui.tasks import TaskScope
from console.ui.theme.icons import icon
from console.ui.transcript.view import TranscriptView

if TYPE_CHECKING:
    from console.desk.desk import Desk
    from console.ui.conversation.reading import Reading


class MessageMenu(QObject):
    """What can be done with one message of the conversation on show.

    Signals:
        refused: why something can't be done, in words.
        ledger_wanted: message id; show what became of it.
    """

    refused = Signal(str)
    ledger_wanted = Signal(str)

    def __init__(
        self, desk: Desk, view: TranscriptView, reading: Reading, scope: TaskScope
    ) -> None:
        super().__init__(view)
        self._desk, self._view, self._reading, self._scope = desk, view, reading, scope
        view.menu_wanted.connect(self.open)
        view.react_wanted.connect(self.open_palette)
        view.unreact_wanted.connect(lambda message_id: self.react(message_id, ""))

    def open(self, message_id: str, point: QPoint) -> None:
        """Open the menu of this message at a global point."""
        from console.ui.widgets.menu import Menu  # not needed before the first menu

        row = self._reading.loaded(message_id)
        if row is None:
            return
        menu = Menu(self._view)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if row.message.direction in {Direction.INBOUND, Direction.OUTBOUND}:
            reply = menu.addAction(icon("composer.reply"), _("Reply to it"))
            reply.triggered.connect(lambda: self._reading.quote(message_id))
        if row.message.direction is Direction.INBOUND:
            react = menu.addAction(icon("composer.emoji"), _("React to it"))
            react.triggered.connect(lambda: self.open_palette(message_id, point))
        copy = menu.addAction(icon("composer.copy"), _("Copy the text"))
        text = preview(row.message.body)
        copy.triggered.connect(lambda: QGuiApplication.clipboard().setText(text))
        if row.message.state is not None:
            details = menu.addAction(icon("status.info"), _("Delivery details"))
            details.triggered.connect(lambda: self.ledger_wanted.emit(message_id))
        menu.popup(point)

    def open_palette(self, message_id: str, point: QPoint) -> None:
        """Offer the reactions to this message at a global point, or say why there are none."""
        from console.ui.transcript.reactions import ReactionPalette  # as above

        row = self._reading.loaded(message_id)
        if row is None or not self._may_react(row):
            return
        ours = next((each for each in row.message.reactions if not each.by_customer), None)
        palette = ReactionPalette(self._view, ours.emoji if ours else "")
        palette.picked.connect(lambda emoji: self.react(message_id, emoji))
        palette.open_above(point)

    def react(self, message_id: str, emoji: str) -> None:
        """Let the emoji stand at this message; none takes ours back."""
        row = self._reading.loaded(message_id)
        session_id = self._reading.session_id
        if row is None or session_id is None or not self._may_react(row):
            return
        work = self._desk.react(session_id, MessageId(message_id), emoji)
        self._scope.start("react", work)

    def _may_react(self, row: TranscriptRow) -> bool:
        """Whether one can; else the reason has been told."""
        session_id, message = self._reading.session_id, row.message
        if session_id is None:
            return False
        verdict = self._desk.composer(session_id)
        reason = reactions.why_not(
            message.direction, kind_of(message.body), message.at, self._desk.now(), verdict
        )
        if reason:
            self.refused.emit(reason)
        return not reason
