"""The Downloads card and its entry in the rail, in step with the desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QFileInfo, QObject, QStandardPaths, Signal

from console.desk.rows import FileState, TranscriptRow
from console.domain.errors import RuleBroken
from console.domain.messages import Media
from console.ui.opening import open_file, open_folder
from console.ui.window import MainWindow

if TYPE_CHECKING:
    from console.desk.desk import Desk
    from console.ui.viewer.downloads import DownloadsCard


class Downloads(QObject):
    """Shows what was asked for since the start.

    Signals:
        refused: why a download can't begin, in words.
    """

    refused = Signal(str)

    def __init__(self, desk: Desk, window: MainWindow) -> None:
        super().__init__(window)
        self._desk, self._window = desk, window
        self.card: DownloadsCard | None = None
        window.rail.downloads_wanted.connect(self._on_wanted)

    def open(self) -> None:
        """The card is over everything else, without the keyboard; not if nothing is there."""
        if not self._desk.downloads():
            return
        if self.card is None:
            self.card = self._made()
        self.refresh()
        self.card.stand()

    def refresh(self, *_: object) -> None:
        """Show how far everything is."""
        rows = self._desk.downloads()
        moving = sum(
            row.file is not None and row.file.state is FileState.MOVING for row in rows
        )
        self._window.rail.downloads.setVisible(bool(rows))
        self._window.rail.downloads.set_count(moving)
        if self.card is not None:
            self.card.show_files(rows)
            if not rows:
                self.card.leave()
            elif self.card.isVisible():
                self.card.stand()

    def close(self) -> None:
        """The entry and the card are gone."""
        self._window.rail.downloads.hide()
        if self.card is not None:
            self.card.deleteLater()
            self.card = None

    def _made(self) -> DownloadsCard:
        from console.ui.viewer.downloads import DownloadsCard  # the first paint needs none

        card = DownloadsCard(self._window.page())
        card.open_wanted.connect(self._on_open_wanted)
        card.retry_wanted.connect(self._on_retry_wanted)
        card.cancel_wanted.connect(self._on_cancel_wanted)
        card.folder_wanted.connect(self._on_folder_wanted)
        return card

    def _on_wanted(self) -> None:
        if self.card is not None and self.card.isVisible():
            self.card.leave()
            return
        self.open()
        if self.card is not None:
            self.card.take_focus()

    def _row(self, message_id: str) -> TranscriptRow | None:
        rows = self._desk.downloads()
        return next((row for row in rows if row.message.message_id == message_id), None)

    def _on_open_wanted(self, message_id: str) -> None:
        row = self._row(message_id)
        if row is not None and row.file is not None:
            open_file(row.file.path)

    def _on_retry_wanted(self, message_id: str) -> None:
        row = self._row(message_id)
        if row is not None:
            try:
                self._desk.download(row.message)
            except RuleBroken as problem:
                self.refused.emit(problem.message)

    def _on_cancel_wanted(self, message_id: str) -> None:
        row = self._row(message_id)
        if row is not None and isinstance(row.message.body, Media):
            self._desk.cancel_download(row.message.body.media_id)

    def _on_folder_wanted(self) -> None:
        paths = [row.file.path for row in self._desk.downloads() if row.file and row.file.path]
        if paths:
            open_folder(QFileInfo(paths[0]).absolutePath())
            return
        kind = QStandardPaths.StandardLocation.DownloadLocation
        folder = QStandardPaths.writableLocation(kind)
        open_folder(folder)
