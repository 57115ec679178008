"""Asks once about all that waited long for the connection, before any of it goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from console.ui.dialogs.old_sends import OldSendsDialog
from console.ui.tasks import TaskScope, ask

if TYPE_CHECKING:
    from console.desk.desk import Desk


class OldSends:
    """One question at a time, for all of them."""

    def __init__(self, desk: Desk, scope: TaskScope, window: QWidget) -> None:
        self._desk, self._scope, self._window = desk, scope, window
        self._asking = False

    def on_waiting(self, *_: object) -> None:
        """Ask, unless the question is open."""
        if not self._asking:
            self._asking = True
            self._scope.start("old sends", self._ask())

    async def _ask(self) -> None:
        try:
            waiting = await self._desk.old_sends()
            if not waiting:
                return
            answer = await ask(OldSendsDialog(waiting, self._desk.now(), self._window))
            ids = [one.message_id for one in waiting]
            if answer is not None:
                self._desk.send_old(ids)
            else:
                await self._desk.keep_old(ids)
        finally:
            self._asking = False
