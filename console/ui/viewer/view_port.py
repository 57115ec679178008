"""How a picture lies in its area: zoom, turn and pan, as plain numbers."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from PySide6.QtCore import QPointF, QRectF, QSizeF

_LARGEST = 8.0
_SMALLEST = 0.05
_SIDES_PX = 84  # a fitted picture keeps clear of the buttons beside it
_ENDS_PX = 40


@dataclass(frozen=True, slots=True)
class ViewPort:
    """A picture in an area.

    Attributes:
        zoom: 1.0 is one picture pixel for one pixel; 0 fits it into the area.
        turns: quarter turns clockwise.
        pan: how far its middle is from the middle of the area.
    """

    picture: QSizeF
    area: QSizeF
    zoom: float = 0.0
    turns: int = 0
    pan: QPointF = field(default_factory=QPointF)

    @property
    def scale(self) -> float:
        """The zoom it is shown with; fitting never enlarges."""
        return self.zoom or min(self._fit(), 1.0)

    @property
    def size(self) -> QSizeF:
        """The picture's size as shown, turned."""
        turned = self.picture.transposed() if self.turns % 2 else self.picture
        return turned * self.scale

    @property
    def rect(self) -> QRectF:
        """Where the picture lies in the area."""
        size = self.size
        x = (self.area.width() - size.width()) / 2 + self.pan.x()
        y = (self.area.height() - size.height()) / 2 + self.pan.y()
        return QRectF(QPointF(x, y), size)

    @property
    def percent(self) -> int:
        """The zoom in words of people."""
        return round(self.scale * 100)

    def fitted(self) -> ViewPort:
        """All of it, in the middle."""
        return replace(self, zoom=0.0, pan=QPointF(0, 0))

    def zoomed(self, factor: float, at: QPointF | None = None) -> ViewPort:
        """Larger or smaller; the point `at` of the area stays under the pointer."""
        wanted = min(max(self.scale * factor, min(_SMALLEST, self._fit())), _LARGEST)
        ratio = wanted / self.scale
        middle = QPointF(self.area.width() / 2, self.area.height() / 2)
        around = (at or middle) - middle
        pan = around - (around - self.pan) * ratio
        return _held(replace(self, zoom=wanted, pan=pan))

    def turned(self) -> ViewPort:
        """A quarter turn clockwise."""
        return _held(replace(self, turns=(self.turns + 1) % 4, pan=QPointF(0, 0)))

    def moved(self, by: QPointF) -> ViewPort:
        """Panned, as far as there is something to see."""
        return _held(replace(self, pan=self.pan + by))

    def resized(self, area: QSizeF) -> ViewPort:
        """In another area."""
        return _held(replace(self, area=area))

    def _fit(self) -> float:
        turned = self.picture.transposed() if self.turns % 2 else self.picture
        if turned.width() <= 0 or turned.height() <= 0:
            return 1.0
        room = QSizeF(
            max(self.area.width() - 2 * _SIDES_PX, 64),
            max(self.area.height() - 2 * _ENDS_PX, 64),
        )
        return min(room.width() / turned.width(), room.height() / turned.height())


def _held(port: ViewPort) -> ViewPort:
    """The pan cut to where an edge of the picture meets the edge of the area."""
    x = max((port.size.width() - port.area.width()) / 2, 0.0)
    y = max((port.size.height() - port.area.height()) / 2, 0.0)
    pan = QPointF(min(max(port.pan.x(), -x), x), min(max(port.pan.y(), -y), y))
    return replace(port, pan=pan)
