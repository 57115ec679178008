"""What a tab shows of its session, and where: pure values and rectangles."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QRectF

from console.desk.inbox_row import InboxRow
from console.domain.care_window import (
    Stage,
    countdown_text,
    spoken_countdown,
    stage_of,
    time_left,
)
from console.domain.ids import SessionId
from console.domain.texts import _

TAB_W = 206
TAB_MIN_W = 96
TAB_H = 34
_GAP = 7
_CLOSE = 20
_DOT = 7
_MARK = 14
_LOCK = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class TabFace:
    """One tab in words and times."""

    session_id: SessionId
    name: str
    channel_kind: str
    read_only: bool
    has_window: bool
    expires_at: datetime | None
    unread: bool

    def stage(self, now: datetime) -> Stage | None:
        """How pressing its window is; None for a channel without one."""
        return stage_of(time_left(self.expires_at, now)) if self.has_window else None

    def countdown(self, now: datetime) -> str:
        """The countdown's text; empty where a lock or nothing is drawn."""
        stage = self.stage(now)
        if stage is None or stage is Stage.LAPSED:
            return ""
        return countdown_text(time_left(self.expires_at, now))

    def spoken(self, now: datetime) -> str:
        """The tab for a screen reader."""
        parts = [self.name]
        if self.read_only:
            parts.append(_("read-only"))
        if self.has_window:
            parts.append(spoken_countdown(time_left(self.expires_at, now)))
        if self.unread:
            parts.append(_("unread"))
        return ", ".join(parts)


def face_of(row: InboxRow) -> TabFace:
    """The tab of an inbox row."""
    return TabFace(
        session_id=row.session_id,
        name=row.name,
        channel_kind=row.channel_kind,
        read_only=not row.here,
        has_window=row.has_window,
        expires_at=row.expires_at,
        unread=row.unread > 0,
    )


@dataclass(frozen=True, slots=True)
class TabLayout:
    """Where the parts of a tab are; a part that isn't shown has no width."""

    mark: QRectF
    name: QRectF
    countdown: QRectF
    dot: QRectF
    close: QRectF


def lay_out_tab(
    tab: QRectF, *, countdown_w: float, lapsed: bool, unread: bool, closable: bool
) -> TabLayout:
    """The parts from left to right; the name takes what the others leave."""
    middle = tab.y() + tab.height() / 2
    right = tab.right() - 8

    def part(width: float, height: float, *, shown: bool, nudge: float = 0) -> QRectF:
        nonlocal right
        if not shown:
            return QRectF(right, middle, 0, 0)
        right -= width
        box = QRectF(right + nudge, middle - height / 2, width, height)
        right -= _GAP
        return box

    close = part(_CLOSE, _CLOSE, shown=closable, nudge=4)
    if closable:
        right += 4
    dot = part(_DOT, _DOT, shown=unread)
    width = _LOCK if lapsed else countdown_w
    countdown = part(width, tab.height(), shown=width > 0)
    mark = QRectF(tab.x() + 10, middle - _MARK / 2, _MARK, _MARK)
    name_x = mark.right() + _GAP
    name = QRectF(name_x, tab.y(), max(right + 4 - name_x, 0), tab.height())
    return TabLayout(mark, name, countdown, dot, close)


def tabs_that_fit(count: int, current: int, width: int) -> list[int]:
    """Which tabs are shown in a strip of `width` pixels: as many as fit, with the current."""
    fitting = max(width // TAB_MIN_W, 1)
    if count <= fitting:
        return list(range(count))
    shown = list(range(fitting))
    if current >= fitting:
        shown[-1] = current
    return shown
