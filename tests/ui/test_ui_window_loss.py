"""Drafts that could not be opened are said once, in words, over the window."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication

from console.desk.opening import LOST
from console.ui.application import Application
from tests.ui.fake_desk import FakeDesk
from tests.ui.given_window import open_dialogs, turns

if TYPE_CHECKING:
    from tests.conftest import QtLoop

pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints")


def test_t14_drafts_whose_key_is_lost_are_named_in_the_window(
    qt_loop: QtLoop, tmp_path: Path
) -> None:
    async def work() -> None:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        settings = QSettings(str(tmp_path / "w.ini"), QSettings.Format.IniFormat)
        screens, desk = Application(app, settings, "Utrecht-07"), FakeDesk()
        desk.loss = LOST
        screens.show_picture([])
        screens.take_desk(desk.as_desk(), signed_in=True)
        await turns()
        (dialog,) = open_dialogs(screens.window)
        assert dialog.windowTitle() == "Drafts could not be opened"
        dialog.accept()
        await turns()
        screens.close()
        screens.window.close()
        screens.window.deleteLater()
        await turns()

    qt_loop(work())
