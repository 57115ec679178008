"""First run: looking at a hub, signing in, being refused, a setup file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from console.domain.errors import InvalidInput
from console.ui.application import Application
from console.ui.welcome.setup_file import Setup, read_setup
from console.ui.welcome.welcoming import Welcoming
from tests.ui.fake_desk import FakeDesk
from tests.ui.given_window import turns

if TYPE_CHECKING:
    from tests.conftest import QtLoop

URL = "https://hub.alderfinch.example"


def welcoming(desk: FakeDesk) -> Welcoming:
    made = Welcoming(desk.as_desk(), "Utrecht-07")
    made.show_first()
    return made


def test_an_address_is_looked_at_before_one_can_go_on(qt_loop: QtLoop) -> None:
    async def work() -> None:
        made = welcoming(FakeDesk())
        first = made.first
        first.address.setText(URL)
        QTest.keyClick(first.address, Qt.Key.Key_Return)
        await turns()
        assert first.checks[0].accessibleName().startswith("Reached Alder & Finch")
        QTest.keyClick(first.address, Qt.Key.Key_Return)
        assert made.pages.currentWidget() is made.sign_in
        made.pages.deleteLater()

    qt_loop(work())


def test_a_hub_that_is_not_there_is_named_and_one_stays(qt_loop: QtLoop) -> None:
    async def work() -> None:
        made = welcoming(FakeDesk())
        made.first.show_address("https://away.example")
        await turns()
        assert "Nothing answers" in made.first.checks[0].accessibleName()
        QTest.keyClick(made.first.address, Qt.Key.Key_Return)
        await turns()
        assert made.pages.currentWidget() is made.first
        made.pages.deleteLater()

    qt_loop(work())


def test_the_hubs_words_are_shown_when_it_refuses(qt_loop: QtLoop) -> None:
    async def work() -> None:
        desk = FakeDesk()
        made = welcoming(desk)
        done: list[bool] = []
        made.signed_in.connect(lambda: done.append(True))
        made.show_sign_in(URL, "Alder & Finch")
        made.sign_in.sign_in_wanted.emit("maya", "wrong", "Utrecht-07", True)
        await turns()
        assert not done
        assert made.sign_in.button.isEnabled()
        made.sign_in.sign_in_wanted.emit("maya", "correct", "Utrecht-07", True)
        await turns()
        assert done
        assert desk.asked[-1] == ("sign_in", URL, "maya", "correct", True, "Utrecht-07")
        made.pages.deleteLater()

    qt_loop(work())


def test_the_desk_is_named_at_sign_in_and_the_name_kept(qt_loop: QtLoop) -> None:
    async def work() -> None:
        desk = FakeDesk()
        made = welcoming(desk)
        named: list[str] = []
        made.desk_named.connect(named.append)
        made.show_sign_in(URL, "Alder & Finch")
        fields = {f.accessibleName(): f for f in made.sign_in.findChildren(QLineEdit)}
        assert fields["Desk"].text() == "Utrecht-07"
        fields["User name"].setText("maya")
        fields["Password"].setText("correct")
        fields["Desk"].setText(" Window seat ")
        QTest.keyClick(fields["Desk"], Qt.Key.Key_Return)
        await turns()
        assert named == ["Window seat"]
        assert desk.asked[-1] == ("sign_in", URL, "maya", "correct", False, "Window seat")
        made.pages.deleteLater()

    qt_loop(work())


def test_a_setup_file_fills_in_the_address() -> None:
    assert read_setup('{"hub_url": " https://h.example "}') == Setup("https://h.example")
    for wrong in ("", "[]", "{}", '{"hub_url": 3}', '{"hub_url": ""}'):
        with pytest.raises(InvalidInput):
            read_setup(wrong)


def test_a_setup_file_is_read_and_its_hub_looked_at(qt_loop: QtLoop, tmp_path: Path) -> None:
    async def work() -> None:
        file = tmp_path / "desk.rcsetup"
        file.write_text(f'{{"hub_url": "{URL}", "user_name": "maya"}}')
        made = welcoming(FakeDesk())
        made.take_setup(str(file))
        await turns()
        assert made.first.address.text() == URL
        assert made.first.checks[0].accessibleName().startswith("Reached")
        made.pages.deleteLater()

    qt_loop(work())


def test_the_window_goes_from_last_times_picture_to_welcome_to_work_and_back(
    qt_loop: QtLoop, tmp_path: Path
) -> None:
    async def work() -> None:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        desk = FakeDesk()
        settings = QSettings(str(tmp_path / "w.ini"), QSettings.Format.IniFormat)
        screens = Application(app, settings, "Utrecht-07")
        rows = desk.inbox()
        screens.show_picture(rows)
        assert len(screens.window.inbox.view.content.order.rows) == len(rows)
        screens.take_desk(desk.as_desk(), signed_in=False)
        assert screens.connections is None
        screens.take_desk(desk.as_desk(), signed_in=True)
        assert screens.connections is not None
        screens.connections.open_session("s-Lucas Moreau")
        await turns()
        screens.connections.signed_out.emit()
        assert screens.window.tabs.open_ids() == []
        screens.close()
        await turns()
        screens.window.close()
        screens.window.deleteLater()

    qt_loop(work())
