"""Draws the transcript into PNG files to look at: `python -m tests.ui.transcript.pictures`."""

from __future__ import annotations

import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from console.ui.theme.theme import ThemeService
from console.ui.transcript.view import TranscriptView
from tests.ui.transcript import contents, conversations


def main(folder: Path, images: Path | None) -> None:
    """Write light and dark pictures of each conversation into `folder`."""
    app = QApplication.instance() or QApplication(sys.argv)
    assert isinstance(app, QApplication)
    service = ThemeService()
    corner = str(images / "table-corner.jpg") if images else ""
    underside = str(images / "underside.jpg") if images else ""
    scenes = {
        "lucas": (conversations.lucas(corner), "Lucas Moreau", 620),
        "lukasz": (conversations.lukasz(), "Łukasz Wiśniewski", 330),
        "amina": (conversations.amina(underside), "أمينة السيد", 560),
        "files": (contents.files(), "Lucas Moreau", 620),
        "deliveries": (contents.deliveries(), "Anouk de Vries", 640),
        "kinds": (contents.kinds(corner), "Lucas Moreau", 1330),
    }
    for look in ("light", "dark"):
        service.set(look)
        service.apply(app)
        for name, (rows, customer, height) in scenes.items():
            view = TranscriptView(service, lambda: conversations.NOW)
            view.resize(760, height)
            view.show()
            view.set_thread(rows, customer_name=customer, earlier=False)
            QTimer.singleShot(400, app, app.quit)
            app.exec()
            view.grab().save(str(folder / f"transcript-{name}-{look}.png"))
            view.pictures.close()
            view.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else None)
