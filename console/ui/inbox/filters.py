"""What the list can be narrowed to, and the figures on the chips: no Qt."""

from __future__ import annotations

from collections.abc import Iterable, Set
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from console.desk.inbox_row import InboxRow
from console.domain.care_window import SOON_BELOW
from console.domain.sessions import SessionStatus


class Chip(StrEnum):
    """The chips above the list."""

    ALL = "all"
    UNREAD = "unread"
    MINE = "mine"
    LAPSING = "lapsing"


class Scope(StrEnum):
    """Whose sessions are listed."""

    MINE = "mine"
    QUEUED = "queued"
    ALL = "all"


class Grouping(StrEnum):
    """What the headings of the list stand for."""

    SECTIONS = "sections"  # a rep's own work
    QUEUES = "queues"  # everybody's


class Sort(StrEnum):
    """How rows are ordered within a section."""

    SECTION_RULE = "section_rule"
    TIME_LEFT = "time_left"


class InboxFilter(NamedTuple):
    """What the list is narrowed to.

    Attributes:
        channel: a channel kind such as "whatsapp"; empty for all.
        search: words that must all occur in name, number, preview or queue.
    """

    chip: Chip = Chip.ALL
    channel: str = ""
    search: str = ""
    scope: Scope = Scope.ALL
    sort: Sort = Sort.SECTION_RULE
    grouping: Grouping = Grouping.SECTIONS

    @property
    def narrows(self) -> bool:
        """Whether it may leave anything out."""
        everything = self.chip is Chip.ALL and self.scope is Scope.ALL
        return bool(self.channel or self.search) or not everything


_IN_COUNTS = (Chip.ALL, Chip.UNREAD, Chip.LAPSING, Chip.MINE)


class Counts(NamedTuple):
    """The figures on the chips, for the scope and channel shown."""

    all: int
    unread: int
    lapsing: int
    mine: int = 0


class ChipFigures:
    """Which rows of the scope and channel shown belong to each chip."""

    def __init__(self) -> None:
        self._ids: dict[Chip, set[str]] = {chip: set() for chip in Chip}

    def count_all(self, rows: Iterable[InboxRow], wanted: InboxFilter, now: datetime) -> None:
        """Count these rows and forget all others."""
        inside = [row for row in rows if _is_inside(row, wanted)]
        self._ids = {
            Chip.ALL: {row.session_id for row in inside},
            Chip.MINE: {row.session_id for row in inside if row.mine},
            Chip.UNREAD: {row.session_id for row in inside if row.unread},
            Chip.LAPSING: {row.session_id for row in inside if _is_lapsing(row, now)},
        }

    def count(self, row: InboxRow, wanted: InboxFilter, now: datetime) -> bool:
        """Count the row anew; whether scope and channel let it in."""
        self.forget(row.session_id)
        if not _is_inside(row, wanted):
            return False
        self._ids[Chip.ALL].add(row.session_id)
        if row.mine:
            self._ids[Chip.MINE].add(row.session_id)
        if row.unread:
            self._ids[Chip.UNREAD].add(row.session_id)
        if _is_lapsing(row, now):
            self._ids[Chip.LAPSING].add(row.session_id)
        return True

    def forget(self, session_id: str) -> None:
        """Count the row no more."""
        for ids in self._ids.values():
            ids.discard(session_id)

    def of(self, chip: Chip) -> Set[str]:
        """The ids behind a chip."""
        return self._ids[chip]

    def counts(self) -> Counts:
        """The figures."""
        figures = (len(self._ids[chip]) for chip in _IN_COUNTS)
        return Counts(*figures)


def _is_inside(row: InboxRow, wanted: InboxFilter) -> bool:
    if wanted.channel and row.channel_kind != wanted.channel:
        return False
    return wanted.scope is Scope.ALL or _in_scope(row, wanted.scope)


def _in_scope(row: InboxRow, scope: Scope) -> bool:
    if scope is Scope.MINE:
        return row.mine
    if scope is Scope.QUEUED:
        return row.status is SessionStatus.WAITING and not row.mine
    return True


def _is_lapsing(row: InboxRow, now: datetime) -> bool:
    """Under six hours left and not quiet: nobody is owed an answer there."""
    if row.status is SessionStatus.INACTIVE or not row.has_window or row.expires_at is None:
        return False
    return now < row.expires_at <= now + SOON_BELOW
