"""Customers' files at the desk in memory."""

from __future__ import annotations

from pathlib import Path

from console.desk.outgoing import voice_note_s
from console.desk.recordings import Recordings
from console.desk.rows import FileProgress, FileState, TranscriptRow
from console.domain.ids import MediaId
from console.wire.views import MessageView


class FakeFiling:
    """Files, none of which moves; a part of the desk in memory."""

    asked: list[tuple[object, ...]]
    previews: dict[MediaId, str]
    downloading: list[TranscriptRow]
    recordings: Recordings

    def voice_note_s(self, path: str) -> float | None:
        return voice_note_s(Path(path))

    def new_recording(self) -> str:
        return self.recordings.new()

    def let_go(self, path: str) -> None:
        self.recordings.let_go([path])

    def check_file(self, path: str) -> str:
        return "WhatsApp doesn’t take this type of file." if path.endswith(".exe") else ""

    def picture(self, media_id: MediaId) -> str:
        return self.previews.get(media_id, "")

    def opened(self, path: str) -> bytes:
        return Path(path).read_bytes()

    def file(self, media_id: MediaId) -> FileProgress:
        return FileProgress(state=FileState.AT_HUB)

    def download(self, message: MessageView) -> None:
        self.asked.append(("download", message.message_id))

    def downloads(self) -> list[TranscriptRow]:
        return self.downloading

    def cancel_download(self, media_id: MediaId) -> None:
        self.asked.append(("cancel_download", media_id))
