"""What the mouse is over and what it holds down."""

from __future__ import annotations

from console.ui.inbox.geometry import Entry


class Pointer:
    """The hovered and the pressed entry of the list."""

    def __init__(self) -> None:
        self.hovered: Entry | None = None
        self.pressed: Entry | None = None

    def hover(self, entry: Entry | None) -> Entry | None:
        """Note the entry under the pointer; the one before."""
        before, self.hovered = self.hovered, entry
        return before

    def press(self, entry: Entry | None) -> None:
        """Note what the button went down on."""
        self.pressed = entry

    def release(self) -> Entry | None:
        """What the button went down on; it is up now."""
        pressed, self.pressed = self.pressed, None
        return pressed
