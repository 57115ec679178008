"""Heights of all rows: estimated until seen, summed in blocks to find places fast."""

from __future__ import annotations

from array import array

_BLOCK = 512


class Heights:
    """Pixel heights by index. Rows not yet laid out count with an estimate."""

    def __init__(self, estimate_px: int) -> None:
        self._estimate = estimate_px
        self._rows = array("i")
        self._known = bytearray()
        self._blocks: list[int] = []

    def __len__(self) -> int:
        return len(self._rows)

    def total(self) -> int:
        """The height of everything."""
        return sum(self._blocks)

    def reset(self, count: int) -> None:
        """Start over with `count` rows, none of them seen."""
        self._rows = array("i", [self._estimate]) * count
        self._known = bytearray(count)
        self._sum()

    def insert(self, index: int, count: int = 1) -> None:
        """Make room for `count` rows not yet seen."""
        at_end = index == len(self._rows)
        self._rows[index:index] = array("i", [self._estimate]) * count
        self._known[index:index] = bytearray(count)
        if at_end and count == 1 and len(self._rows) % _BLOCK != 1:
            self._blocks[-1] += self._estimate
        else:
            self._sum()

    def remove(self, index: int) -> None:
        """Take one row out."""
        del self._rows[index]
        del self._known[index]
        self._sum()

    def known(self, index: int) -> bool:
        """Whether the height is measured and still holds."""
        return bool(self._known[index])

    def forget(self, index: int) -> None:
        """The row changed; its height counts on until measured again."""
        self._known[index] = 0

    def forget_all(self) -> None:
        """The width or the look changed."""
        self._known = bytearray(len(self._rows))

    def set(self, index: int, height_px: int) -> int:
        """Take a measured height in; by how much the row grew."""
        grown = height_px - self._rows[index]
        self._rows[index] = height_px
        self._known[index] = 1
        self._blocks[index // _BLOCK] += grown
        return grown

    def height(self, index: int) -> int:
        """The height of one row."""
        return self._rows[index]

    def top(self, index: int) -> int:
        """Where the row begins, counted from the first."""
        block = index // _BLOCK
        return sum(self._blocks[:block]) + sum(self._rows[block * _BLOCK : index])

    def at(self, y: int) -> tuple[int, int]:
        """The row at `y` and where it begins; the nearest one outside. Needs a row."""
        top, block = 0, 0
        while block < len(self._blocks) - 1 and top + self._blocks[block] <= y:
            top += self._blocks[block]
            block += 1
        index, last = block * _BLOCK, len(self._rows) - 1
        while index < last and top + self._rows[index] <= y:
            top += self._rows[index]
            index += 1
        return index, top

    def _sum(self) -> None:
        self._blocks = [
            sum(self._rows[start : start + _BLOCK])
            for start in range(0, len(self._rows), _BLOCK)
        ] or [0]
