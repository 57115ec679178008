"""A sound played in place: by a process of its own, one at a time, told as it goes on."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from console.domain.directions import MediaKind
from console.domain.ids import MediaId
from console.domain.messages import Media
from console.ui.theme.theme import Theme
from console.ui.transcript.entries import Entry
from console.ui.transcript.layout import lay_out
from console.ui.transcript.pieces import SEEK, Bar, Box, Button, Line
from console.ui.transcript.setting import Setting
from console.ui.transcript.sounds import Heard, Sounds
from tests.ui.transcript.conversations import at, said

#: Plays nothing, but listens and tells as the real one does.
_WORKER = """
import json, sys
def tell(state, at_ms):
    print(json.dumps({"state": state, "at_ms": at_ms, "of_ms": 2000}), flush=True)
sound = sys.stdin.buffer.read(int(sys.argv[1])).decode()
for line in sys.stdin.buffer:
    if "broken" in sound:
        sys.exit(3)
    if "silent" in sound:
        tell("no_output", 0)
    elif line.strip() == b"play":
        print(json.dumps({"peaks": [20, 100, 400]}), flush=True)
        tell("playing", 500)
    elif line.startswith(b"seek"):
        tell("paused", round(2000 * float(line.split()[1])))
    else:
        tell("paused", 750)
    if "short" in sound:
        tell("ended", 2000)
"""


@pytest.fixture
def sounds(qtbot: QtBot, tmp_path: Path) -> Iterator[Sounds]:
    program = tmp_path / "worker.py"
    program.write_text(_WORKER, encoding="utf-8")
    playing = Sounds(worker=(sys.executable, "-I", str(program)))
    yield playing
    playing.stop()
    playing.deleteLater()


def test_it_plays_pauses_and_tells_how_far_it_is(qtbot: QtBot, sounds: Sounds) -> None:
    sounds.toggle("one", b"a sound")
    assert sounds.heard("one") == Heard(playing=True)
    shape = (20, 100, 100)  # nothing is louder than the loudest
    qtbot.waitUntil(lambda: sounds.heard("one") == Heard(True, 500, 2000, shape))
    sounds.toggle("one", b"a sound")
    qtbot.waitUntil(lambda: sounds.heard("one") == Heard(False, 750, 2000, shape))
    sounds.seek("two", 0.9)  # it isn't its turn
    sounds.seek("one", 0.25)
    qtbot.waitUntil(lambda: sounds.heard("one") == Heard(False, 500, 2000, shape))
    assert sounds.heard("two") is None


def test_another_sound_silences_the_first_and_the_end_is_silence(
    qtbot: QtBot, sounds: Sounds
) -> None:
    sounds.toggle("one", b"a sound")
    sounds.toggle("two", b"a short sound")
    assert sounds.heard("one") is None
    qtbot.waitUntil(lambda: sounds.heard("two") is None)


@pytest.mark.parametrize(
    ("sound", "words"),
    [(b"broken", "can’t be played here"), (b"silent", "has no sound output")],
)
def test_t6_a_recording_that_kills_its_player_says_so_and_kills_nobody(
    qtbot: QtBot, sounds: Sounds, sound: bytes, words: str
) -> None:
    with qtbot.waitSignal(sounds.failed) as failed:
        sounds.toggle("one", sound)
    assert words in failed.args[0]
    assert sounds.heard("one") is None


def _shown(entry: Entry) -> tuple[list[str], list[float]]:
    """The words and the shares of bars on the card."""
    pieces = lay_out(entry, Setting(760, Theme.load("light"), at("14:36"), "Lucas")).pieces
    words = [piece.text for piece in pieces if isinstance(piece, Line)]
    words += [piece.label or piece.icon for piece in pieces if isinstance(piece, Button)]
    return words, [piece.share for piece in pieces if isinstance(piece, Bar)]


def test_the_card_offers_to_play_only_where_the_machine_can(qtbot: QtBot) -> None:
    voice = Media(
        media=MediaKind.AUDIO,
        media_id=MediaId("v"),
        mime="audio/ogg",
        size_bytes=34_000,
        voice=True,
    )
    entry = Entry(row=said(voice, at("14:20")))
    words, bars = _shown(entry)
    assert "OGG · 33 KB · download to listen" in words
    assert "Play" not in words
    words, bars = _shown(replace(entry, can_play=True))
    assert {"OGG · 33 KB", "Play", "viewer.download"} <= set(words)
    assert bars == []
    words, bars = _shown(replace(entry, can_play=True, heard=Heard(True, 500, 2000)))
    assert {"0:00 of 0:02", "Pause"} <= set(words)
    assert bars == [0.25]
    heard = Heard(True, 500, 2000, peaks=(10, 100, 50, 0))
    made = lay_out(
        replace(entry, can_play=True, heard=heard),
        Setting(760, Theme.load("light"), at("14:36"), "Lucas"),
    )
    played = [piece for piece in made.pieces if isinstance(piece, Box)]
    inks = [box.fill for box in played if box.fill in {"accent.fill", "icon.muted"}]
    assert inks == ["accent.fill", *["icon.muted"] * 3]
    places = [hit for hit in made.hits if hit.action.startswith(SEEK)]
    assert (places[10].action, places[10].name) == ("act:seek.0.500", "Go to 0:01")
    assert not any(hit.is_said for hit in places)
