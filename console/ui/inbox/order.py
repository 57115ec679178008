"""Which sessions the list shows, in which section and order: no Qt, no widgets."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from heapq import heappop, heappush

from console.desk.rows import InboxRow
from console.domain.care_window import SOON_BELOW, URGENT_BELOW
from console.domain.sessions import Section, SessionStatus, section_of

_NEVER = datetime.max.replace(tzinfo=UTC)
_LONG_AGO = datetime.min.replace(tzinfo=UTC)

Key = tuple[int, float, str]
"""Group, seconds, id: sorts a row within its section."""


class Chip(StrEnum):
    """The chips above the list."""

    ALL = "all"
    UNREAD = "unread"
    LAPSING = "lapsing"


class Scope(StrEnum):
    """Whose sessions are listed."""

    MINE = "mine"
    QUEUED = "queued"
    ALL = "all"


class Sort(StrEnum):
    """How rows are ordered within a section."""

    SECTION_RULE = "section_rule"
    TIME_LEFT = "time_left"


@dataclass(frozen=True, slots=True)
class InboxFilter:
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


@dataclass(frozen=True, slots=True)
class Counts:
    """The figures on the chips, for the scope and channel shown."""

    all: int
    unread: int
    lapsing: int


class InboxOrder:
    """Rows by section, kept sorted while they change and while time passes."""

    def __init__(self, now: datetime) -> None:
        self._now = now
        self.filter = InboxFilter()
        self.rows: dict[str, InboxRow] = {}
        self._places: dict[str, tuple[Section, Key]] = {}
        self._sections: dict[Section, list[Key]] = {section: [] for section in Section}
        self._waits: list[datetime] = []
        self._waits_by_id: dict[str, datetime] = {}
        self._due: list[tuple[datetime, str]] = []
        self._planned: dict[str, datetime] = {}
        self._lapsing: set[str] = set()
        self._unread: set[str] = set()
        self._scoped: set[str] = set()

    def set_rows(self, rows: Iterable[InboxRow], now: datetime) -> None:
        """Replace all rows."""
        self.rows = {row.session_id: row for row in rows}
        self._rebuild(now)

    def set_filter(self, wanted: InboxFilter, now: datetime) -> None:
        """Narrow and sort the list anew."""
        self.filter = wanted
        self._rebuild(now)

    def put(self, row: InboxRow, now: datetime) -> bool:
        """Add or replace a row; whether it appeared, moved or went away."""
        self._now = now
        self.rows[row.session_id] = row
        return self._place(row)

    def put_in_place(self, row: InboxRow) -> None:
        """Replace what a row shows and leave it where it is."""
        self.rows[row.session_id] = row

    def remove(self, session_id: str) -> bool:
        """Forget a row; whether it was listed."""
        self.rows.pop(session_id, None)
        self._planned.pop(session_id, None)
        self._forget_counts(session_id)
        return self._unlist(session_id)

    def advance(self, now: datetime) -> list[str]:
        """Ids whose section or group may change because time passed; place them with `put`."""
        self._now = now
        due: list[str] = []
        while self._due and self._due[0][0] <= now:
            moment, session_id = heappop(self._due)
            if self._planned.get(session_id) == moment and session_id in self.rows:
                del self._planned[session_id]
                due.append(session_id)
        return due

    def next_change(self) -> datetime | None:
        """When `advance` will name a row next."""
        return self._due[0][0] if self._due else None

    def section(self, section: Section) -> list[Key]:
        """The keys of a section in the order shown; read only. The id is a key's last part."""
        return self._sections[section]

    def place_of(self, session_id: str) -> tuple[Section, int] | None:
        """Section and index of a listed row."""
        place = self._places.get(session_id)
        if place is None:
            return None
        section, key = place
        return section, bisect_left(self._sections[section], key)

    def ids(self) -> Iterator[str]:
        """Ids of all listed rows in the order shown."""
        for section in Section:
            for key in self._sections[section]:
                yield key[2]

    def oldest_wait(self) -> datetime | None:
        """Since when the longest waiting customer listed under "Waiting for me" waits."""
        return self._waits[0] if self._waits else None

    def counts(self) -> Counts:
        """The figures for the chips."""
        return Counts(len(self._scoped), len(self._unread), len(self._lapsing))

    def __len__(self) -> int:
        """How many rows are listed."""
        return len(self._places)

    def _rebuild(self, now: datetime) -> None:
        self._now = now
        self._places.clear()
        self._waits_by_id.clear()
        for ids in (self._lapsing, self._unread, self._scoped):
            ids.clear()
        self._due = []
        self._planned.clear()
        needles = self._needles()
        for row in self.rows.values():
            self._plan(row)
            if self._count(row) and self._matches(row, needles):
                section = self._section_of(row)
                self._places[row.session_id] = (section, self._key(section, row))
                if section is Section.WAITING_FOR_ME and row.waiting_since is not None:
                    self._waits_by_id[row.session_id] = row.waiting_since
        self._waits = sorted(self._waits_by_id.values())
        for section in Section:
            self._sections[section] = []
        for section, key in self._places.values():
            self._sections[section].append(key)
        for keys in self._sections.values():
            keys.sort()

    def _place(self, row: InboxRow) -> bool:
        self._forget_counts(row.session_id)
        self._plan(row)
        if not (self._count(row) and self._matches(row, self._needles())):
            return self._unlist(row.session_id)
        section = self._section_of(row)
        key = self._key(section, row)
        self._note_wait(row, section)
        if self._places.get(row.session_id) == (section, key):
            return False
        self._unlist(row.session_id, keep_wait=True)
        self._places[row.session_id] = (section, key)
        insort(self._sections[section], key)
        return True

    def _unlist(self, session_id: str, *, keep_wait: bool = False) -> bool:
        place = self._places.pop(session_id, None)
        if not keep_wait:
            self._drop_wait(session_id)
        if place is None:
            return False
        section, key = place
        keys = self._sections[section]
        del keys[bisect_left(keys, key)]
        return True

    def _note_wait(self, row: InboxRow, section: Section) -> None:
        self._drop_wait(row.session_id)
        if section is Section.WAITING_FOR_ME and row.waiting_since is not None:
            self._waits_by_id[row.session_id] = row.waiting_since
            insort(self._waits, row.waiting_since)

    def _drop_wait(self, session_id: str) -> None:
        since = self._waits_by_id.pop(session_id, None)
        if since is not None:
            del self._waits[bisect_left(self._waits, since)]

    def _count(self, row: InboxRow) -> bool:
        """Count the row on the chips; whether scope and channel let it in."""
        wanted = self.filter
        if wanted.channel and row.channel_kind != wanted.channel:
            return False
        if not _in_scope(row, wanted.scope):
            return False
        self._scoped.add(row.session_id)
        if row.unread:
            self._unread.add(row.session_id)
        if self._is_lapsing(row):
            self._lapsing.add(row.session_id)
        return True

    def _forget_counts(self, session_id: str) -> None:
        for ids in (self._lapsing, self._unread, self._scoped):
            ids.discard(session_id)

    def _matches(self, row: InboxRow, needles: tuple[str, ...]) -> bool:
        chip = self.filter.chip
        if chip is Chip.UNREAD and not row.unread:
            return False
        if chip is Chip.LAPSING and row.session_id not in self._lapsing:
            return False
        return all(needle in row.found_by for needle in needles)

    def _needles(self) -> tuple[str, ...]:
        return tuple(self.filter.search.casefold().split())

    def _is_lapsing(self, row: InboxRow) -> bool:
        """Under six hours left and not quiet: nobody is owed an answer there."""
        if row.status is SessionStatus.INACTIVE or not row.has_window:
            return False
        left = (row.expires_at or _LONG_AGO) - self._now
        return timedelta(0) < left <= SOON_BELOW

    def _section_of(self, row: InboxRow) -> Section:
        window_open = not row.has_window or (row.expires_at or _LONG_AGO) > self._now
        return section_of(
            row.status, window_open=window_open, customer_waits=row.customer_waits
        )

    def _key(self, section: Section, row: InboxRow) -> Key:
        if self.filter.sort is Sort.TIME_LEFT:
            return 0, _seconds(row.expires_at if row.has_window else None), row.session_id
        if section is Section.WAITING_FOR_ME:
            if row.has_window and (row.expires_at or _NEVER) - self._now < URGENT_BELOW:
                return 0, _seconds(row.expires_at), row.session_id
            return 1, _seconds(row.waiting_since), row.session_id
        if section is Section.QUIET:
            return 0, _seconds(row.quiet_at), row.session_id
        return 0, -_seconds(row.at or _LONG_AGO), row.session_id

    def _plan(self, row: InboxRow) -> None:
        """Remember when time alone will move the row."""
        moment = self._moves_at(row)
        if moment is None:
            self._planned.pop(row.session_id, None)
        elif self._planned.get(row.session_id) != moment:
            self._planned[row.session_id] = moment
            heappush(self._due, (moment, row.session_id))

    def _moves_at(self, row: InboxRow) -> datetime | None:
        if not row.has_window or row.expires_at is None:
            return None
        for before in (SOON_BELOW, URGENT_BELOW, timedelta(0)):
            # under an hour means less than one: the moment after
            moment = row.expires_at - before + timedelta(microseconds=1)
            if moment > self._now:
                return moment
        return None


def _in_scope(row: InboxRow, scope: Scope) -> bool:
    if scope is Scope.MINE:
        return row.mine
    if scope is Scope.QUEUED:
        return row.status in {SessionStatus.WAITING, SessionStatus.NEW} and not row.mine
    return True


def _seconds(moment: datetime | None) -> float:
    return (moment or _NEVER).timestamp()
