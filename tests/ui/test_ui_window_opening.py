"""What is handed to the system's own programs: harmless files, links that were asked about."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl

from console.desk.rows import FileProgress, FileState
from console.ui import opening
from console.ui.dialogs.confirm import LinkDialog
from console.ui.opening import open_file
from tests.ui.given_window import InWindow, Screens, turns
from tests.ui.transcript.contents import downloads

pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints")


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses that would have been opened."""
    found: list[str] = []

    def keep(url: QUrl) -> None:
        found.append(url.toString())

    monkeypatch.setattr(opening, "_hand_over", keep)
    return found


@pytest.mark.parametrize(
    ("name", "itself"),
    [
        ("bill.pdf", True),
        ("photo.jpg", True),
        ("list.csv", True),
        ("table.xlsx", False),
        ("plans.zip", False),
        ("tool.exe.download", False),
        ("tool.exe", False),
        ("run.bat", False),
        ("page.html", False),
        ("drawing.svg", False),
        ("link.lnk", False),
        ("no ending", False),
    ],
)
def test_t8_a_click_opens_harmless_files_and_for_others_their_folder(
    opened: list[str], tmp_path: Path, name: str, itself: bool
) -> None:
    path = tmp_path / name
    path.write_bytes(b"x")
    open_file(str(path))
    assert opened == [QUrl.fromLocalFile(str(path if itself else tmp_path)).toString()]


def test_t8_neither_transcript_nor_downloads_card_opens_a_program(
    in_window: InWindow, opened: list[str], tmp_path: Path
) -> None:
    async def work(screens: Screens) -> None:
        program = tmp_path / "tool.exe"
        program.write_bytes(b"MZ")
        saved = FileProgress(state=FileState.SAVED, path=str(program))
        (row, *_) = downloads()
        screens.desk.downloading = [replace(row, file=saved)]
        screens.connections.downloads.open()
        card = screens.connections.downloads.card
        assert card is not None
        card.open_wanted.emit(row.message.message_id)
        assert opened == [QUrl.fromLocalFile(str(tmp_path)).toString()]

    in_window(work)


def test_t11_a_link_is_opened_only_after_its_true_host_was_shown(
    in_window: InWindow, opened: list[str]
) -> None:
    async def work(screens: Screens) -> None:
        await screens.open("Lucas Moreau")
        view = screens.connections.column.transcript
        view.link_wanted.emit("https://аррӏе.com/pay")
        dialog = await screens.dialog()
        assert isinstance(dialog, LinkDialog)
        words = [label.text() for label in dialog.findChildren(type(dialog.title))]
        assert "xn--80ak6aa92e.com" in words
        assert any("look like others" in line for line in words)
        assert opened == []
        dialog.reject()
        await turns()
        assert opened == []
        view.link_wanted.emit("https://example.com/x")
        dialog = await screens.dialog()
        dialog.accept()
        await turns()
        assert opened == ["https://example.com/x"]

    in_window(work)


def test_t11_a_link_that_hides_where_it_leads_is_refused_in_words(
    in_window: InWindow, opened: list[str]
) -> None:
    async def work(screens: Screens) -> None:
        await screens.open("Lucas Moreau")
        refusals: list[str] = []
        screens.connections.reading.refused.connect(refusals.append)
        view = screens.connections.column.transcript
        for address in ("https://bank.example@evil.example/", "file:///etc/passwd", "//evil/x"):
            view.link_wanted.emit(address)
            await turns()
        assert len(refusals) == 3
        assert "hides where it leads" in refusals[0]
        assert opened == []

    in_window(work)
