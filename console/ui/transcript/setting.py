"""What a row's layout depends on besides the row."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from console.ui.theme.theme import Theme

SIDE_PX = 20
_WIDE_PX = 900
_COLUMN_PX = 880


@dataclass(frozen=True, slots=True)
class Setting:
    """The width of the view, the look, the time and whom it is about."""

    width_px: int
    theme: Theme
    now: datetime
    customer: str

    @property
    def left(self) -> float:
        """Left edge of the column; a very wide view keeps it in the middle."""
        spare = self.width_px - _COLUMN_PX if self.width_px > _WIDE_PX else 0
        return spare // 2 + SIDE_PX

    @property
    def right(self) -> float:
        """Right edge of the column."""
        return self.width_px - self.left

    @property
    def bubble_max(self) -> float:
        """The widest a bubble may be."""
        share = self.theme.number("layout.bubbleMaxShare") * (self.right - self.left)
        return max(min(self.theme.number("layout.bubbleMax"), share), 160)
