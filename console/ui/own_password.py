"""The rep's own password: asked for, put to the hub, and its answer shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from console.domain.errors import RuleBroken
from console.domain.texts import _
from console.ui.dialogs.confirm import NoticeDialog
from console.ui.dialogs.password import PasswordDialog
from console.ui.tasks import TaskScope, ask

if TYPE_CHECKING:
    from console.desk.desk import Desk


async def change(desk: Desk, scope: TaskScope, window: QWidget) -> None:
    """The rep has a new password, or has thought better of it."""
    dialog = PasswordDialog(window)

    async def put(old: str, new: str) -> None:
        try:
            await desk.change_password(old, new)
        except RuleBroken as refusal:
            dialog.refuse(refusal.message)
        else:
            dialog.accept()

    dialog.wanted.connect(lambda old, new: scope.start("put password", put(old, new)))
    if await ask(dialog) is not None:
        words = _("Use the new one from now on. At other computers you are signed out.")
        await ask(NoticeDialog(_("Your password is changed"), words, window))
