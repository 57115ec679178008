"""Which sessions the list shows, in which section and order: no Qt, no widgets."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator, Set
from datetime import UTC, datetime, timedelta
from heapq import heapify, heappop, heappush
from typing import TypeVar

from console.desk.inbox_row import InboxRow
from console.domain.care_window import SOON_BELOW, URGENT_BELOW
from console.domain.sessions import Section, section_of
from console.domain.texts import N_
from console.ui.inbox.filters import Chip, ChipFigures, Counts, Grouping, InboxFilter, Sort

_NEVER = datetime.max.replace(tzinfo=UTC)
_LONG_AGO = datetime.min.replace(tzinfo=UTC)
_NOTHING = timedelta(0)
_INSTANT = timedelta(microseconds=1)

NO_QUEUE = N_("In no queue")
_RANKS = {section: rank for rank, section in enumerate(Section)}

Group = str
"""What a heading stands for: a `Section`, or a queue's name."""

Key = tuple[int, float, str]
"""Group, seconds, id: sorts a row within its section."""


class InboxOrder:
    """Rows by section, kept sorted while they change and while time passes.

    All rows are placed; a filter only picks from the sorted sections, so typing a
    search never sorts anything.
    """

    def __init__(self, now: datetime) -> None:
        self._now = now
        self.filter = InboxFilter()
        self.rows: dict[str, InboxRow] = {}
        self._places: dict[str, tuple[Group, Key]] = {}
        self._all: dict[Group, list[Key]] = {}
        self._listed: dict[Group, list[Key]] = {}
        self._listed_ids: set[str] = set()
        self._waits: list[tuple[datetime, str]] = []
        self._waiting_since: dict[str, datetime] = {}
        self._due: list[tuple[datetime, str]] = []
        self._planned: dict[str, datetime] = {}
        self._figures = ChipFigures()
        self._told = False

    def set_rows(self, rows: Iterable[InboxRow], now: datetime) -> None:
        """Replace all rows."""
        self.rows = {row.session_id: row for row in rows}
        self._now = now
        self._told = True
        self._place_all()
        self._recount()
        self._list_all()

    def set_filter(self, wanted: InboxFilter, now: datetime) -> None:
        """Narrow and sort the list anew."""
        before, self.filter = self.filter, wanted
        self._now = now
        if (wanted.sort, wanted.grouping) != (before.sort, before.grouping):
            self._place_all()
        if (wanted.scope, wanted.channel) != (before.scope, before.channel):
            self._recount()
        self._list_all()

    def put(self, row: InboxRow, now: datetime) -> bool:
        """Add or replace a row; whether it appeared, moved or went away."""
        self._now = now
        session_id = row.session_id
        self.rows[session_id] = row
        self._plan(row)
        section, key = place = self._place_for(row)
        before = self._places.get(session_id)
        was_listed = session_id in self._listed_ids
        lists = self._figures.count(row, self.filter, now) and self._matches(row)
        if place == before and lists == was_listed:
            self._note_wait(row, section, listed=lists)
            return False
        self._take_out(session_id)
        self._places[session_id] = place
        insort(self._all.setdefault(section, []), key)
        if lists:
            self._listed_ids.add(session_id)
            insort(self._listed.setdefault(section, []), key)
        self._note_wait(row, section, listed=lists)
        return lists or was_listed

    def put_in_place(self, row: InboxRow) -> None:
        """Replace what a row shows and leave it where it is."""
        self.rows[row.session_id] = row
        place = self._places[row.session_id]
        self._note_wait(row, place[0], listed=row.session_id in self._listed_ids)

    def remove(self, session_id: str) -> bool:
        """Forget a row; whether it was listed."""
        was_listed = session_id in self._listed_ids
        self._drop_wait(session_id)
        self._take_out(session_id)
        self.rows.pop(session_id, None)
        self._planned.pop(session_id, None)
        self._figures.forget(session_id)
        return was_listed

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

    def groups(self) -> list[Group]:
        """The groups that have rows, in the order shown.

        A rep's own inbox, once it is known and nothing narrows it, shows all its sections.
        """
        if self.filter.grouping is Grouping.QUEUES:
            return sorted((g for g, keys in self._listed.items() if keys), key=str.casefold)
        whole = self._told and not self.filter.narrows
        return [section for section in Section if whole or self._listed.get(section)]

    def section(self, section: Group) -> list[Key]:
        """The keys of a group in the order shown; read only. The id is a key's last part."""
        return self._listed.get(section, [])

    def lapsing(self, section: Group) -> int:
        """How many rows of a group are lapsing."""
        lapsing = self._figures.of(Chip.LAPSING)
        places = (self._places.get(each) for each in lapsing if each in self._listed_ids)
        return sum(place is not None and place[0] == section for place in places)

    def place_of(self, session_id: str) -> tuple[Group, int] | None:
        """Section and index of a listed row."""
        if session_id not in self._listed_ids:
            return None
        section, key = self._places[session_id]
        return section, bisect_left(self._listed[section], key)

    def ids(self) -> Iterator[str]:
        """Ids of all listed rows in the order shown."""
        for section in self.groups():
            for key in self.section(section):
                yield key[2]

    def oldest_wait(self) -> datetime | None:
        """Since when the longest waiting customer listed under "Waiting for me" waits."""
        return self._waits[0][0] if self._waits else None

    def counts(self) -> Counts:
        """The figures for the chips."""
        return self._figures.counts()

    def __len__(self) -> int:
        """How many rows are listed."""
        return len(self._listed_ids)

    def _place_all(self) -> None:
        self._places = {ref: self._place_for(row) for ref, row in self.rows.items()}
        self._all = {}
        for section, key in self._places.values():
            keys = self._all.get(section)
            if keys is None:
                keys = self._all[section] = []
            keys.append(key)
        for keys in self._all.values():
            keys.sort()
        moments = ((ref, self._moves_at(row)) for ref, row in self.rows.items())
        self._planned = {ref: moment for ref, moment in moments if moment is not None}
        self._due = [(moment, ref) for ref, moment in self._planned.items()]
        heapify(self._due)

    def _recount(self) -> None:
        self._figures.count_all(self.rows.values(), self.filter, self._now)

    def _list_all(self) -> None:
        rows, wanted = self.rows, self._wanted_ids()
        if len(wanted) == len(rows):
            self._listed = {section: keys.copy() for section, keys in self._all.items()}
            self._listed_ids = set(rows)
        else:
            self._listed = {
                section: [key for key in keys if key[2] in wanted]
                for section, keys in self._all.items()
            }
            self._listed_ids = {key[2] for keys in self._listed.values() for key in keys}
        waiting = (rows[key[2]] for key in self.section(Section.WAITING_FOR_ME))
        self._waits = sorted(
            (row.waiting_since, row.session_id) for row in waiting if row.waiting_since
        )
        self._waiting_since = {session_id: since for since, session_id in self._waits}

    def _wanted_ids(self) -> Set[str]:
        """Ids that the filter lets in."""
        allowed, needles = self._figures.of(self.filter.chip), self._needles()
        if not needles:
            return allowed
        # as the rows came, not as they are sorted: memory is read from one end to the other
        found = [row for row in self.rows.values() if needles[0] in row.found_by]
        for needle in needles[1:]:
            found = [row for row in found if needle in row.found_by]
        return {row.session_id for row in found if row.session_id in allowed}

    def _take_out(self, session_id: str) -> None:
        place = self._places.pop(session_id, None)
        if place is None:
            return
        section, key = place
        _discard(self._all[section], key)
        if session_id in self._listed_ids:
            self._listed_ids.remove(session_id)
            _discard(self._listed[section], key)

    def _note_wait(self, row: InboxRow, section: Group, *, listed: bool) -> None:
        self._drop_wait(row.session_id)
        if listed and section == Section.WAITING_FOR_ME and row.waiting_since is not None:
            self._waiting_since[row.session_id] = row.waiting_since
            insort(self._waits, (row.waiting_since, row.session_id))

    def _drop_wait(self, session_id: str) -> None:
        since = self._waiting_since.pop(session_id, None)
        if since is not None:
            _discard(self._waits, (since, session_id))

    def _matches(self, row: InboxRow) -> bool:
        if row.session_id not in self._figures.of(self.filter.chip):
            return False
        return all(needle in row.found_by for needle in self._needles())

    def _needles(self) -> tuple[str, ...]:
        return tuple(self.filter.search.casefold().split())

    def _place_for(self, row: InboxRow) -> tuple[Group, Key]:
        section = self._section_of(row)
        key = self._key(section, row)
        if self.filter.grouping is Grouping.SECTIONS:
            return section, key
        # within a queue what waits comes first, as in the sections
        rank = 0 if self.filter.sort is Sort.TIME_LEFT else 2 * _RANKS[section]
        return row.queue or NO_QUEUE, (rank + key[0], key[1], key[2])

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
        left = row.expires_at - self._now
        if left > SOON_BELOW:
            return row.expires_at - SOON_BELOW
        if left >= URGENT_BELOW:
            # urgent means less than that: the moment after
            return row.expires_at - URGENT_BELOW + _INSTANT
        return row.expires_at if left > _NOTHING else None


_T = TypeVar("_T", Key, tuple[datetime, str])


def _discard(keys: list[_T], key: _T) -> None:
    place = bisect_left(keys, key)
    if place < len(keys) and keys[place] == key:
        del keys[place]


def _seconds(moment: datetime | None) -> float:
    return (moment or _NEVER).timestamp()
