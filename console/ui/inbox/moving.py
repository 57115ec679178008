"""Repaints no more than what moved: pixels that only changed their place are pushed there."""

from __future__ import annotations

from collections.abc import Collection
from itertools import groupby

from PySide6.QtCore import QRect
from PySide6.QtGui import QRegion
from PySide6.QtWidgets import QWidget

from console.ui.inbox.geometry import Entry, Placed


class Moves:
    """What was in sight before rows moved, and where."""

    def __init__(self) -> None:
        self._before: dict[Entry, int] | None = None
        self._anchor: tuple[Entry, int] | None = None

    def remember(self, in_sight: list[Placed], scrolled_px: int) -> None:
        """Rows are about to move; what is on top stays there unless nothing is scrolled."""
        self._before = {placed.entry: placed.top_px for placed in in_sight}
        first = in_sight[0] if in_sight and scrolled_px else None
        self._anchor = (first.entry, first.top_px - scrolled_px) if first else None

    def forget(self) -> None:
        """What is in sight is something else altogether."""
        self._before = self._anchor = None

    def take_anchor(self) -> tuple[Entry, int] | None:
        """The entry that was on top, and how far from the edge; once."""
        anchor, self._anchor = self._anchor, None
        return anchor

    def show(
        self,
        viewport: QWidget,
        in_sight: list[Placed],
        scrolled_px: int,
        stale: Collection[Entry | None],
    ) -> None:
        """Bring the viewport up to date; `stale` entries look different than before.

        The viewport shows what was remembered, scrolled to `scrolled_px`.
        """
        before, self._before = self._before, None
        if before is None or not viewport.isVisible():
            viewport.update()
            return
        run, shift_px = _longest_run(in_sight, before)
        if run:
            after = _area(viewport, run, scrolled_px)
            pushed = after.united(after.translated(0, -shift_px)) & viewport.rect()
            viewport.scroll(0, shift_px, pushed)
        kept = {placed.entry for placed in run} - set(stale)
        dirty = QRegion()
        for placed in in_sight:
            stays = before.get(placed.entry) == placed.top_px and placed.entry not in stale
            if not stays and placed.entry not in kept:
                dirty += _area(viewport, [placed], scrolled_px)
        viewport.update(dirty + _below(viewport, in_sight, scrolled_px))


def _longest_run(in_sight: list[Placed], before: dict[Entry, int]) -> tuple[list[Placed], int]:
    """The most neighbours that moved together, and how far down; none if nothing moved."""

    def shift(placed: Placed) -> int | None:
        top = before.get(placed.entry)
        return None if top is None else placed.top_px - top

    runs = [(list(run), shift_px) for shift_px, run in groupby(in_sight, shift)]
    moved = [(run, shift_px) for run, shift_px in runs if shift_px]
    return max(moved, key=lambda found: len(found[0]), default=([], 0))


def _area(viewport: QWidget, entries: list[Placed], scrolled_px: int) -> QRect:
    top = entries[0].top_px - scrolled_px
    bottom = entries[-1].top_px + entries[-1].height_px - scrolled_px
    return QRect(0, top, viewport.width(), bottom - top)


def _below(viewport: QWidget, in_sight: list[Placed], scrolled_px: int) -> QRect:
    """The empty ground under the last entry."""
    last = in_sight[-1] if in_sight else None
    end = last.top_px + last.height_px - scrolled_px if last else 0
    return QRect(0, end, viewport.width(), max(viewport.height() - end, 0))
