"""Customers' files: pictures to look at, downloads with progress, cancel and resume.

What is only shown or played is kept sealed; a download is the person's own and open to them.
"""

import asyncio
import os
import shutil
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from errno import EFBIG, EIO
from pathlib import Path

from console.desk.cache import Cache
from console.desk.changes import Changes, FilesChanged
from console.desk.client import HubClient, Incoming
from console.desk.clock import DeskClock
from console.desk.file_names import free_path, mark_as_from_outside, short_hash
from console.desk.model import Written
from console.desk.rows import FileProgress, FileState, TranscriptRow
from console.desk.sealing import Seal, WrongSeal
from console.domain.directions import MediaKind
from console.domain.errors import InvalidInput, RuleBroken, Unavailable
from console.domain.file_names import saved_name, shown_name
from console.domain.ids import MediaId
from console.domain.messages import Media
from console.domain.texts import _
from console.wire import requests
from console.wire.views import MessageView

AT_ONCE = 4
LARGEST_PREVIEW_BYTES = 16 * 1024 * 1024
LARGEST_PICTURE_BYTES = 64 * 1024 * 1024
#: Source: WhatsApp, "Media": audio may be 16 MB.
LARGEST_SOUND_BYTES = 16 * 1024 * 1024
_STEPS = 50  # notices per download
_PICTURES = {MediaKind.IMAGE, MediaKind.STICKER}


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """Where a file was saved, for the next start."""

    media_id: MediaId
    path: str


class Files:
    """The files of one person on one hub."""

    def __init__(
        self,
        client: HubClient,
        cache: Cache,
        changes: Changes,
        clock: DeskClock,
        seal: Seal,
        *,
        media: Path,
        downloads: Path,
    ) -> None:
        self._client, self._cache, self._changes, self._clock = client, cache, changes, clock
        self._seal, self._media, self._downloads = seal, media, downloads
        self._pictures: dict[str, str] = {}
        self._progress: dict[str, FileProgress] = {}
        self._tried: set[str] = set()
        self._wanted: dict[str, object] = {}
        self._asked: dict[str, MessageView] = {}
        self._jobs: asyncio.Queue[tuple[str, Callable[[], Coroutine[None, None, None]]]] = (
            asyncio.Queue()
        )
        self._running: dict[str, asyncio.Task[None]] = {}
        self._seats = asyncio.Semaphore(AT_ONCE)

    def remember(self, saved: list[Saved]) -> None:
        """What was saved before this start; files that are gone are at the hub again."""
        for item in saved:
            if Path(item.path).is_file():
                self._progress[item.media_id] = FileProgress(
                    state=FileState.SAVED, path=item.path
                )

    def of(self, message: MessageView) -> FileProgress | None:
        """How the file of a message stands; None if it has none."""
        body = message.body
        if not isinstance(body, Media) or not body.media_id:
            return None
        at_hub = FileProgress(state=FileState.AT_HUB, total_bytes=body.size_bytes)
        return self._progress.get(body.media_id, at_hub)

    def progress(self, media_id: str) -> FileProgress:
        """How a file stands."""
        return self._progress.get(media_id, FileProgress(state=FileState.AT_HUB))

    def picture_of(self, message: MessageView) -> str:
        """The path of a message's picture, if it has been fetched."""
        body = message.body
        if isinstance(body, Media) and body.media in _PICTURES and not body.unshown:
            return self._kept_picture(body.media_id)
        return ""

    def picture(self, media_id: str) -> str:
        """The path of a picture; empty while it is being fetched, which starts now."""
        path = self._kept_picture(media_id)
        if not path and media_id and media_id not in self._tried:
            self._tried.add(media_id)
            self._jobs.put_nowait((f"picture {media_id}", lambda: self._preview(media_id)))
        return path

    def opened(self, path: str) -> bytes:
        """What a picture's file holds, whether it is kept here or the rep's own.

        May be called on any thread.

        Raises:
            OSError: it can't be read, or is larger than any picture.
        """
        file = Path(path)
        if file.stat().st_size > LARGEST_PICTURE_BYTES:
            raise OSError(EFBIG, os.strerror(EFBIG), path)
        content = file.read_bytes()
        return self._unsealed(file, content) if file.parent == self._media else content

    def _unsealed(self, file: Path, content: bytes) -> bytes:
        try:
            return self._seal.open(content, file.name)
        except WrongSeal:
            file.unlink(missing_ok=True)  # it is asked for again
            raise OSError(EIO, os.strerror(EIO), str(file)) from None

    async def sound(self, media_id: MediaId) -> bytes:
        """A sound, fetched if need be; kept to be played, not to be opened.

        Raises:
            RuleBroken: it can't be had; in words.
        """
        path = self._media / f"{short_hash(media_id)}.sound"
        try:
            return await asyncio.to_thread(self.opened, str(path))
        except OSError:
            pass  # it isn't kept yet
        async with self._seats, self._client.fetch(media_id) as incoming:
            content = await self._gathered(incoming, LARGEST_SOUND_BYTES)
        with suppress(OSError):  # it is heard all the same
            await asyncio.to_thread(self._keep, path, content)
        return content

    def _keep(self, path: Path, content: bytes) -> None:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        part = path.with_suffix(".part")
        part.write_bytes(self._seal.shut(content, path.name))
        part.replace(path)

    async def _gathered(self, incoming: Incoming, most_bytes: int) -> bytes:
        """All of it, in memory: nothing open is on the disk meanwhile."""
        content = bytearray()
        async for chunk in incoming.chunks:
            content += chunk
            if len(content) > most_bytes:
                raise InvalidInput(_("The file is too large to be shown or played here."))
        return bytes(content)

    def connected_again(self) -> None:
        """Pictures that could not be had are tried once more when they are asked for."""
        self._tried.clear()

    def download(self, message: MessageView) -> None:
        """The message's file is on its way to the downloads folder, or goes on being so.

        Raises:
            InvalidInput: the message has no file that can be had; in words.
        """
        body = message.body
        if not isinstance(body, Media) or not body.media_id:
            raise InvalidInput(_("This message has no file to download."))
        if body.missing:
            raise InvalidInput(_(body.missing))
        if self.progress(body.media_id).state is FileState.MOVING:
            return
        self._asked.pop(body.media_id, None)
        self._asked[body.media_id] = message
        self._set(
            body.media_id, FileProgress(state=FileState.MOVING, total_bytes=body.size_bytes)
        )
        ticket = self._wanted[body.media_id] = object()  # a canceled job finds another one
        name = f"download {body.media_id}"
        self._jobs.put_nowait((name, lambda: self._fetch(body, ticket)))

    async def keep(self, name: str, mime: str, content: bytes) -> Path:
        """Where in the downloads folder something that was written here now lies.

        Raises:
            InvalidInput: it can't be written there; in words.
        """
        path = free_path(self._downloads, shown_name(name, mime))
        try:
            await asyncio.to_thread(_write, path, content)
        except OSError as error:
            raise InvalidInput(_couldnt_save(error)) from None
        return path

    def downloads(self) -> list[TranscriptRow]:
        """What was asked for since the start and not canceled, newest first."""
        rows = [TranscriptRow(message=m, file=self.of(m)) for m in self._asked.values()]
        return rows[::-1]

    def cancel(self, media_id: str) -> None:
        """The download stops; what has come is kept for the next try."""
        if self.progress(media_id).state is not FileState.MOVING:
            return
        self._wanted.pop(media_id, None)
        self._asked.pop(media_id, None)
        self._set(media_id, FileProgress(state=FileState.AT_HUB))
        task = self._running.get(f"download {media_id}")
        if task is not None:
            task.cancel()

    def throw_away(self) -> None:
        """The pictures are gone; downloads are the person's own."""
        shutil.rmtree(self._media, ignore_errors=True)

    async def run(self) -> None:
        """Fetches what is asked for, a few at once, until cancelled."""
        async with asyncio.TaskGroup() as group:
            while True:
                name, work = await self._jobs.get()
                earlier = self._running.get(name)
                self._running[name] = group.create_task(self._seated(name, work, earlier))

    async def _seated(
        self,
        name: str,
        work: Callable[[], Coroutine[None, None, None]],
        earlier: asyncio.Task[None] | None,
    ) -> None:
        try:
            if earlier is not None:
                await asyncio.wait([earlier])  # it may still be writing to the same file
            async with self._seats:
                await work()
        finally:
            if self._running.get(name) is asyncio.current_task():
                del self._running[name]

    def _kept_picture(self, media_id: str) -> str:
        known = self._pictures.get(media_id)
        if known is None:
            path = self._place_of(media_id)
            known = str(path) if path.is_file() else ""
            if known:
                self._pictures[media_id] = known
        return known

    def _place_of(self, media_id: str) -> Path:
        return self._media / f"{short_hash(media_id)}.webp"

    async def _preview(self, media_id: str) -> None:
        path = self._place_of(media_id)
        try:
            # the hub's own small picture, never the stranger's bytes
            async with self._client.fetch(MediaId(media_id), path=requests.PREVIEW) as incoming:
                content = await self._gathered(incoming, LARGEST_PREVIEW_BYTES)
            await asyncio.to_thread(self._keep, path, content)
        except Unavailable:
            self._tried.discard(media_id)  # asked for again once its message says more
            return
        except (RuleBroken, OSError):
            return  # the card stays a card; it is tried again after the next connection
        self._pictures[media_id] = str(path)
        self._changes.tell(FilesChanged(frozenset({media_id})))

    async def _fetch(self, body: Media, ticket: object) -> None:
        media_id = body.media_id
        if self._wanted.get(media_id) is not ticket:
            return  # canceled before its turn came
        try:
            path = await self._saved(body)
        except RuleBroken as problem:
            if not isinstance(problem, Unavailable):
                self._part(media_id).unlink(missing_ok=True)  # going on with it won't help
            self._failed(media_id, problem.message)
            return
        except OSError as error:
            self._failed(media_id, _couldnt_save(error))
            return
        self._set(media_id, FileProgress(state=FileState.SAVED, path=str(path)))
        written = Written({("saved", media_id): Saved(media_id=media_id, path=str(path))})
        with suppress(Unavailable):  # the file is there all the same
            await self._cache.write(written)

    def _part(self, media_id: str) -> Path:
        return self._downloads / f".{short_hash(media_id)}.part"

    async def _saved(self, body: Media) -> Path:
        part = self._part(body.media_id)
        start = part.stat().st_size if part.is_file() else 0
        if body.size_bytes and start >= body.size_bytes:
            start = 0  # not the beginning of this file
        begun_at = self._clock.now()
        async with self._client.fetch(body.media_id, start) as incoming:
            total = incoming.total_bytes or body.size_bytes

            def moved(done: int) -> None:
                self._moved(body.media_id, done, total, start, begun_at)

            done = await self._store_bytes(incoming, part, moved)
        if total and done != total:
            raise Unavailable(
                _("The connection broke before the file was complete. Try again.")
            )
        path = free_path(self._downloads, saved_name(body.name, body.mime))
        # before it has its name: there is no moment in which it could be opened unmarked
        mark_as_from_outside(part, self._client.url + requests.MEDIA)
        part.rename(path)
        return path

    async def _store_bytes(
        self, incoming: Incoming, part: Path, moved: Callable[[int], None]
    ) -> int:
        part.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        done = incoming.start
        with await asyncio.to_thread(part.open, "ab" if incoming.start else "wb") as file:
            async for chunk in incoming.chunks:
                await asyncio.to_thread(file.write, chunk)
                done += len(chunk)
                moved(done)
        return done

    def _moved(
        self, media_id: str, done: int, total: int, start: int, begun_at: datetime
    ) -> None:
        passed_s = (self._clock.now() - begun_at).total_seconds()
        speed = (done - start) / passed_s if passed_s >= 1 else 0.0
        left = round((total - done) / speed) if speed and total else None
        now = FileProgress(
            state=FileState.MOVING, done_bytes=done, total_bytes=total, seconds_left=left
        )
        before = self.progress(media_id)
        if before.state is not FileState.MOVING:
            return
        step = max(total // _STEPS, 1)
        self._progress[media_id] = now
        if done // step != before.done_bytes // step:
            self._changes.tell(FilesChanged(frozenset({media_id})))

    def _failed(self, media_id: str, trouble: str) -> None:
        before = self.progress(media_id)
        self._set(media_id, replace(before, state=FileState.FAILED, trouble=trouble))

    def _set(self, media_id: str, progress: FileProgress) -> None:
        self._progress[media_id] = progress
        self._changes.tell(FilesChanged(frozenset({media_id})))


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as file:
        file.write(content)


def _couldnt_save(error: OSError) -> str:
    reason = error.strerror or _("the disk refused it")
    return _("It couldn’t be saved: {reason}. Check the folder and disk.").format(reason=reason)
