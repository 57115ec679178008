"""Coroutines that die with their widget, and dialogs that are awaited."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog

from console.domain.errors import RuleBroken

if TYPE_CHECKING:
    import asyncio

_D = TypeVar("_D", bound=QDialog)


class TaskScope:
    """Coroutines of one owner; its end cancels them, their errors go to `failed`."""

    def __init__(self, owner: QObject, failed: Callable[[BaseException], None]) -> None:
        self._failed = failed
        self._tasks: dict[str, asyncio.Task[object]] = {}
        self._count = 0
        owner.destroyed.connect(self.cancel)

    def start(
        self,
        name: str,
        work: Coroutine[object, object, object],
        *,
        replace: bool = False,
        refused: Callable[[RuleBroken], None] | None = None,
    ) -> None:
        """Run `work` on the loop; `replace` cancels what runs under the same name.

        `refused` is told what the rules don't allow, instead of `failed`.
        """
        import asyncio  # here: the first picture is painted before it is needed

        if replace:
            self.cancel_named(name)
        else:
            self._count += 1
            name = f"{name} {self._count}"
        running = asyncio.get_running_loop()
        task = running.create_task(work, name=name)
        self._tasks[name] = task
        task.add_done_callback(partial(self._finish, refused))

    def cancel_named(self, name: str) -> None:
        """Cancel what runs under this name; nothing if nothing does."""
        task = self._tasks.pop(name, None)
        if task is not None:
            task.cancel()

    def cancel(self, *_: object) -> None:
        """Cancel everything that still runs."""
        for task in tuple(self._tasks.values()):
            task.cancel()

    def _finish(
        self, refused: Callable[[RuleBroken], None] | None, task: asyncio.Task[object]
    ) -> None:
        if self._tasks.get(task.get_name()) is task:
            del self._tasks[task.get_name()]
        if task.cancelled():
            return
        error = task.exception()
        if isinstance(error, RuleBroken) and refused is not None:
            refused(error)
        elif error is not None:
            self._failed(error)


async def ask(dialog: _D) -> _D | None:
    """The dialog once it is accepted, to be read for its answers; None if it was cancelled."""
    import asyncio

    answered: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    def finish(result: int) -> None:
        if not answered.done():
            answered.set_result(result)

    dialog.finished.connect(finish)
    dialog.open()
    try:
        result = await answered
    finally:
        dialog.close()
        dialog.deleteLater()
    return dialog if result == QDialog.DialogCode.Accepted else None
