"""Files for a message: chosen, pasted or dropped, each checked before it goes along."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePath
from typing import TYPE_CHECKING
from uuid import uuid4

from PySide6.QtCore import QDir, QObject, QStandardPaths
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog

from console.domain.texts import _
from console.ui.conversation.modes import FootMode
from console.ui.picker.file_row import CHOOSE_HEADING, chosen_file
from console.ui.tasks import TaskScope, ask

if TYPE_CHECKING:
    from console.desk.desk import Desk
    from console.ui.conversation.foot import Foot


class Attaching(QObject):
    """Files of the composer and of a template; `complain` is told what is wrong."""

    def __init__(
        self, desk: Desk, foot: Foot, scope: TaskScope, complain: Callable[[str], None]
    ) -> None:
        super().__init__(foot)
        self._desk, self._foot, self._scope, self._complain = desk, foot, scope, complain
        foot.composer.files_wanted.connect(self.attach)
        foot.composer.files_given.connect(self._on_files_given)
        foot.composer.image_given.connect(self._on_image_given)
        foot.picker.file_wanted.connect(self._on_template_file_wanted)

    def attach(self) -> None:
        """Let the rep choose files."""
        if self._foot.mode is FootMode.WRITE:
            self._scope.start("attach", self._choose_files(), replace=True)

    def _on_files_given(self, paths: list[str]) -> None:
        problems = [(path, self._desk.check_file(path)) for path in paths]
        self._foot.composer.attach(tuple(path for path, problem in problems if not problem))
        refused = [f"{PurePath(path).name}: {problem}" for path, problem in problems if problem]
        self._complain(" ".join(refused))

    def _on_image_given(self, image: QImage) -> None:
        kind = QStandardPaths.StandardLocation.AppLocalDataLocation
        folder = QDir(QStandardPaths.writableLocation(kind))
        folder.mkpath("pasted")
        path = folder.filePath(f"pasted/picture-{uuid4().hex[:8]}.png")
        if image.save(path, b"PNG"):
            self._on_files_given([path])
        else:
            self._complain(
                _("The picture couldn’t be kept on this computer. Attach it as a file.")
            )

    async def _choose_files(self) -> None:
        dialog = QFileDialog(self._foot.window(), _("Attach a file"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        if await ask(dialog) is not None:
            self._on_files_given(dialog.selectedFiles())

    def _on_template_file_wanted(self, kind: str, place: int) -> None:
        self._scope.start("attach", self._choose_template_file(kind, place), replace=True)

    async def _choose_template_file(self, kind: str, place: int) -> None:
        path = await chosen_file(kind, _(CHOOSE_HEADING[kind]), self._foot.window())
        if not path:
            return
        problem = self._desk.check_file(path)
        self._complain(problem)
        if not problem:
            self._foot.picker.form.show_file(path, place)
