"""The strip of all rows: what is laid out, how high it is, and what is in sight."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from console.desk.rows import FileProgress, TranscriptRow
from console.domain.directions import MediaKind
from console.domain.ids import MediaId
from console.domain.messages import Interactive, Media, TemplateMessage
from console.ui.theme.theme import current_theme
from console.ui.transcript.entries import Entry, entry_at
from console.ui.transcript.heights import Heights
from console.ui.transcript.layout import lay_out
from console.ui.transcript.pieces import Layout
from console.ui.transcript.setting import Setting
from console.ui.transcript.sounds import Sounds
from console.ui.transcript.thread import ThreadRows

_ESTIMATE_PX = 44
_KEPT_LAYOUTS = 400
_TOP_PX = 12
EARLIER_PX = 44
_BOTTOM_PX = 8


class FileSource(Protocol):
    """Who knows how files move on and where previews are; the desk does."""

    def file(self, media_id: MediaId) -> FileProgress:
        """How far a file is."""
        ...

    def picture(self, media_id: MediaId) -> str:
        """The path of a preview; empty while it is being fetched."""
        ...

    def opened(self, path: str) -> bytes:
        """What the file of a preview holds, or OSError; called on other threads."""
        ...


@dataclass(frozen=True, slots=True)
class Placed:
    """A row in sight; `top_px` is counted from the top of the viewport."""

    index: int
    message_id: str
    top_px: int
    layout: Layout


class Surface:
    """Rows with their heights and layouts. Places are pixels from the top of the strip."""

    def __init__(self, now: Callable[[], datetime], files: FileSource | None) -> None:
        self.thread = ThreadRows()
        self.customer = ""
        self.own_id = ""
        self.earlier = False
        self.width_px = 600
        self._now = now
        self._files = files
        self.sounds: Sounds | None = None  # where the machine can't play
        self._heights = Heights(_ESTIMATE_PX)
        self._layouts: OrderedDict[str, Layout] = OrderedDict()

    def reset(self, rows: Sequence[TranscriptRow]) -> None:
        """Show these rows instead of all others."""
        self.thread.reset(rows)
        self._heights.reset(len(rows))
        self._layouts.clear()

    def prepend(self, rows: Sequence[TranscriptRow]) -> None:
        """Put older rows on top."""
        count = self.thread.prepend(rows)
        if count:
            self._heights.insert(0, count)
            self.forget(count)

    def put(self, row: TranscriptRow) -> tuple[int, bool]:
        """Take a new or changed row; its index, and whether it is new."""
        index = self.thread.replace(row)
        if index is not None:
            self._forget_around(index)
            return index, False
        known = self.remove(row.message.message_id)
        index = self.thread.insert(row)
        self._heights.insert(index)
        self._forget_around(index)
        return index, not known

    def remove(self, message_id: str) -> bool:
        """Take a row out; whether it was here."""
        index = self.thread.remove(message_id)
        if index is None:
            return False
        self._heights.remove(index)
        self._layouts.pop(message_id, None)
        self._forget_around(index)
        return True

    def forget(self, index: int) -> None:
        """Lay the row out again when it is next in sight."""
        if 0 <= index < len(self.thread):
            self._heights.forget(index)
            self._layouts.pop(self.id_at(index), None)

    def forget_all(self) -> None:
        """The width, the look or the day changed."""
        self._heights.forget_all()
        self._layouts.clear()

    def entry(self, index: int) -> Entry:
        """The row among its neighbours, with its file as it is now."""
        today = self._now().astimezone().date()
        entry = self._with_sound(entry_at(self.thread.rows, index, today, self.own_id))
        if self._files is None:
            return entry
        quote = entry.row.message.quote
        thumb = self._files.picture(MediaId(quote.media_id)) if quote and quote.media_id else ""
        return replace(entry, row=self._with_file(entry.row), quoted_picture=thumb)

    def layout(self, index: int) -> Layout:
        """The rectangles of a row."""
        key = self.id_at(index)
        found = self._layouts.get(key)
        if found is not None:
            return found
        setting = Setting(self.width_px, current_theme(), self._now(), self.customer)
        made = self._layouts[key] = lay_out(self.entry(index), setting)
        if self._heights.known(index) and self._heights.height(index) != made.height_px:
            self._heights.forget(index)  # its file moved on while it was out of sight
        if len(self._layouts) > _KEPT_LAYOUTS:
            self._layouts.popitem(last=False)
        return made

    def id_at(self, index: int) -> str:
        """The message at an index."""
        return self.thread.rows[index].message.message_id

    def total(self) -> int:
        """The height of the whole strip with its margins."""
        return self._head() + self._heights.total() + _BOTTOM_PX

    def top(self, index: int) -> int:
        """Where a row begins."""
        return self._head() + self._heights.top(index)

    def height(self, index: int) -> int:
        """How high a row is."""
        return self._heights.height(index)

    def fit(self, scroll: int, page: int, stick: bool) -> int:
        """Lay out what is in sight; the scroll place that keeps it where it is."""
        if not len(self.thread):
            return 0
        if stick:
            self._measure_up(len(self.thread) - 1, page)
            return max(self.total() - page, 0)
        for _ in range(4):
            scroll = self._measure_down(scroll, page)
            limit = max(self.total() - page, 0)
            if 0 <= scroll <= limit:
                break
            scroll = min(max(scroll, 0), limit)
        return scroll

    def center(self, index: int, page: int) -> int:
        """The scroll place that shows a row in the middle."""
        self._measure_up(index, page)
        middle = self.top(index) + self.height(index) // 2
        return self.fit(max(middle - page // 2, 0), page, stick=False)

    def in_sight(self, scroll: int, page: int) -> Iterator[Placed]:
        """Rows between the top and the bottom of the viewport, from top to bottom."""
        if not len(self.thread):
            return
        shift = self.shift(page)
        index, top = self._heights.at(scroll - self._head())
        y = top + self._head() - scroll + shift
        while index < len(self.thread) and y < page:
            yield Placed(index, self.id_at(index), y, self.layout(index))
            y += self._heights.height(index)
            index += 1

    def shift(self, page: int) -> int:
        """How far a short conversation is moved down to stand at the bottom."""
        return max(page - self.total(), 0)

    def forget_media(self, media_ids: Iterable[str]) -> None:
        """These files moved on: lay out again what shows them."""
        wanted = set(media_ids)
        # only rows that were laid out: all others take the file as it is then
        for message_id in list(self._layouts):
            index = self.thread.index(message_id)
            if index is not None and wanted & media_of(self.thread.rows[index]):
                self.forget(index)

    def _head(self) -> int:
        return EARLIER_PX if self.earlier else _TOP_PX

    def _measure_up(self, index: int, page: int) -> None:
        room = page
        while index >= 0 and room > 0:
            self._measure(index)
            room -= self._heights.height(index)
            index -= 1

    def _measure_down(self, scroll: int, page: int) -> int:
        index, top = self._heights.at(scroll - self._head())
        y = top + self._head()
        while index < len(self.thread) and y < scroll + page:
            grown = self._measure(index)
            if y < scroll:
                scroll += grown  # it begins above: what is below it stays in place
            y += self._heights.height(index)
            index += 1
        return scroll

    def _measure(self, index: int) -> int:
        if self._heights.known(index):
            return 0
        return self._heights.set(index, self.layout(index).height_px)

    def _forget_around(self, index: int) -> None:
        for each in (index - 1, index, index + 1):
            self.forget(each)

    def _with_sound(self, entry: Entry) -> Entry:
        body = entry.row.message.body
        if self.sounds is None or not isinstance(body, Media):
            return entry
        return replace(entry, can_play=True, heard=self.sounds.heard(body.media_id))

    def _with_file(self, row: TranscriptRow) -> TranscriptRow:
        body = row.message.body
        if self._files is not None and isinstance(body, TemplateMessage | Interactive):
            heading = body.header_media_id if body.header_media is MediaKind.IMAGE else None
            path = row.picture_path or (self._files.picture(heading) if heading else "")
            return replace(row, picture_path=path, card_paths=self._card_paths(row))
        if self._files is None or not isinstance(body, Media) or not body.media_id:
            return row
        shown = body.media in (MediaKind.IMAGE, MediaKind.STICKER) and not body.unshown
        path = row.picture_path
        if shown and not path:
            path = self._files.picture(body.media_id)
        return replace(row, file=self._files.file(body.media_id), picture_path=path)

    def _card_paths(self, row: TranscriptRow) -> tuple[str, ...]:
        body = row.message.body
        if row.card_paths or self._files is None or not isinstance(body, TemplateMessage):
            return row.card_paths
        pictures = [
            card.media_id if card.media is MediaKind.IMAGE else None for card in body.cards
        ]
        return tuple(self._files.picture(one) if one else "" for one in pictures)


def media_of(row: TranscriptRow) -> set[str]:
    """The files a row shows: its own, and the one of the message it answers."""
    message = row.message
    own = message.body.media_id if isinstance(message.body, Media) else ""
    if isinstance(message.body, TemplateMessage | Interactive):
        own = message.body.header_media_id or MediaId("")
    cards = message.body.cards if isinstance(message.body, TemplateMessage) else ()
    quoted = message.quote.media_id if message.quote is not None else ""
    return {own, quoted, *(card.media_id or "" for card in cards)} - {""}
