"""Only pixels come out of a customer's file."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from console.ui.transcript.pictures import PictureStore, Want, format_of, read_picture


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "photo.jpg"
    image = QImage(1200, 900, QImage.Format.Format_RGB32)
    image.fill(QColor("teal"))
    assert image.save(str(path))
    return path.rename(tmp_path / "photo.bin")


def test_a_picture_is_decoded_no_larger_than_it_is_shown(photo: Path) -> None:
    assert read_picture(Want(str(photo), 268, 200)).size() == QSize(268, 200)
    assert read_picture(Want(str(photo), 300, 300, cover=False)).size() == QSize(300, 225)
    assert read_picture(Want(str(photo), 0, 0, cover=False)).size() == QSize(1200, 900)


@pytest.mark.parametrize(
    "content",
    [
        b'<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>',
        b"BM" + bytes(60),
        b"",
        b"\xff\xd8\xff" + b"not really a picture",
    ],
)
@pytest.mark.qt_log_ignore("Unsupported marker type")
def test_anything_that_is_no_picture_stays_out_whatever_its_name(
    tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "photo.jpg"
    path.write_bytes(content)
    assert read_picture(Want(str(path), 100, 100)).isNull()


def test_the_format_is_told_from_the_content() -> None:
    assert format_of(b"GIF89a") == "gif"
    assert format_of(b"RIFF\0\0\0\0WEBP") == "webp"
    assert format_of(b"RIFF\0\0\0\0WAVE") == ""


def test_a_store_reads_once_and_keeps_it(qtbot: QtBot, photo: Path) -> None:
    store = PictureStore()
    with qtbot.waitSignal(store.ready):
        assert store.get(str(photo), 100, 80, 2.0) is None
    kept = store.get(str(photo), 100, 80, 2.0)
    assert kept is not None
    assert kept.size() == QSize(200, 160)
    with qtbot.waitSignal(store.ready):
        store.get("/nowhere.jpg", 100, 80, 1.0)
    missing = store.get("/nowhere.jpg", 100, 80, 1.0)
    assert missing is not None
    assert missing.isNull()
    store.close()
