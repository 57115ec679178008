"""Voice notes: recorded here or chosen, listened to, sent; looking elsewhere loses none."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from console.domain.errors import RuleBroken
from console.domain.ids import SessionId
from console.domain.texts import _
from console.ui.composer.recorder import Recorder, can_record
from console.ui.composer.recording_bar import Stage
from console.ui.conversation.modes import FootMode
from console.ui.conversation.writing import Writing
from console.ui.tasks import TaskScope, ask
from console.ui.titles import called
from console.ui.transcript.sounds import Sounds, can_play

if TYPE_CHECKING:
    from console.desk.desk import Desk
    from console.ui.conversation.foot import Foot

_HEARD = "recorded"


class Recording(QObject):
    """The bar above the composer; without Qt's multimedia part it offers to choose a file."""

    def __init__(
        self,
        desk: Desk,
        foot: Foot,
        scope: TaskScope,
        writing: Writing,
    ) -> None:
        super().__init__(foot)
        self._desk, self._foot, self._scope, self._writing = desk, foot, scope, writing
        self._bar, self._session_id, self._path = foot.recording, SessionId(""), ""
        self._recorder: Recorder | None = None
        self._sounds = Sounds(self) if can_play() else None
        foot.composer.voice_wanted.connect(self.begin)
        foot.mode_changed.connect(self._on_mode_changed)
        writing.leaving.connect(self.put_by)
        self._bar.thrown.connect(self._throw)
        self._bar.heard.connect(self._listen)
        self._bar.sent.connect(self._send)
        self._bar.file_wanted.connect(self._choose)
        if self._sounds is not None:
            self._sounds.moved.connect(self._on_heard)
            self._sounds.failed.connect(writing.complain)
        if can_record():
            self.use(Recorder(self))

    def use(self, recorder: Recorder) -> None:
        """Record with this one from now on."""
        self._recorder = recorder
        self._bar.stopped.connect(recorder.stop)
        recorder.moved.connect(self._bar.show_time)
        recorder.done.connect(self._on_done)
        recorder.failed.connect(self._bar.show_unable)

    def begin(self) -> None:
        """Record, or say why that can't be done here; one that is there already stays."""
        busy = self._bar.isVisible() and self._bar.stage is not Stage.UNABLE
        if self._foot.mode is not FootMode.WRITE or busy:
            return
        self._session_id = self._writing.session_id
        if self._recorder is None:
            self._bar.show_unable(_("This computer can’t record. Choose an OGG (Opus) file."))
            return
        row = self._desk.row(self._session_id)
        self._bar.show_recording(called(row.name) if row else "")
        self._recorder.start(self._desk.new_recording())

    def put_by(self) -> None:
        """What was recorded goes to the draft of its session, among the files."""
        if self._sounds is not None:
            self._sounds.stop()
        if not self._bar.isVisible():
            return
        if self._bar.stage is Stage.RECORDING and self._recorder is not None:
            self._recorder.stop()  # and then it is put by
        elif self._path:
            self._to_draft(self._path)
        self._bar.hide()

    def _on_mode_changed(self) -> None:
        if self._foot.mode is not FootMode.WRITE:
            self.put_by()

    def _on_done(self, path: str) -> None:
        if self._bar.isVisible():
            self._take(path)
        else:
            self._to_draft(path)

    def _take(self, path: str) -> None:
        note = self._desk.voice_note_s(path)
        problem = self._desk.check_file(path)
        if problem or note is None:
            other = _("It is no OGG with Opus in mono. Attach it as a file instead.")
            self._bar.show_unable(problem or other)
            return
        self._path = path
        self._bar.show_ready(note, can_listen=self._sounds is not None)

    def _to_draft(self, path: str) -> None:
        draft = self._desk.draft(self._session_id)
        kept = replace(draft, files=(*draft.files, path))
        self._desk.save_draft(self._session_id, kept)
        if self._session_id == self._writing.session_id:
            self._foot.composer.show_draft(kept)
        self._path = ""

    def _throw(self) -> None:
        if self._sounds is not None:
            self._sounds.stop()
        if self._recorder is not None:
            self._recorder.cancel()
        if self._path:
            self._desk.let_go(self._path)
        self._close()

    def _close(self) -> None:
        self._path = ""
        self._bar.hide()
        self._foot.take_focus()

    def _listen(self) -> None:
        if self._sounds is None:
            return
        try:
            self._sounds.toggle(_HEARD, self._desk.opened(self._path))
        except OSError:
            self._writing.complain(self._desk.check_file(self._path))

    def _on_heard(self, _media_id: str) -> None:
        heard = self._sounds.heard(_HEARD) if self._sounds is not None else None
        self._bar.show_heard(playing=heard is not None and heard.playing)

    def _send(self) -> None:
        try:
            self._desk.send_file(self._session_id, self._path)
        except RuleBroken as problem:
            self._writing.complain(problem.message)
            return
        self._writing.complain("")
        if self._sounds is not None:
            self._sounds.stop()
        self._close()
        self._writing.sent.emit()

    def _choose(self) -> None:
        self._scope.start("recording", self._choose_file(), replace=True)

    async def _choose_file(self) -> None:
        session_id = self._session_id
        dialog = QFileDialog(self._foot.window(), _("Choose a recording"), "", "OGG (*.ogg)")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        chosen = await ask(dialog)
        if chosen is not None and session_id == self._writing.session_id:
            self._take(dialog.selectedFiles()[0])
