"""Where the reader is: at the end, or at a row that must not move under the eyes."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QAbstractScrollArea

from console.ui.transcript.glide import Glide
from console.ui.transcript.surface import Placed, Surface

_NEAR_BOTTOM_PX = 4
Anchor = tuple[str, int]
"""A message and where its row begins in the viewport."""


class Place:
    """Moves the scroll bar of a view so that what is read stays.

    Attributes:
        at_end: the newest message is in sight and stays there.
        fitting: the scroll bar is being set from here.
    """

    def __init__(
        self, area: QAbstractScrollArea, surface: Surface, moved: Callable[[], None]
    ) -> None:
        self._area = area
        self._surface = surface
        self._moved = moved
        self._bar = area.verticalScrollBar()
        self._bar.setSingleStep(24)
        self.glide = Glide(self._bar)
        self.at_end = True
        self.fitting = False

    @property
    def page(self) -> int:
        """The height of the viewport."""
        return self._area.viewport().height()

    def rows(self) -> list[Placed]:
        """Rows in sight, from top to bottom."""
        return list(self._surface.in_sight(self._bar.value(), self.page))

    def anchor(self) -> Anchor | None:
        """A row that has to stay where it is; None if the end has to stay in sight.

        Not the very first one: it loses its divider when older rows come.
        """
        rows = [] if self.at_end else self.rows()
        whole = [row for row in rows if row.top_px >= 0 and row.index] or rows
        return (whole[0].message_id, whole[0].top_px) if whole else None

    def restore(self, anchor: Anchor | None) -> None:
        """Lay out again and put the anchor back."""
        index = self._surface.thread.index(anchor[0]) if anchor else None
        if anchor is None or index is None or self.at_end:
            self.refit()
            return
        before = self._bar.value()
        for _ in range(3):
            self.go(self._surface.top(index) - anchor[1])
            if self._surface.top(index) - self._bar.value() == anchor[1]:
                break
        self.glide.moved(self._bar.value() - before)

    def go(self, value: int) -> None:
        """Scroll to a place at once."""
        self._set(value)
        self.at_end = self._is_at_end()
        self.refit()

    def go_to_end(self) -> None:
        """Show the newest message, and stay there."""
        self.glide.stop()
        self.at_end = True
        self.refit()

    def center(self, index: int) -> None:
        """Show a row in the middle."""
        self.glide.stop()
        self.at_end = False
        self.go(self._surface.center(index, self.page))

    def reveal(self, index: int) -> None:
        """Scroll as little as needed to show a row whole."""
        top, height = self._surface.top(index), self._surface.height(index)
        if top < self._bar.value() or height > self.page:
            self.at_end = False
            self.go(top - 8)
        elif top + height > self._bar.value() + self.page:
            self.go(top + height + 8 - self.page)

    def refit(self) -> None:
        """Lay out what is in sight and keep it in place."""
        self._surface.width_px = self._area.viewport().width()
        self._set(self._surface.fit(self._bar.value(), self.page, self.at_end))
        self._area.viewport().update()
        self._moved()

    def scrolled(self) -> bool:
        """The scroll bar was moved; whether the pixels can just be moved along."""
        self.at_end = self._is_at_end()
        before, total = self._bar.value(), self._surface.total()
        value = self._surface.fit(before, self.page, self.at_end)
        if value == before and total == self._surface.total():
            self._moved()
            return True
        self.refit()
        self.glide.moved(value - before)
        return False

    def resized(self, old_height_px: int) -> None:
        """The lower edge is where people read: a growing composer pushes up."""
        if not self.at_end and old_height_px > 0:
            self.go(self._bar.value() + old_height_px - self.page)
        else:
            self.refit()

    def _set(self, value: int) -> None:
        self.fitting = True
        self._bar.setPageStep(self.page)
        self._bar.setRange(0, max(self._surface.total() - self.page, 0, value))
        self._bar.setValue(value)
        self.fitting = False

    def _is_at_end(self) -> bool:
        return self._bar.value() >= self._bar.maximum() - _NEAR_BOTTOM_PX
