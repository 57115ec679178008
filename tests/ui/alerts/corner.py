"""A stand-in for the desktop's notification service."""

from __future__ import annotations

from console.ui.alerts.pop_up import Answered, PopUp


class Corner:
    """A desktop's corner with the pop-ups that are on show."""

    def __init__(self) -> None:
        self.shown: dict[str, PopUp] = {}
        self.count = 0
        self._answered: dict[str, Answered] = {}

    async def show(self, pop_up: PopUp, answered: Answered) -> bool:
        self.shown[pop_up.key] = pop_up
        self._answered[pop_up.key] = answered
        self.count += 1
        return True

    async def take_back(self, key: str) -> None:
        self.shown.pop(key, None)

    def click(self, choice: str = "") -> None:
        """Answer the one that is on show."""
        (key,) = self.shown
        del self.shown[key]
        self._answered[key](key, choice)
