"""The door: what is said on the socket shows a window or a session, or nothing happens."""

from __future__ import annotations

import random
import socket
import stat
import string
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QElapsedTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from console.app import door, knocks
from console.app.door import Door
from console.app.running import Lock

IN_AN_ID = frozenset(string.ascii_letters + string.digits + "-_")
SESSION = "s9Kf-0_zQ1xYbC3dE5gH7w"


@contextmanager
def a_door(home: Path) -> Iterator[tuple[Door, str, list[str]]]:
    """A door, where it listens, and the sessions that were wanted there."""
    lock = Lock(home)
    assert lock.take()
    made = Door(lock, home)
    wanted: list[str] = []
    made.session_wanted.connect(wanted.append)
    try:
        yield made, lock.where(), wanted
    finally:
        made.close()
        lock.close()


def say(where: str, data: bytes) -> socket.socket:
    """Somebody at the door who has said this and listens."""
    guest = socket.socket(socket.AF_UNIX)
    guest.settimeout(10)
    guest.connect(where)
    guest.sendall(data)
    guest.shutdown(socket.SHUT_WR)
    guest.setblocking(False)
    return guest


def answers(qtbot: QtBot, guests: list[socket.socket]) -> list[bytes]:
    """All that each of them hears until the door sees it off."""
    heard = [b""] * len(guests)
    open_guests = set(range(len(guests)))

    def all_gone() -> bool:
        for at in tuple(open_guests):
            try:
                data = guests[at].recv(64)
            except BlockingIOError:
                continue
            except ConnectionError:
                data = b""
            heard[at] += data
            if not data:
                guests[at].close()
                open_guests.discard(at)
        return not open_guests

    waited = QElapsedTimer()
    waited.start()
    while not all_gone():
        assert waited.elapsed() < 20_000
        QTest.qWait(0)  # one turn: what waitUntil adds to it is most of the test
    return heard


def test_only_its_owner_can_reach_it(qtbot: QtBot, tmp_path: Path) -> None:
    with a_door(tmp_path) as (_, where, _wanted):
        assert stat.S_IMODE(Path(where).stat().st_mode) & 0o077 == 0
    assert not Path(where).exists()


@pytest.mark.qt_log_ignore("does not support raise")
def test_a_knock_brings_a_hidden_away_window_to_the_front(qtbot: QtBot, tmp_path: Path) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.showMinimized()
    with a_door(tmp_path) as (_, where, wanted):
        assert answers(qtbot, [say(where, knocks.frame(""))]) == [knocks.HEARD]
        qtbot.waitUntil(lambda: not window.isMinimized())
        qtbot.waitUntil(window.isActiveWindow)
        assert wanted == []
        assert answers(qtbot, [say(where, knocks.frame(SESSION))]) == [knocks.HEARD]
        assert wanted == [SESSION]


def test_a_guest_who_says_nothing_is_seen_off(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(door, "SPEAKS_WITHIN_MS", 20)
    with a_door(tmp_path) as (_, where, wanted):
        guest = socket.socket(socket.AF_UNIX)
        guest.connect(where)
        guest.sendall(knocks.frame(SESSION)[:7])
        guest.setblocking(False)
        assert answers(qtbot, [guest]) == [b""]
        assert wanted == []


def test_a_crowd_at_the_door_is_seen_off_and_the_next_guest_is_heard(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(door, "SPEAKS_WITHIN_MS", 50)
    with a_door(tmp_path) as (_, where, wanted):
        crowd = []
        for _ in range(door.MAX_GUESTS + 8):
            guest = socket.socket(socket.AF_UNIX)
            guest.connect(where)
            guest.setblocking(False)
            crowd.append(guest)
        assert answers(qtbot, crowd) == [b""] * len(crowd)
        answers(qtbot, [say(where, knocks.frame(SESSION))])
        assert wanted == [SESSION]


def bent(noise: bytes, seed: int, count: int) -> list[bytes]:
    """Frames with noise in them, before them, instead of them; cut, doubled, mislabelled."""
    dice = random.Random(seed)
    made = []
    for _ in range(count):
        whole = knocks.frame(dice.choice(["", SESSION]))
        at, to = sorted(dice.choices(range(len(whole) + 1), k=2))
        body = whole[4:at] + noise + whole[max(to, 4) :]
        made.append(
            dice.choice(
                [
                    noise,
                    whole[:at],
                    whole[:at] + noise + whole[to:],
                    whole + noise,
                    noise + whole,
                    whole * 2,
                    len(body).to_bytes(4) + body,
                    len(noise).to_bytes(4) + noise,
                    dice.randbytes(4) + noise,
                ]
            )
        )
    return made


def session_of(data: bytes) -> str | None:
    """The session a good frame names; said once more, in another way than the program does."""
    head, body = data[:4], data[4:].decode("latin-1")
    named = body.removeprefix('{"show": "').removesuffix('"}')
    whole = len(data) > 4 and head == bytes([0, 0, 0, len(body) % 256])
    good = body == f'{{"show": "{named}"}}' and set(named) <= IN_AN_ID
    return named if whole and good and len(named) in (0, 22) else None


@pytest.mark.qt_log_ignore("does not support raise")
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.binary(max_size=70), st.integers(0, 2**32))
def test_t12_ten_thousand_bent_frames_show_a_session_or_nothing(
    qtbot: QtBot, tmp_path: Path, noise: bytes, seed: int
) -> None:
    with a_door(tmp_path) as (_, where, wanted):
        frames = bent(noise, seed, 250)
        for first in range(0, len(frames), door.MAX_GUESTS):
            some = frames[first : first + door.MAX_GUESTS]
            heard = answers(qtbot, [say(where, data) for data in some])
            good = [session_of(data) is not None for data in some]
            assert heard == [knocks.HEARD if each else b"" for each in good]
        assert wanted == [named for data in frames if (named := session_of(data))]


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=40))
def test_t12_no_text_but_an_id_is_taken_for_a_session(text: str) -> None:
    try:
        shown = knocks.read(knocks.frame(text))
    except knocks.NotAKnockError:
        return
    assert shown == text
    assert text == "" or (len(text) == 22 and text.isascii())
