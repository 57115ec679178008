"""What the hub has told, sealed on disk: one SQLite file per hub and person, on one thread.

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
from typing import TypeVar

from console.desk.cache_file import CacheFile, Coverage, Cursor, Kept
from console.desk.carrying import carry_cache
from console.desk.inbox_row import InboxRow
from console.desk.installation import remove_database
from console.desk.model import Place, Written
from console.desk.picture import PictureFile
from console.desk.sealing import Seal, WrongSeal
from console.domain.errors import InvalidInput, Unavailable
from console.domain.ids import ConversationId
from console.domain.texts import _
from console.wire.views import MessageView, SearchHit

T = TypeVar("T")
_log = logging.getLogger(__name__)


class Cache:
    """The file and its one thread; one that can't be read is thrown away and begun anew.

    Beside it lies the picture of the inbox for the next start.
    """

    def __init__(self, path: Path, seal: Seal) -> None:
        self._path, self._seal = path, seal
        self._picture = PictureFile(path.with_suffix(".picture"), seal)
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="desk-cache")
        self._file: CacheFile | None = None
        self._held: list[tuple[Callable[[CacheFile], None], asyncio.Future[None]]] = []

    async def load(self) -> Kept:
        """What was kept; empty for a new file."""
        return await self._do(CacheFile.load)

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

        def work(file: CacheFile) -> None:
            file.write(written, place, anew=anew, missed=missed)
            with suppress(OSError):  # it is only a picture
                self._picture.write(picture or {}, anew=anew)

        self._held.append((work, kept))
        loop.call_soon(self._hand_over)
        return kept

    async def keep_page(
        self, messages: Iterable[MessageView], coverage: Coverage | None
    ) -> None:
        """A page of a thread is in the file, and how far the thread is complete now."""
        kept = tuple(messages)
        await self._do(lambda file: file.keep_page(kept, coverage))

    async def coverage(self, conversation_id: ConversationId) -> Coverage | None:
        """From where on the thread is complete; None if that isn't known."""
        return await self._do(lambda file: file.coverage(conversation_id))

    async def page(
        self,
        conversation_id: ConversationId,
        before: Cursor | None,
        limit: int,
        floor: Cursor | None = None,
    ) -> list[MessageView]:
        """Up to `limit` messages before a place and not before `floor`, in order."""
        return await self._do(lambda file: file.page(conversation_id, before, limit, floor))

    async def messages(self, ids: Iterable[str]) -> list[MessageView]:
        """Those of the messages that are kept, in order."""
        wanted = tuple(ids)
        return await self._do(lambda file: file.messages(wanted))

    async def search(self, words: str, limit: int) -> list[SearchHit]:
        """Messages with all of the words in them, newest first; the last may be unfinished."""
        return await self._do(lambda file: file.search(words, limit))

    async def close(self) -> None:
        """The file is closed; the thread ends."""
        await self._do(lambda _file: None)
        file, self._file = self._file, None
        if file is not None:
            await self._in_thread(file.close)
        self._thread.shutdown(wait=False)

    async def throw_away(self) -> None:
        """The files are closed and gone."""
        await self.close()
        await asyncio.to_thread(self._remove)

    def _hand_over(self) -> None:
        held, self._held = self._held, []
        for work, kept in held:
            try:
                self._do_now(work).add_done_callback(partial(_settle, kept))
            except RuntimeError as closed:  # the thread has ended
                kept.set_exception(closed)

    def _do(self, work: Callable[[CacheFile], T]) -> asyncio.Future[T]:
        self._hand_over()
        return self._do_now(work)

    def _do_now(self, work: Callable[[CacheFile], T]) -> asyncio.Future[T]:
        return self._in_thread(lambda: self._run(work))

    def _in_thread(self, work: Callable[[], T]) -> asyncio.Future[T]:
        """Handed over at once, not only when it is awaited: the order of calls is kept."""
        return asyncio.get_running_loop().run_in_executor(self._thread, work)

    def _run(self, work: Callable[[CacheFile], T]) -> T:
        try:
            if self._file is None:
                self._file = self._open()
            return work(self._file)
        except (SQLiteError, InvalidInput, WrongSeal) as error:
            # damaged, of another version, or its key was lost
            _log.info("The cache is begun anew: %s", error)
        try:
            self._begin_anew()
            assert self._file is not None  # it has just been opened
            return work(self._file)
        except (SQLiteError, OSError) as error:
            raise Unavailable(
                _(
                    "What the hub tells can’t be kept on this computer ({error}). Make room on "
                    "the disk; it goes on by itself then."
                ).format(error=error)
            ) from None

    def _open(self) -> CacheFile:
        self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        carry_cache(self._path, self._seal)
        return CacheFile(self._path, self._seal)

    def _begin_anew(self) -> None:
        if self._file is not None:
            with suppress(SQLiteError):
                self._file.close()
            self._file = None
        self._remove()
        self._file = CacheFile(self._path, self._seal)

    def _remove(self) -> None:
        remove_database(self._path)
        self._picture.remove()


def _settle(kept: asyncio.Future[None], done: asyncio.Future[None]) -> None:
    error = done.exception()
    if kept.done():  # nobody waits any more
        return
    if error is None:
        kept.set_result(None)
    else:
        kept.set_exception(error)
