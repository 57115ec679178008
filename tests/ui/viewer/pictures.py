"""Draws the image viewer into PNG files to look at: `python -m tests.ui.viewer.pictures`."""

from __future__ import annotations

import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget

from console.ui.theme.theme import ThemeService
from console.ui.transcript.pictures import PictureStore
from console.ui.viewer.downloads import DownloadsCard
from console.ui.viewer.viewer import ImageViewer
from tests.ui.transcript.contents import downloads
from tests.ui.transcript.conversations import at, photo, row


def main(folder: Path, images: Path) -> None:
    """Write light and dark pictures of the viewer with the Downloads card into `folder`."""
    app = QApplication.instance() or QApplication(sys.argv)
    assert isinstance(app, QApplication)
    service = ThemeService()
    names = ("table-corner", "underside", "carton-thumb", "dining-thumb")
    paths = [str(images / f"{name}.jpg") for name in names]
    rows = [
        row(photo(path, "One corner arrived split 😕"), at("17:31", 1), picture=path)
        for path in paths
    ]
    for look in ("light", "dark"):
        service.set(look)
        service.apply(app)
        window = QWidget()
        window.resize(1440, 868)
        viewer, card = ImageViewer(PictureStore(window), window), DownloadsCard(window)
        window.show()
        viewer.open_at(rows, rows[0].message.message_id, "Lucas Moreau", "customer-1")
        card.show_files(downloads()[:3])
        card.stand()
        QTimer.singleShot(900, app, app.quit)
        app.exec()
        window.grab().save(str(folder / f"viewer-{look}.png"))
        window.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
