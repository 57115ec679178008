"""What the hub has told, on disk: one SQLite file per hub and person, on one thread.

It may be deleted at any time; everything in it can be asked for again.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from pathlib import Path
from sqlite3 import Error as SQLiteError
from typing import TYPE_CHECKING, TypeVar

from console.desk import cache_file
from console.desk.cache_file import Coverage, Cursor, Kept, Search
from console.desk.inbox_row import InboxRow
from console.desk.model import Place, Written
from console.domain.errors import InvalidInput, Unavailable
from console.domain.ids import ConversationId
from console.domain.texts import _
from console.wire.views import MessageView, SearchHit

if TYPE_CHECKING:
    from sqlite_utils import Database

T = TypeVar("T")
_log = logging.getLogger(__name__)


class Cache:
    """The file and its one thread; a damaged file is thrown away and begun anew."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="desk-cache")
        self._db: Database | None = None
        self._held: list[tuple[Callable[[Database], None], asyncio.Future[None]]] = []

    async def load(self) -> Kept:
        """What was kept; empty for a new file."""
        return await self._do(cache_file.load)

    def write(
        self,
        written: Written,
        *,
        place: Place | None = None,
        picture: dict[str, InboxRow | None] | None = None,
        anew: bool = False,
        missed: bool = False,
    ) -> Awaitable[None]:
        """One batch is in the file once this is awaited; whatever is asked for next sees it.

        The thread begins when the loop has had a turn, or something is asked for: encoding
        needs Python's lock, and screens that were just told paint first.

        `anew` forgets all objects first, `missed` how far threads were complete.
        `picture` holds rows of the inbox by session; None takes one out.
        """
        loop = asyncio.get_running_loop()
        kept: asyncio.Future[None] = loop.create_future()

        def work(db: "Database") -> None:
            cache_file.write(db, written, place, picture or {}, anew=anew, missed=missed)

        self._held.append((work, kept))
        loop.call_soon(self._hand_over)
        return kept

    async def keep_page(
        self, messages: Iterable[MessageView], coverage: Coverage | None
    ) -> None:
        """A page of a thread is in the file, and how far the thread is complete now."""
        kept = tuple(messages)
        await self._do(lambda db: cache_file.keep_page(db, kept, coverage))

    async def coverage(self, conversation_id: ConversationId) -> Coverage | None:
        """From where on the thread is complete; None if that isn't known."""
        return await self._do(lambda db: cache_file.coverage(db, conversation_id))

    async def page(
        self,
        conversation_id: ConversationId,
        before: Cursor | None,
        limit: int,
        floor: Cursor | None = None,
    ) -> list[MessageView]:
        """Up to `limit` messages before a place and not before `floor`, in order."""
        return await self._do(
            lambda db: cache_file.page(db, conversation_id, before, limit, floor)
        )

    async def messages(self, ids: Iterable[str]) -> list[MessageView]:
        """Those of the messages that are kept, in order."""
        wanted = tuple(ids)
        return await self._do(lambda db: cache_file.messages(db, wanted))

    async def search(self, words: str, limit: int) -> list[SearchHit]:
        """Messages with all of the words in them, newest first; the last may be unfinished."""
        return await self._do(lambda db: Search(db).hits(words, limit))

    async def close(self) -> None:
        """The file is closed; the thread ends."""
        await self._do(lambda _db: None)
        db, self._db = self._db, None
        if db is not None:
            await self._in_thread(db.close)
        self._thread.shutdown(wait=False)

    async def throw_away(self) -> None:
        """The file is closed and gone."""
        await self.close()
        await asyncio.to_thread(_remove, self._path)

    def _hand_over(self) -> None:
        held, self._held = self._held, []
        for work, kept in held:
            try:
                self._do_now(work).add_done_callback(partial(_settle, kept))
            except RuntimeError as closed:  # the thread has ended
                kept.set_exception(closed)

    def _do(self, work: "Callable[[Database], T]") -> asyncio.Future[T]:
        self._hand_over()
        return self._do_now(work)

    def _do_now(self, work: "Callable[[Database], T]") -> asyncio.Future[T]:
        return self._in_thread(lambda: self._run(work))

    def _in_thread(self, work: Callable[[], T]) -> asyncio.Future[T]:
        """Handed over at once, not only when it is awaited: the order of calls is kept."""
        return asyncio.get_running_loop().run_in_executor(self._thread, work)

    def _run(self, work: "Callable[[Database], T]") -> T:
        try:
            if self._db is None:
                self._db = self._open()
            return work(self._db)
        except (SQLiteError, InvalidInput) as error:  # damaged, or of another version
            _log.info("The cache is begun anew: %s", error)
        try:
            self._begin_anew()
            assert self._db is not None  # it has just been opened
            return work(self._db)
        except (SQLiteError, OSError) as error:
            raise Unavailable(
                _(
                    "What the hub tells can’t be kept on this computer ({error}). Make room on "
                    "the disk; it goes on by itself then."
                ).format(error=error)
            ) from None

    def _open(self) -> "Database":
        self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            return cache_file.open_file(self._path)
        except SQLiteError as error:
            _log.info("The cache can't be opened and is begun anew: %s", error)
            _remove(self._path)
            return cache_file.open_file(self._path)

    def _begin_anew(self) -> None:
        if self._db is not None:
            with suppress(SQLiteError):
                self._db.close()
        _remove(self._path)
        self._db = cache_file.open_file(self._path)


def _settle(kept: asyncio.Future[None], done: asyncio.Future[None]) -> None:
    error = done.exception()
    if kept.done():  # nobody waits any more
        return
    if error is None:
        kept.set_result(None)
    else:
        kept.set_exception(error)


def _remove(path: Path) -> None:
    for ending in ("", "-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)
