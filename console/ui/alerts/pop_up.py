"""Pop-ups of the desktop: what one says, and who can show it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class PopUp:
    """Plain text, as short as it can be read at a glance.

    Attributes:
        key: what it is about; at most one of it is on show.
        choices: what can be answered, and the words of its button.
        rings: with the system's sound for something new.
        for_s: how long it makes sense; None as long as it isn't taken back.
    """

    key: str
    title: str
    text: str
    choices: tuple[tuple[str, str], ...] = ()
    rings: bool = False
    for_s: int | None = None


#: Told of a key and a choice; of an empty choice when the pop-up itself was clicked.
Answered = Callable[[str, str], None]


class PopUps(Protocol):
    """A service that shows them."""

    async def show(self, pop_up: PopUp, answered: Answered) -> bool:
        """Whether it is on show, instead of the one of the same key."""

    async def take_back(self, key: str) -> None:
        """It isn't on show any more, if it was."""
