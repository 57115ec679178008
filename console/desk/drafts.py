"""Unsent writing: in memory at once, on disk a moment later."""

import asyncio
import logging
from dataclasses import replace
from datetime import datetime
from sqlite3 import Error as SQLiteError

from console.desk.clock import DeskClock
from console.desk.rows import Draft
from console.desk.store import Store, is_empty
from console.domain.ids import SessionId

_log = logging.getLogger(__name__)
WRITE_AFTER_S = 0.3
TRY_AGAIN_AFTER_S = 5.0
NOTHING = Draft()


class Drafts:
    """The drafts of one person on one hub."""

    def __init__(self, store: Store, clock: DeskClock) -> None:
        self._store = store
        self._clock = clock
        self._drafts = store.drafts()
        self._came_back: dict[SessionId, str] = {}
        self._unwritten: set[SessionId] = set()
        self._typed = asyncio.Event()

    def of(self, session_id: SessionId) -> Draft:
        """The draft of a session; an empty one if there is none."""
        return self._drafts.get(session_id, NOTHING)

    def has(self, session_id: SessionId) -> bool:
        """Whether unsent writing waits in the session."""
        return session_id in self._drafts

    def files(self) -> set[str]:
        """The paths of all files that wait in drafts."""
        return {path for draft in self._drafts.values() for path in draft.files}

    def parked(self) -> frozenset[SessionId]:
        """Sessions whose draft is to be sent when the customer replies."""
        found = (ref for ref, draft in self._drafts.items() if draft.send_when_they_reply)
        return frozenset(found)

    def save(self, session_id: SessionId, draft: Draft, now: datetime) -> None:
        """The draft is this from now on."""
        self._put(session_id, replace(draft, saved_at=now))
        self._unwritten.add(session_id)
        self._typed.set()

    def forget(self, session_id: SessionId) -> None:
        """The draft is gone here; the caller takes it off the disk next."""
        self._drafts.pop(session_id, None)
        self._came_back.pop(session_id, None)
        self._unwritten.discard(session_id)

    def returned(
        self, session_id: SessionId, texts: list[str], files: list[str], now: datetime
    ) -> Draft:
        """The draft after messages came back: theirs first, one per line, then what was there.

        What comes back later stands behind what came back before. The caller writes the
        draft, then calls `keep`.
        """
        draft = self.of(session_id)
        before = self._came_back.get(session_id, "")
        if not draft.text.startswith(before):
            before = ""  # the rep has rewritten it
        own = draft.text[len(before) :].removeprefix("\n")
        back = "\n".join(text for text in (before, *texts) if text.strip())
        self._came_back[session_id] = back
        return replace(
            draft,
            text="\n".join(text for text in (back, own) if text.strip()),
            files=(*draft.files, *files),
            saved_at=now,
        )

    def keep(self, session_id: SessionId, draft: Draft) -> None:
        """The draft is this, and is on disk already."""
        self._put(session_id, draft)
        self._unwritten.discard(session_id)

    def _put(self, session_id: SessionId, draft: Draft) -> None:
        if is_empty(draft):
            self._drafts.pop(session_id, None)
        else:
            self._drafts[session_id] = draft

    async def run(self) -> None:
        """Writes what was typed, not more often than every 300 ms, until cancelled."""
        while True:
            await self._typed.wait()
            await self._clock.sleep(WRITE_AFTER_S)
            self._typed.clear()
            try:
                await asyncio.to_thread(self._write)
            except SQLiteError as error:
                _log.warning("Drafts can't be written and are tried again: %s", error)
                await self._clock.sleep(TRY_AGAIN_AFTER_S)
                self._typed.set()

    def flush(self) -> None:
        """Everything is on disk, unless the disk takes nothing."""
        if self._unwritten:
            try:
                self._write()
            except SQLiteError as error:
                _log.error("Drafts couldn't be written at the end: %s", error)

    def write_again(self, session_id: SessionId) -> None:
        """The draft could not be written with something else: it is written by itself."""
        self._unwritten.add(session_id)
        self._typed.set()

    def _write(self) -> None:
        taken: set[SessionId] = set()

        def take() -> dict[SessionId, Draft]:
            found = self._take_unwritten()
            taken.update(found)
            return found

        try:
            self._store.write_drafts(take)
        except SQLiteError:
            self._unwritten |= taken
            raise

    def _take_unwritten(self) -> dict[SessionId, Draft]:
        refs, self._unwritten = self._unwritten, set()
        return {ref: self.of(ref) for ref in refs}
