"""Pop-ups shown by the system's own notification service."""

from __future__ import annotations

import asyncio
import html
import logging
import sys
from functools import partial
from typing import TYPE_CHECKING

from console.ui.titles import APP_NAME

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop_notifier import Capability, DesktopNotifier, Notification

    from console.ui.alerts.pop_up import Answered, PopUp

_log = logging.getLogger(__name__)
_ANSWERS_WITHIN_S = 5.0
_LIBRARY = "desktop_notifier"


class NativePopUps:
    """Looks for the service when the first pop-up is to be shown.

    A machine that has none is not asked a second time.
    """

    def __init__(self) -> None:
        self._notifier: DesktopNotifier | None = None
        self._can: frozenset[Capability] = frozenset()
        self._is_missing = False
        self._shown: dict[str, str] = {}

    async def show(self, pop_up: PopUp, answered: Answered) -> bool:
        """Whether the service took it."""
        notifier = await self._found()
        if notifier is None:
            return False
        await self.take_back(pop_up.key)
        taken: list[bool] = []
        made = self._made(pop_up, answered, lambda: taken.append(True))
        self._shown[pop_up.key] = await notifier.send_notification(made)
        return bool(taken)

    async def take_back(self, key: str) -> None:
        """The service shows it no longer."""
        identifier = self._shown.pop(key, "")
        notifier = self._notifier
        if notifier is None or identifier not in await notifier.get_current_notifications():
            return
        try:
            await notifier.clear(identifier)
        except _troubles():
            _log.info("A notification could not be taken back", exc_info=True)

    async def take_back_all(self) -> None:
        """None is left behind."""
        for key in tuple(self._shown):
            await self.take_back(key)

    async def _found(self) -> DesktopNotifier | None:
        """The service; None where none answers."""
        if self._notifier is None and not self._is_missing:
            from desktop_notifier import DesktopNotifier  # slow, and often never needed

            # what it can't send is shown in another way: that is no news for the log
            logging.getLogger(_LIBRARY).setLevel(logging.ERROR)
            found = DesktopNotifier(APP_NAME, app_icon=None)
            try:
                async with asyncio.timeout(_ANSWERS_WITHIN_S):
                    self._can = await found.get_capabilities()
                self._notifier = found
            except _troubles() as trouble:
                self._is_missing = True
                _log.info("No notification service: %s", trouble)
        return self._notifier

    def _made(
        self, pop_up: PopUp, answered: Answered, taken: Callable[[], None]
    ) -> Notification:
        from desktop_notifier import Button, Capability, Notification, Sound

        choices = pop_up.choices if Capability.BUTTONS in self._can else ()
        buttons = tuple(
            Button(title, on_pressed=partial(answered, pop_up.key, choice), identifier=choice)
            for choice, title in choices
        )
        name = "message-new-instant" if sys.platform == "linux" else "default"
        return Notification(
            pop_up.title,
            _plain(pop_up.text),
            buttons=buttons,
            on_clicked=partial(answered, pop_up.key, ""),
            on_dispatched=taken,
            sound=Sound(name=name) if pop_up.rings else None,
            timeout=-1 if pop_up.for_s is None else pop_up.for_s,
        )


def _plain(text: str) -> str:
    """The text so that the service shows it as it is: on Linux it would read markup."""
    return html.escape(text, quote=False) if sys.platform == "linux" else text


def _troubles() -> tuple[type[Exception], ...]:
    """How a missing or broken service shows itself."""
    if sys.platform != "linux":
        return (OSError, RuntimeError)
    from dbus_fast.errors import DBusFastError

    return (OSError, EOFError, DBusFastError)
