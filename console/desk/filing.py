"""Customers' files, as the screens ask for them."""

from pathlib import Path

from console.desk.outgoing import file_problem, voice_note_s
from console.desk.rows import FileProgress, FileState, TranscriptRow
from console.desk.seat import Seat
from console.domain.ids import MediaId
from console.wire.views import MessageView


class Filing(Seat):
    """The part of `Desk` that moves files."""

    def check_file(self, path: str) -> str:
        """Why a file can't be attached, in words; empty if it can."""
        return file_problem(Path(path))

    def voice_note_s(self, path: str) -> float | None:
        """How long a file is if it can go as a voice note; None if it can't."""
        return voice_note_s(Path(path))

    def picture(self, media_id: MediaId) -> str:
        """The path of a picture; empty while it is fetched, `FilesChanged` tells of it."""
        return "" if self._account is None else self._account.files.picture(media_id)

    def new_recording(self) -> str:
        """The path at which the next voice note is recorded."""
        return self._seated().recordings.new()

    def let_go(self, path: str) -> None:
        """The voice note is gone; a file of another place is the rep's own and stays."""
        self._seated().recordings.let_go([path])

    def opened(self, path: str) -> bytes:
        """What the file of a picture holds; may be called on any thread.

        Raises:
            OSError: it can't be read, or nobody is signed in any more.
        """
        account = self._account
        if account is None:
            raise FileNotFoundError(path)
        return account.files.opened(path)

    async def sound(self, media_id: MediaId) -> bytes:
        """A sound that is to be played.

        Raises:
            RuleBroken: it can't be had; in words.
        """
        return await self._seated().files.sound(media_id)

    def download(self, message: MessageView) -> None:
        """The message's file comes to the downloads folder.

        Raises:
            InvalidInput: it has none that can be had; in words.
        """
        self._seated().files.download(message)

    def cancel_download(self, media_id: MediaId) -> None:
        """The download stops; the next one goes on from there."""
        self._seated().files.cancel(media_id)

    def downloads(self) -> list[TranscriptRow]:
        """The files asked for since the start, newest first."""
        return [] if self._account is None else self._account.files.downloads()

    def file(self, media_id: MediaId) -> FileProgress:
        """How a file stands."""
        if self._account is None:
            return FileProgress(state=FileState.AT_HUB)
        return self._account.files.progress(media_id)
