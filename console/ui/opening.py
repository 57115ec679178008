"""Opening: what is handed to the system's own programs, and nothing else is."""

from __future__ import annotations

from PySide6.QtCore import QFileInfo, QUrl
from PySide6.QtGui import QDesktopServices

from console.domain.file_names import Care, care_of
from console.domain.links import Link


def open_file(path: str) -> None:
    """The file, if its type is harmless; else the folder it lies in, for the rep to decide."""
    harmless = care_of(path) is Care.OPENS and QFileInfo(path).isFile()
    _hand_over(QUrl.fromLocalFile(path if harmless else QFileInfo(path).absolutePath()))


def open_folder(folder: str) -> None:
    """The folder, in the system's own file manager."""
    _hand_over(QUrl.fromLocalFile(folder))


def open_link(link: Link) -> None:
    """The link, in the system's own program for it."""
    _hand_over(QUrl(link.url, QUrl.ParsingMode.StrictMode))


def _hand_over(url: QUrl) -> None:
    QDesktopServices.openUrl(url)
