"""Choosing the file above a text: a button, the chosen name, and the dialog behind it."""

from __future__ import annotations

from pathlib import PurePath

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from console.domain.texts import N_, _
from console.ui.tasks import ask
from console.ui.widgets.push_button import PushButton
from console.ui.widgets.text import PlainLabel

CHOOSE_HEADING = {
    "image": N_("Choose the image…"),
    "video": N_("Choose the video…"),
    "document": N_("Choose the document…"),
}
_NONE_CHOSEN = {
    "image": N_("No image chosen"),
    "video": N_("No video chosen"),
    "document": N_("No document chosen"),
}
_FILTERS = {
    "image": (N_("Pictures"), "*.jpg *.jpeg *.png"),
    "video": (N_("Videos"), "*.mp4 *.3gp"),
    "document": (N_("Documents"), "*.pdf *.txt *.doc *.docx *.xls *.xlsx *.ppt *.pptx"),
}
#: Source: WhatsApp, "Resumable Upload API": the only documents a template is reviewed with.
SAMPLE_DOCUMENTS = "*.pdf"


class FileRow(QWidget):
    """The file of one heading.

    Signals:
        wanted: choose it.
    """

    wanted = Signal()

    def __init__(self, kind: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.path = ""
        self._label = PlainLabel(parent=self, kind="secondary", elide="middle")
        self._button = PushButton("", parent=self, icon_name="composer.attach")
        self._button.clicked.connect(self.wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(self._button)
        row.addWidget(self._label, 1)
        self.show_kind(kind)

    def show_kind(self, kind: str) -> None:
        """Ask for a file of this kind; none is chosen yet."""
        self.kind, self.path = kind, ""
        self._button.setText(_(CHOOSE_HEADING[kind]))
        self._label.setText(_(_NONE_CHOSEN[kind]))

    def show_path(self, path: str) -> None:
        """Show the file that was chosen."""
        self.path = path
        self._label.setText(PurePath(path).name)


async def chosen_file(kind: str, title: str, parent: QWidget, endings: str = "") -> str:
    """The path of a file of this kind that the rep chooses; empty if they don't."""
    words, usual = _FILTERS[kind]
    dialog = QFileDialog(parent, title, "", f"{_(words)} ({endings or usual})")
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    return "" if await ask(dialog) is None else dialog.selectedFiles()[0]
