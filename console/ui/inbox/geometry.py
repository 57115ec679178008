"""Where headers and rows of the list stand, by arithmetic: nothing is measured."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from console.domain.sessions import Section
from console.ui.inbox.order import Group, InboxOrder

BOTTOM_PX = 8
SENTENCE_PX = 34


class Entry(NamedTuple):
    """A header (no id) or a row of the list."""

    section: Group
    session_id: str = ""

    @property
    def is_header(self) -> bool:
        """Whether it is a section header."""
        return not self.session_id


class Placed(NamedTuple):
    """An entry with its vertical place in the content."""

    entry: Entry
    top_px: int
    height_px: int


class ListGeometry:
    """Content coordinates of the entries; under the header of an empty section is a sentence.

    Attributes:
        collapsed: the sections that the rep has collapsed.
    """

    def __init__(self, order: InboxOrder, row_px: int, header_px: int) -> None:
        self._order = order
        self.row_px = row_px
        self.header_px = header_px
        self.collapsed: set[Group] = set()
        # nobody looks out for these, so they say that they are empty only when asked
        self._folded_while_empty: set[Group] = {Section.QUIET, Section.LAPSED}

    def height(self) -> int:
        """Height of the whole content in pixels."""
        return sum(self._section_height(section) for section in self.sections()) + BOTTOM_PX

    def sections(self) -> list[Group]:
        """The sections that have a header, in the order shown."""
        return self._order.groups()

    def is_collapsed(self, section: Group) -> bool:
        """Whether only the header of the section shows."""
        if section in self.collapsed:
            return True
        return section in self._folded_while_empty and not self._order.section(section)

    def all_collapsed(self) -> frozenset[Group]:
        """The sections of which only the header shows."""
        return frozenset(each for each in self.sections() if self.is_collapsed(each))

    def toggle(self, section: Group) -> None:
        """Collapse or expand a section."""
        if self.is_collapsed(section):
            self.collapsed.discard(section)
            self._folded_while_empty.discard(section)
        else:
            self.collapsed.add(section)

    def place(self, entry: Entry) -> Placed | None:
        """Where the entry is; None if it isn't shown."""
        if entry.is_header:
            if entry.section not in self.sections():
                return None
            height = self._header_height(entry.section)
            return Placed(entry, self._top(entry.section), height)
        found = self._order.place_of(entry.session_id)
        if found is None or self.is_collapsed(found[0]):
            return None
        section, index = found
        top = self._top(section) + self.header_px + index * self.row_px
        return Placed(Entry(section, entry.session_id), top, self.row_px)

    def at(self, y: int) -> Placed | None:
        """The entry at a height of the content."""
        return next(self.between(y, y + 1), None)

    def between(self, top_px: int, bottom_px: int) -> Iterator[Placed]:
        """The entries that show between two heights, from top to bottom."""
        y = 0
        for section in self.sections():
            height = self._section_height(section)
            if y < bottom_px and y + height > top_px:
                yield from self._within(section, y, top_px, bottom_px)
            y += height

    def step(self, entry: Entry | None, count: int) -> Entry | None:
        """The entry `count` places further, stopping at both ends; None in an empty list."""
        total = sum(1 + self._shown(section) for section in self.sections())
        if total == 0:
            return None
        index = self._index(entry) if entry is not None else None
        if index is None:
            index = -1 if count > 0 else total
        return self._entry(min(max(index + count, 0), total - 1))

    def _within(self, section: Group, y: int, top_px: int, bottom_px: int) -> Iterator[Placed]:
        rows_top = y + self._header_height(section)
        if rows_top > top_px:
            yield Placed(Entry(section), y, rows_top - y)
        keys = self._order.section(section)
        first = max((top_px - rows_top) // self.row_px, 0)
        last = min(-((rows_top - bottom_px) // self.row_px), self._shown(section))
        for index in range(first, last):
            row_top = rows_top + index * self.row_px
            yield Placed(Entry(section, keys[index][2]), row_top, self.row_px)

    def _shown(self, section: Group) -> int:
        return 0 if self.is_collapsed(section) else len(self._order.section(section))

    def _header_height(self, section: Group) -> int:
        """With the sentence that stands for the rows, if there are none."""
        if self._order.section(section) or self.is_collapsed(section):
            return self.header_px
        return self.header_px + SENTENCE_PX

    def _section_height(self, section: Group) -> int:
        return self._header_height(section) + self._shown(section) * self.row_px

    def _top(self, wanted: Group) -> int:
        y = 0
        for section in self.sections():
            if section == wanted:
                return y
            y += self._section_height(section)
        return y

    def _index(self, entry: Entry) -> int | None:
        """Place of the entry when headers and rows are counted through."""
        index = 0
        found = None if entry.is_header else self._order.place_of(entry.session_id)
        wanted = found[0] if found else entry.section
        for section in self.sections():
            if section == wanted:
                inside = found is not None and not self.is_collapsed(section)
                return index + (1 + found[1] if inside and found else 0)
            index += 1 + self._shown(section)
        return None

    def _entry(self, index: int) -> Entry | None:
        for section in self.sections():
            if index == 0:
                return Entry(section)
            if index <= self._shown(section):
                return Entry(section, self._order.section(section)[index - 1][2])
            index -= 1 + self._shown(section)
        return None
